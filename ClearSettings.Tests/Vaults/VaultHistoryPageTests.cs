using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultHistoryPageTests(TestApp app) : VaultApiCalls(app)
{
    private const string Markup = "<b>Vault</b>,=1+1";

    private string Vaults => $"/workspaces/{App.Olga.Workspace:N}/vaults";

    [Fact]
    public async Task Every_save_is_listed_newest_first_with_its_changes()
    {
        var id = await VaultAsync(
            "history",
            "a = 1\npassword = hunter22\n",
            "a = 2\nb = 3\npassword = hunter22\n",
            "a = 2\nb = 3\npassword = hunter33\n"
        );
        var page = await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history");
        Assert.Equal(
            ["Version 3 Current", "Version 2", "Version 1"],
            page.Document.QuerySelectorAll("tbody th").Select(e => Page.Squeeze(e.TextContent))
        );
        Assert.Equal(
            ("Hidden values only", "+2 −1 lines", "+2 −0 lines"),
            (page.Cell("Version 3", "Changes"), page.Cell("Version 2", "Changes"), page.Cell("Version 1", "Changes"))
        );
        Assert.Equal(
            ("3 lines (32 B)", "Olga Orlova", "No note"),
            (page.Cell("Version 2", "Content"), page.Cell("Version 2", "By"), page.Cell("Version 2", "Note"))
        );
        Assert.DoesNotContain("hunter", page.Html, StringComparison.Ordinal);
        Assert.Contains("3 versions", page.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_compared_with_the_one_before_and_hides_secrets()
    {
        var id = await VaultAsync(
            "compare",
            "a = 1\npassword = hunter22\n",
            "a = \"<i>2</i>\"\npassword = hunter33\n",
            "a = \"<i>2</i>\"\npassword = hunter44\n"
        );
        var browser = await App.SignedInAsync(App.Adam);
        var second = await browser.GetAsync($"{Vaults}/{id}/history/2");
        Assert.Equal(["a = 1"], second.Document.QuerySelectorAll(".diff del").Select(e => e.TextContent));
        Assert.Equal(["a = \"<i>2</i>\""], second.Document.QuerySelectorAll(".diff ins").Select(e => e.TextContent));
        Assert.Equal("a = 1", Page.Squeeze(second.Document.QuerySelector(".diff-del td:last-child")!.TextContent));
        Assert.DoesNotContain(
            second.Document.QuerySelectorAll(".diff td"),
            cell => cell.TextContent != cell.TextContent.Trim()
        );
        Assert.Contains("Hidden values differ as well.", second.Main, StringComparison.Ordinal);
        var third = await second.FollowAsync("Version 3");
        Assert.Contains("Only hidden values differ.", third.Main, StringComparison.Ordinal);
        var first = await (await third.FollowAsync("Version 2")).FollowAsync("Version 1");
        Assert.Equal("The first version", Page.Squeeze(first.Document.QuerySelector("h2")!.TextContent));
        foreach (var page in new[] { first, second, third })
            Assert.DoesNotContain("hunter", page.Html, StringComparison.Ordinal);
        foreach (var odd in new[] { "0", "-1", "4", "2147483647", "x" })
            Assert.Equal(404, (await browser.GetAsync($"{Vaults}/{id}/history/{odd}")).Status);
    }

    [Fact]
    public async Task Many_versions_come_in_pages()
    {
        var id = await VaultAsync("pages", [.. Enumerable.Range(1, 25).Select(i => $"a = {i}")]);
        var page = await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history");
        Assert.Contains("1–20 of 25 versions", page.Main, StringComparison.Ordinal);
        var second = await page.FollowAsync("Next page");
        Assert.Contains("21–25 of 25 versions", second.Main, StringComparison.Ordinal);
        Assert.Equal(
            ("+1 −1 lines", "+1 −0 lines"),
            (second.Cell("Version 5", "Changes"), second.Cell("Version 1", "Changes"))
        );
    }

    [Fact]
    public async Task A_page_of_large_versions_compares_some_and_says_so_of_the_others()
    {
        var large = "a = " + new string('x', 250 * 1024);
        var id = await VaultAsync("large", [.. Enumerable.Range(1, 11).Select(i => $"{large}\nb = {i}")]);
        var page = await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history");
        Assert.Equal(
            [.. Enumerable.Repeat("+1 −1 lines", 7), .. Enumerable.Repeat("Too large to compare in this list", 4)],
            page.Document.QuerySelectorAll("td[data-label=Changes]").Select(e => Page.Squeeze(e.TextContent))
        );
        Assert.Contains(
            "b = 2",
            (await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history/2")).Main,
            StringComparison.Ordinal
        );
        await App.InAsync(App.Olga, s => s.GetRequiredService<DeleteVaults>().RunAsync([Guid.Parse(id)]));
    }

    [Fact]
    public async Task Members_get_403_and_another_workspace_404_and_versions_stay_with_their_vault()
    {
        var (one, other) = (await VaultAsync("one", "a = 1"), await VaultAsync("other", "a = 1", "a = 2"));
        var (mia, eve, adam) = (
            await App.SignedInAsync(App.Mia),
            await App.SignedInAsync(App.Eve),
            await App.SignedInAsync(App.Adam)
        );
        foreach (var end in new[] { "/history", "/history/1", "/masked", "/download", "/duplicate", "/delete" })
        {
            Assert.Equal(403, (await mia.GetAsync($"{Vaults}/{one}{end}")).Status);
            Assert.Equal(404, (await eve.GetAsync($"{Vaults}/{one}{end}")).Status);
            Assert.Equal(404, (await eve.GetAsync($"/workspaces/{App.Eve.Workspace:N}/vaults/{one}{end}")).Status);
        }
        Assert.Equal(404, (await eve.PostAsync($"/workspaces/{App.Eve.Workspace:N}/vaults/{other}/history/1")).Status);
        Assert.Equal(404, (await adam.PostAsync($"{Vaults}/{one}/history/2")).Status);
        Assert.Equal(
            2,
            await App.DbAsync(App.Olga, db => db.VaultVersions.CountAsync(v => v.VaultId == Guid.Parse(other)))
        );
    }

    [Fact]
    public async Task Everyone_has_the_history_of_their_own_vault_and_no_one_elses()
    {
        var mia = await App.AddAsync("Mia of history", MemberRole.Member);
        var (client, browser) = (App.Api(await App.KeyAsync(mia)), await App.SignedInAsync(mia));
        var url = $"/settings/workspaces/{mia.Workspace:N}/vault/history";
        Assert.Contains("No versions yet", (await browser.GetAsync(url)).Main, StringComparison.Ordinal);
        var id = await SaveAsync(client, new { data = "a = 1\ntoken = hunter22" });
        await SaveAsync(client, new { data = "a = 2" });
        Assert.Equal(2, (await browser.GetAsync(url)).Document.QuerySelectorAll("tbody tr").Length);
        var page = await (await browser.GetAsync(url + "/1")).PressAsync("Restore this version");
        Assert.Equal(("Version 1 restored as version 3.", url), (page.Flash, page.Path));
        var adam = await App.SignedInAsync(App.Adam);
        Assert.Equal(404, (await adam.GetAsync($"{Vaults}/{id}/history")).Status);
        Assert.DoesNotContain("Version 1", (await adam.GetAsync(url)).Main, StringComparison.Ordinal);
        Assert.Equal(404, (await adam.GetAsync(url + "/1")).Status);
        var file = await browser.FetchAsync(
            HttpMethod.Get,
            $"/settings/workspaces/{mia.Workspace:N}/vault/masked?version=1"
        );
        Assert.Equal("a = 1\ntoken = \"********\"", await file.Content.ReadAsStringAsync());
    }

    private async Task<string> VaultAsync(string name, params string[] texts)
    {
        var admin = App.Api(await App.KeyAsync(App.Olga));
        string? id = null;
        foreach (var data in texts)
            id = await SaveAsync(
                admin,
                new
                {
                    id,
                    description = Name(name),
                    data,
                    scope = "organization",
                    enabled = false,
                }
            );
        return id!;
    }

    private Task<string?> TextAsync(string id, int number) =>
        App.InAsync(
            App.Olga,
            async s =>
                await s.GetRequiredService<VaultStore>()
                    .ReadAsync((await s.GetRequiredService<VaultStore>().FindAsync(Guid.Parse(id)))!, number)
        );
}

public sealed class VaultHistoryPageOnSqlite(SqliteApp app) : VaultHistoryPageTests(app), IClassFixture<SqliteApp>;
