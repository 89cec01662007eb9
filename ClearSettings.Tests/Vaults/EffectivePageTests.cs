using ClearSettings.Domain;

namespace ClearSettings.Tests.Vaults;

public abstract class EffectivePageTests(TestApp app) : VaultApiCalls(app)
{
    private string Url => $"/workspaces/{App.Olga.Workspace:N}/vaults/effective";

    private string Own => $"/settings/workspaces/{App.Olga.Workspace:N}/effective";

    [Fact]
    public async Task An_administrator_sees_what_someone_receives_and_from_where()
    {
        var mia = await App.AddAsync("Mia of effect", MemberRole.Member);
        var group = await GroupAsync(mia);
        var admin = App.Api(await App.KeyAsync(App.Olga));
        await SaveSharedAsync(admin, "Of <b>groups</b>", "agent.git_user = group\nagent.git_pass = hunter22", group);
        await SaveAsync(App.Api(await App.KeyAsync(mia)), new { description = "Hers", data = "agent.git_user = mia" });
        var page = await (await (await App.SignedInAsync(App.Adam)).GetAsync(Url))
            .Fill("Person or service account", "Mia of effect")
            .PressAsync("Show");
        Assert.Equal(
            [
                "agent {",
                "git_user = \"mia\" from Hers, instead of Of <b>groups</b>",
                "git_pass = \"********\" from Of <b>groups</b>",
                "}",
            ],
            Lines(page)
        );
        Assert.DoesNotContain("hunter", page.Html, StringComparison.Ordinal);
        Assert.Contains(
            "Clients of Mia of effect apply these vaults in this order",
            page.Main,
            StringComparison.Ordinal
        );
        await AssertJsonIsShownAsync(page, mia);
    }

    private static async Task AssertJsonIsShownAsync(Page page, Person person)
    {
        var json = await page.Fill("Format", "JSON").PressAsync("Show");
        Assert.Equal("\"agent\": {", Lines(json)[1]);
        Assert.Contains($"user={person.Id:N}", json.Path, StringComparison.Ordinal);
        Assert.Contains("format=json", json.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_sees_their_own_only()
    {
        var mia = await App.AddAsync("Mia on her own", MemberRole.Member);
        var browser = await App.SignedInAsync(mia);
        Assert.Equal(403, (await browser.GetAsync($"{Url}?user={App.Olga.Id:N}")).Status);
        Assert.Equal(403, (await browser.PostAsync(Url, ("local", "a = 1"))).Status);
        Assert.Contains("No vault applies to you", (await browser.GetAsync(Own)).Main, StringComparison.Ordinal);
        await SaveAsync(App.Api(await App.KeyAsync(App.Olga)), new { data = "of.olga = 1" });
        await SaveAsync(App.Api(await App.KeyAsync(mia)), new { description = "Mine", data = "a = 1" });
        Assert.Equal(["a = 1 from Mine"], Lines(await browser.GetAsync($"{Own}?user={App.Olga.Id:N}")));
    }

    [Fact]
    public async Task No_one_of_another_workspace_can_be_chosen()
    {
        var adam = await App.SignedInAsync(App.Adam);
        Assert.Equal(404, (await adam.GetAsync($"{Url}?user={App.Eve.Id:N}")).Status);
        Assert.Equal(404, (await adam.GetAsync($"{Url}?user=x")).Status);
        Assert.DoesNotContain("Eve Eden", (await adam.GetAsync(Url)).Html, StringComparison.Ordinal);
        Assert.Equal(404, (await (await App.SignedInAsync(App.Eve)).GetAsync(Url)).Status);
        Assert.Equal(404, (await (await App.SignedInAsync(App.Eve)).GetAsync(Own)).Status);
    }

    [Fact]
    public async Task Agents_get_monitoring_vaults_over_the_rest()
    {
        var mia = await App.AddAsync("Mia of agents", MemberRole.Member);
        var group = await GroupAsync(mia);
        var admin = App.Api(await App.KeyAsync(App.Olga));
        await SaveAsync(
            admin,
            new
            {
                description = "Watch",
                data = "a = 2",
                scope = "group",
                type = "monitoring",
            },
            group
        );
        await SaveSharedAsync(admin, "Settle", "a = 1", group);
        var browser = await App.SignedInAsync(mia);
        Assert.Equal(["a = 1 from Settle"], Lines(await browser.GetAsync(Own)));
        var page = await (await browser.GetAsync(Own)).Fill("Client", "Agent").PressAsync("Show");
        Assert.Equal(["a = 2 from Watch, instead of Settle"], Lines(page));
        Assert.Contains("On agents, monitoring vaults override everything else.", page.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pasted_file_is_merged_below_and_kept_nowhere()
    {
        var mia = await App.AddAsync("Mia who pastes", MemberRole.Member);
        await SaveAsync(App.Api(await App.KeyAsync(mia)), new { description = "Mine", data = "a = 1" });
        var browser = await App.SignedInAsync(mia);
        await browser.GetAsync(Own);
        var before = await App.DbAsync(null, Tables.ReadAsync);
        var page = await (await browser.GetAsync(Own))
            .Fill("Local clearml.conf", "a = 0\nb = kept-nowhere\n")
            .PressAsync("Merge with vaults");
        Assert.Equal(
            ["a = 1 from Mine, instead of clearml.conf", "b = \"kept-nowhere\" from clearml.conf"],
            Lines(page)
        );
        Assert.Equal(Own, page.Path);
        var broken = await page.Fill("Local clearml.conf", "a = 0\nb = [").PressAsync("Merge with vaults");
        Assert.Equal(422, broken.Status);
        Assert.StartsWith("Line 2, column", broken.Problems, StringComparison.Ordinal);
        Assert.Equal(["a = 1 from Mine"], Lines(broken));
        var large = await page.Fill("Local clearml.conf", "a = " + new string('x', 256 * 1024))
            .PressAsync("Merge with vaults");
        Assert.Equal((422, true), (large.Status, large.Problems.Contains("256 KB", StringComparison.Ordinal)));
        Assert.Equal(before, await App.DbAsync(null, Tables.ReadAsync));
        Assert.DoesNotContain("kept-nowhere", App.Log.Text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Lines(Page page) =>
        [
            .. page
                .Document.QuerySelectorAll(".provenance-line")
                .Select(l =>
                    Page.Squeeze(
                        l.QuerySelector("code")!.TextContent + " " + l.QuerySelector(".provenance-note")?.TextContent
                    )
                ),
        ];
}

public sealed class EffectivePageOnSqlite(SqliteApp app) : EffectivePageTests(app), IClassFixture<SqliteApp>;
