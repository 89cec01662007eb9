using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultPagesTests(TestApp app) : AppTests(app)
{
    private const string Machine = "agent.worker_name = gpu-node";

    [Fact]
    public async Task Without_vaults_the_page_says_what_they_are_for()
    {
        await using var server = await App.AnotherAsync();
        var page = await OpenAsync(server);
        Assert.Contains("No vaults yet", page.Main);
        Assert.Single(page.Document.QuerySelectorAll("main a.btn-primary"));
        Assert.Equal("Add vault", (await page.FollowAsync("Add vault")).Heading);
    }

    [Fact]
    public async Task A_row_tells_target_group_size_author_and_time()
    {
        await SaveDockerAndBucketsAsync();
        App.Time.Advance(TimeSpan.FromHours(5));
        var page = await OpenAsync(App);
        Assert.Equal(
            ("Client", "MLOps", "3 lines (42 B)", "5 hours ago"),
            (
                page.Cell("Docker of agents", "Target"),
                page.Cell("Docker of agents", "Groups"),
                page.Cell("Docker of agents", "Content"),
                page.Cell("Docker of agents", "Updated")
            )
        );
        Assert.Equal(
            ("UI storage", "Whole workspace", "2 credentials"),
            (page.Cell("Buckets", "Target"), page.Cell("Buckets", "Groups"), page.Cell("Buckets", "Content"))
        );
        Assert.Contains("by Adam Ames", page.Rows("Buckets")[0].TextContent);
        Assert.Equal(
            "true",
            page.Rows("Docker of agents")[0].QuerySelector("[role=switch]")!.GetAttribute("aria-checked")
        );
    }

    private async Task SaveDockerAndBucketsAsync()
    {
        await VaultTestClient.SaveAsync(
            App,
            new()
            {
                Name = "Docker of agents",
                Content = "agent {\n  force_git_ssh_protocol = true\n}\n",
                Enabled = true,
            },
            group: "MLOps"
        );
        await VaultTestClient.SaveAsync(
            App,
            new()
            {
                Name = "Buckets",
                Content = """{"credentials": [{"bucket": "a"}, {"bucket": "b"}]}""",
                Target = VaultTarget.UiStorage,
            }
        );
    }

    [Fact]
    public async Task Names_with_markup_stay_text()
    {
        const string name = "<img src=x onerror=alert(1)>\"'&";
        var id = await VaultTestClient.SaveAsync(App, name, "");
        var page = await OpenAsync(App);
        Assert.Single(page.Rows(name));
        Assert.Empty(page.Document.QuerySelectorAll("img"));
        page = await page.FollowAsync(name);
        Assert.Equal((name, name), (page.Heading, VaultTestClient.InputValue(page, "name")));
        Assert.Contains(id.ToString("N"), page.Path);
    }

    [Fact]
    public async Task The_list_is_searched_filtered_and_sorted_on_the_server()
    {
        await using var server = await App.AnotherAsync();
        var mango = await SaveThreeVaultsAsync(server);
        var browser = await server.SignedInAsync(server.Adam);
        async Task<string> NamesAsync(string query) =>
            Names(await browser.GetAsync(VaultTestClient.Url(server, query)));
        Assert.Equal("apple Mango Zebra", await NamesAsync(""));
        Assert.Equal("Zebra Mango apple", await NamesAsync("?sort=-name"));
        Assert.Equal("apple Zebra Mango", await NamesAsync("?sort=-content"));
        Assert.StartsWith("Zebra", await NamesAsync("?sort=-active"));
        Assert.Equal("apple Zebra Mango", await NamesAsync("?sort=target"));
        Assert.Equal("Zebra apple Mango", await NamesAsync("?sort=group"));
        Assert.Equal("Zebra apple Mango", await NamesAsync("?sort=updated"));
        Assert.Equal("Mango", await NamesAsync("?target=monitoring"));
        Assert.Equal("", await NamesAsync("?target=unheard"));
        Assert.Equal("Zebra", await NamesAsync("?group=workspace"));
        Assert.Equal("Mango", await NamesAsync("?group=none"));
        Assert.Equal("apple", await NamesAsync($"?group={await VaultTestClient.GroupAsync(server, "MLOps"):N}"));
        Assert.Equal("", await NamesAsync("?group=elsewhere"));
        Assert.Equal("apple", await NamesAsync("?q=APP"));
        Assert.Equal("Mango", await NamesAsync($"?q={mango:N}"));
        Assert.Equal("apple Mango Zebra", await NamesAsync("?sort=nonsense&p=99"));
        Assert.Contains("3 vaults, 1 active", (await browser.GetAsync(VaultTestClient.Url(server))).Main);
        Assert.Contains("No vaults match", (await browser.GetAsync(VaultTestClient.Url(server, "?q=nothing"))).Main);
    }

    /// <summary>One of the workspace, one of a group, and one that lost its group.</summary>
    /// <returns>The one that lost its group.</returns>
    private static async Task<Guid> SaveThreeVaultsAsync(TestApp server)
    {
        await VaultTestClient.SaveAsync(server, "Zebra", "a = 1", on: true);
        await VaultTestClient.SaveAsync(server, new() { Name = "apple", Content = "abc = 12345" }, "MLOps");
        var mango = await VaultTestClient.SaveAsync(
            server,
            new()
            {
                Name = "Mango",
                Content = "",
                Target = VaultTarget.Monitoring,
            },
            "MLOps"
        );
        await server.DbAsync(server.Olga, db => db.VaultGroups.Where(g => g.VaultId == mango).ExecuteDeleteAsync());
        return mango;
    }

    private static string Names(Page page) =>
        string.Join(' ', page.Document.QuerySelectorAll("tbody .cell-name a").Select(a => a.TextContent));

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        await using var server = await App.AnotherAsync();
        await server.InAsync(
            server.Adam,
            async s =>
            {
                for (var i = 0; i < 53; i++)
                    Assert.True(
                        (
                            await s.GetRequiredService<SaveVault>()
                                .RunAsync(null, new() { Name = $"Vault {i:00}", Scope = VaultScope.Organization })
                        ).Ok
                    );
                return true;
            }
        );
        var page = await OpenAsync(server);
        Assert.Equal(50, page.Rows("Vault ").Count);
        Assert.Contains("1–50 of 53 vaults, 0 active", page.Main);
        Assert.Equal(3, (await page.FollowAsync("Next page")).Rows("Vault ").Count);
    }

    [Fact]
    public async Task Members_and_other_workspaces_get_nowhere_by_any_address_of_a_vault()
    {
        var id = await VaultTestClient.SaveAsync(App, "Guarded", "a = 1", on: true);
        var (mia, eve) = (await App.SignedInAsync(App.Mia), await App.SignedInAsync(App.Eve));
        var before = await VaultRowsAsync();
        foreach (var path in new[] { "", "/new", "/keys", $"/{id:N}" })
            Assert.Equal(403, (await mia.GetAsync(VaultTestClient.Url(App, path))).Status);
        foreach (var path in new[] { "/new", $"/{id:N}", $"/{id:N}/active", $"/{id:N}/reveal" })
            await AssertPostsAreRefusedAsync(mia, eve, path);
        Assert.Equal(404, (await eve.GetAsync($"/workspaces/{App.Eve.Workspace:N}/vaults/{id:N}")).Status);
        Assert.Equal(before, await VaultRowsAsync());
    }

    private async Task AssertPostsAreRefusedAsync(Browser mia, Browser eve, string path)
    {
        (string, string)[] fields = [("enabled", "false"), ("Name", "Taken over"), ("Part", "Text")];
        var url = VaultTestClient.Url(App, path);
        Assert.Equal(403, (await mia.PostAsync(url, fields)).Status);
        Assert.Equal(404, (await eve.PostAsync(url, fields)).Status);
        if (path == "/new")
            return;
        var ofEve = $"/workspaces/{App.Eve.Workspace:N}/vaults{path}";
        Assert.Equal(404, (await eve.PostAsync(ofEve, [.. fields, ("Scope", "Organization")])).Status);
    }

    private Task<List<string>> VaultRowsAsync() =>
        App.DbAsync(
            null,
            async db =>
                (await Tables.RowsAsync(db))
                    .Where(r => r.StartsWith("vault", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
                    .ToList()
        );

    [Fact]
    public async Task A_personal_vault_is_none_of_the_administrators_vaults()
    {
        await App.InAsync(
            App.Mia,
            s => s.GetRequiredService<SaveVault>().SavePersonalAsync(App.Mia.Id, new() { Content = "a = 1" })
        );
        var id = (await App.DbAsync(App.Mia, db => db.Vaults.SingleAsync(v => v.UserId == App.Mia.Id))).Id;
        foreach (var person in new[] { App.Olga, App.Adam })
        {
            var browser = await App.SignedInAsync(person);
            Assert.Empty((await browser.GetAsync(VaultTestClient.Url(App))).Rows("Personal vault"));
            Assert.Equal(404, (await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}"))).Status);
            foreach (var path in new[] { "", "/active", "/reveal" })
                Assert.Equal(
                    404,
                    (
                        await browser.PostAsync(
                            VaultTestClient.Url(App, $"/{id:N}{path}"),
                            ("enabled", "true"),
                            ("Name", "x"),
                            ("Part", "Text"),
                            ("Scope", "Organization")
                        )
                    ).Status
                );
        }
    }

    [Fact]
    public async Task The_key_reference_finds_keys_and_shows_all_on_demand()
    {
        var browser = await App.SignedInAsync(App.Adam);
        var page = await browser.GetAsync(VaultTestClient.Url(App, "/keys?q=agent.git_pass"));
        Assert.Equal("agent.git_pass", page.Document.QuerySelector(".keyref-item code")!.TextContent);
        var all = await browser.GetAsync(VaultTestClient.Url(App, "/keys?all=true"));
        Assert.Equal(KnownKeys.All.Count, all.Document.QuerySelectorAll(".keyref-item").Length);
        Assert.Empty(all.Document.QuerySelectorAll("[data-insert]"));
        Assert.Contains(
            "No keys match.",
            (await browser.GetAsync(VaultTestClient.Url(App, "/keys?q=%3Cscript%3E"))).Main
        );
    }

    private static async Task<Page> OpenAsync(TestApp server) =>
        await (await server.SignedInAsync(server.Adam)).GetAsync(VaultTestClient.Url(server));
}

public sealed class VaultPagesOnSqlite(SqliteApp app) : VaultPagesTests(app), IClassFixture<SqliteApp>;
