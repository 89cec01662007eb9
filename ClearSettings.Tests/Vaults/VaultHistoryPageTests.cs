using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract class VaultHistoryPageTests(TestApp app) : VaultApiCalls(app)
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
    public async Task Restoring_makes_a_new_version_and_is_told_in_the_log()
    {
        var id = await VaultAsync("restore", "a = 1\npassword = hunter22\n", "a = 2\n");
        var page = await (await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history/1")).PressAsync(
            "Restore this version"
        );
        Assert.Equal(("Version 1 restored as version 3.", $"{Vaults}/{id}/history"), (page.Flash, page.Path));
        Assert.Equal("Restored version 1", page.Cell("Version 3", "Note"));
        Assert.Equal("a = 1\npassword = hunter22\n", await TextAsync(id, 3));
        Assert.Equal(
            "version 1",
            await App.DbAsync(
                App.Olga,
                db =>
                    db.VaultOperations.Where(o => o.VaultId == Guid.Parse(id) && o.Action == VaultAction.Restore)
                        .Select(o => o.Detail)
                        .SingleAsync()
            )
        );
        Assert.DoesNotContain(
            "Restore this version",
            (await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history/3")).Main,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_version_with_errors_is_not_restored_while_the_vault_is_on()
    {
        var admin = App.Api(await App.KeyAsync(App.Olga));
        var id = await SaveAsync(
            admin,
            new
            {
                description = Name("with errors"),
                data = "a = [",
                scope = "organization",
                enabled = false,
            }
        );
        await SaveAsync(
            admin,
            new
            {
                id,
                data = "a = 1",
                enabled = true,
            }
        );
        var page = await (await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history/1")).PressAsync(
            "Restore this version"
        );
        Assert.Equal(422, page.Status);
        Assert.Contains(
            "Version 1 cannot be restored while the vault is enabled. Line 1, column",
            page.Problems,
            StringComparison.Ordinal
        );
        Assert.Equal(
            2,
            await App.DbAsync(App.Olga, db => db.VaultVersions.CountAsync(v => v.VaultId == Guid.Parse(id)))
        );
        await admin.CallAsync("users.delete_vaults", new { vaults = new[] { id } });
    }

    [Fact]
    public async Task Two_restores_at_once_are_both_carried_out()
    {
        var id = Guid.Parse(await VaultAsync("race", "a = 1", "a = 2", "a = 3"));
        var done = await Task.WhenAll(
            new[] { 1, 2 }.Select(n => App.InAsync(App.Olga, s => s.GetRequiredService<RestoreVault>().RunAsync(id, n)))
        );
        Assert.All(done, d => Assert.True(d.Ok));
        Assert.Equal(
            [1, 2, 3, 4, 5],
            await App.DbAsync(
                App.Olga,
                db =>
                    db.VaultVersions.Where(v => v.VaultId == id)
                        .OrderBy(v => v.Number)
                        .Select(v => v.Number)
                        .ToListAsync()
            )
        );
        Assert.Equal(
            ["a = 1", "a = 2"],
            new[] { await TextAsync(id.ToString("N"), 4), await TextAsync(id.ToString("N"), 5) }.Order(
                StringComparer.Ordinal
            )
        );
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

    [Fact]
    public async Task A_file_without_secrets_is_a_link_and_one_with_them_wants_a_password_and_is_told()
    {
        var id = await VaultAsync(Markup, "a = 1\npassword = hunter22\n");
        var browser = await App.SignedInAsync(App.Adam);
        var dialog = await browser.GetAsync($"{Vaults}/{id}/download");
        Assert.Contains($"Download “Vault {Markup}”", dialog.Main, StringComparison.Ordinal);
        var masked = await browser.FetchAsync(HttpMethod.Get, $"{Vaults}/{id}/masked");
        Assert.Equal("a = 1\npassword = \"********\"\n", await masked.Content.ReadAsStringAsync());
        Assert.Equal(
            ("attachment", "Vault-b-Vault-b-1-1.conf", true),
            (
                masked.Content.Headers.ContentDisposition!.DispositionType,
                masked.Content.Headers.ContentDisposition.FileName?.Trim('"'),
                masked.Headers.CacheControl!.NoStore
            )
        );
        Assert.Equal(0, await RevealsAsync(id));
        App.Time.Advance(TimeSpan.FromMinutes(11));
        var proof = await dialog.PressAsync("Download with secrets");
        Assert.Equal((422, "Confirm your password"), (proof.Status, proof.Heading));
        Assert.DoesNotContain("hunter", proof.Html, StringComparison.Ordinal);
        Assert.Equal(422, (await proof.Fill("Password", "wrong").PressAsync("Continue")).Status);
        Assert.Equal(0, await RevealsAsync(id));
        var file = await proof.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Contains("hunter22", file.Html, StringComparison.Ordinal);
        Assert.Equal("attachment", file.Response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(1, await RevealsAsync(id));
    }

    [Fact]
    public async Task A_vault_is_duplicated_for_another_group_with_its_secrets_and_off()
    {
        var group = await GroupAsync();
        var name = await App.DbAsync(
            App.Olga,
            db => db.Groups.Where(g => g.Id == Guid.Parse(group)).Select(g => g.Name).SingleAsync()
        );
        var id = await VaultAsync("double", "token = hunter22");
        var dialog = await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/duplicate");
        Assert.DoesNotContain("hunter", dialog.Html, StringComparison.Ordinal);
        var refused = await dialog.Fill("Name", "Vault double").PressAsync("Duplicate vault");
        Assert.Equal((422, "Another vault has this name. Choose a different one."), (refused.Status, refused.Problems));
        await refused
            .Fill("Name", "Vault double copy")
            .Choose("Selected groups")
            .Choose(name)
            .PressAsync("Duplicate vault");
        var copy = await App.DbAsync(
            App.Olga,
            db => db.Vaults.Include(v => v.Groups).SingleAsync(v => v.Name == "Vault double copy")
        );
        Assert.Equal(
            (VaultScope.Group, Guid.Parse(group), false),
            (copy.Scope, Assert.Single(copy.Groups).GroupId, copy.Enabled)
        );
        Assert.Equal("token = hunter22", await TextAsync(copy.Id.ToString("N"), 1));
        Assert.Equal(
            422,
            (await dialog.Fill("Name", "Vault treble").Tamper("Name", "  ").PressAsync("Duplicate vault")).Status
        );
    }

    [Fact]
    public async Task Deleting_says_who_loses_it_and_takes_all_versions()
    {
        var group = await GroupAsync(App.Mia, App.Adam);
        var id = await SaveAsync(
            App.Api(await App.KeyAsync(App.Olga)),
            new
            {
                description = Name("to delete"),
                data = "a = 1",
                scope = "group",
            },
            group
        );
        var dialog = await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/delete");
        Assert.Equal("Delete “Vault to delete”?", dialog.Heading);
        Assert.Contains("2 people receive it.", dialog.Main, StringComparison.Ordinal);
        Assert.Contains("Its only version is deleted.", dialog.Main, StringComparison.Ordinal);
        Assert.Equal(Vaults, (await dialog.PressAsync("Delete vault")).Path);
        Assert.False(await App.DbAsync(App.Olga, db => db.Vaults.AnyAsync(v => v.Id == Guid.Parse(id))));
        Assert.False(await App.DbAsync(App.Olga, db => db.VaultVersions.AnyAsync(v => v.VaultId == Guid.Parse(id))));
        Assert.Equal(Vaults, (await dialog.PressAsync("Delete vault")).Path);
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

    private Task<int> RevealsAsync(string id) =>
        App.DbAsync(
            App.Olga,
            db => db.VaultOperations.CountAsync(o => o.VaultId == Guid.Parse(id) && o.Action == VaultAction.Reveal)
        );
}

public sealed class VaultHistoryPageOnSqlite(SqliteApp app) : VaultHistoryPageTests(app), IClassFixture<SqliteApp>;
