using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultEditorTests(TestApp app) : AppTests(app)
{
    private const string Draft =
        "agent {\n  worker_name = gpu-node\n  git_user = mlops\n}\nenvironment.PYTHON_VERSION = 3.10\n";

    [Fact]
    public async Task A_draft_with_errors_is_saved_off_shown_with_its_errors_fixed_and_enabled()
    {
        await VaultTestClient.GroupAsync(App, "Drafters");
        var page = await (await NewAsync())
            .Fill("Name", "A draft")
            .Choose("Drafters")
            .Fill("Content", Draft)
            .PressAsync("Save vault");
        Assert.Equal("Vault A draft saved. It is disabled; enable it when it is ready.", page.Flash);
        var vault = await VaultTestClient.FindAsync(App, "A draft");
        Assert.Equal(
            (false, VaultScope.Group, Draft),
            (vault.Enabled, vault.Scope, await VaultTestClient.TextAsync(App, vault.Id))
        );
        page = await page.FollowAsync("A draft");
        Assert.Equal(Draft, VaultTestClient.InputValue(page, "content"));
        Assert.Contains("1 error, 1 warning", page.Main);
        Assert.Contains("5 lines, 88 B of 256 KB", page.Main);
        Assert.Equal("2:3", page.Document.QuerySelector(".finding-at")!.TextContent);
        Assert.Contains("belongs to each machine", (await page.PressAsync("Disabled")).Problems);
        page = await FixDraftAsync(page, vault.Id);
        page = await (await page.FollowAsync("A draft")).PressAsync("Disabled");
        Assert.Contains("A draft is enabled.", page.Flash);
        Assert.Equal(
            "Clients receive it the next time they start.",
            page.Document.GetElementById("vault-lead")!.TextContent
        );
    }

    /// <summary>Removes the error of the draft and the warning, and saves it.</summary>
    private async Task<Page> FixDraftAsync(Page page, Guid vault)
    {
        page = await page.PressAsync("Remove line");
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("worker_name", VaultTestClient.InputValue(page, "content"));
        Assert.Equal(Draft, await VaultTestClient.TextAsync(App, vault));
        page = await (await page.PressAsync("Add quotes"))
            .Fill("What changed", "No machine of its own")
            .PressAsync("Save vault");
        Assert.Equal("Vault A draft saved.", page.Flash);
        Assert.Equal(
            "agent {\n  git_user = mlops\n}\nenvironment.PYTHON_VERSION = \"3.10\"\n",
            await VaultTestClient.TextAsync(App, vault)
        );
        Assert.Equal(
            "No machine of its own",
            await App.DbAsync(
                App.Olga,
                db => db.VaultVersions.Where(v => v.VaultId == vault && v.Number == 2).Select(v => v.Note).SingleAsync()
            )
        );
        return page;
    }

    [Fact]
    public async Task A_vault_that_is_on_cannot_be_saved_with_errors_and_the_text_stays_in_the_field()
    {
        var id = await VaultTestClient.SaveAsync(App, "Is on", "a = 1", on: true);
        var page = await (await EditAsync(id)).Fill("Content", "a = {").PressAsync("Save vault");
        Assert.Equal(422, page.Status);
        Assert.Contains(
            "A vault with errors can be saved while it is disabled.",
            page.Document.GetElementById("content-error")!.TextContent
        );
        Assert.Equal(
            ("true", "a = {"),
            (
                page.Document.GetElementById("content")!.GetAttribute("aria-invalid"),
                VaultTestClient.InputValue(page, "content")
            )
        );
        Assert.Contains("findings", page.Document.GetElementById("content")!.GetAttribute("aria-describedby"));
        Assert.Equal("a = 1", await VaultTestClient.TextAsync(App, id));
    }

    [Theory]
    [InlineData("Name", "", "The name is empty")]
    [InlineData("Name", "taken ALREADY", "Another vault has this name")]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_is_lost(string field, string value, string message)
    {
        if (!await App.DbAsync(App.Olga, db => db.Vaults.AnyAsync(v => v.Name == "Taken already")))
            await VaultTestClient.SaveAsync(App, "Taken already", "");
        var page = await (await NewAsync())
            .Fill("Name", "Fresh")
            .Choose("Whole workspace")
            .Fill("Content", "\n\nb = 2")
            .Fill(field, value)
            .PressAsync("Save vault");
        Assert.Equal(422, page.Status);
        Assert.Contains(message, page.Document.GetElementById($"{field.ToLowerInvariant()}-error")!.TextContent);
        Assert.Equal("\n\nb = 2", VaultTestClient.InputValue(page, "content"));
    }

    [Fact]
    public async Task A_vault_for_groups_needs_one()
    {
        var page = await (await NewAsync())
            .Fill("Name", "For no one")
            .Choose("Selected groups")
            .Fill("Content", "\n\nb = 2")
            .PressAsync("Save vault");
        Assert.Equal(
            (422, "Select at least one group, or choose the whole workspace."),
            (page.Status, page.Document.GetElementById("groups-error")!.TextContent.Trim())
        );
        Assert.Equal("\n\nb = 2", VaultTestClient.InputValue(page, "content"));
    }

    [Fact]
    public async Task Without_script_check_looks_and_saves_nothing()
    {
        var page = await (await NewAsync())
            .Fill("Name", "Only looked at")
            .Fill("Content", "a = {")
            .PressAsync("Check text");
        Assert.Equal((200, "Only looked at"), (page.Status, VaultTestClient.InputValue(page, "name")));
        Assert.Contains("1 error", page.Main);
        Assert.False(await App.DbAsync(App.Olga, db => db.Vaults.AnyAsync(v => v.Name == "Only looked at")));
    }

    [Fact]
    public async Task Of_two_who_edit_at_once_the_second_may_reload_or_overwrite()
    {
        var id = await VaultTestClient.SaveAsync(App, "Contested", "a = 1");
        var mine = await EditAsync(id);
        await (
            await (await (await App.SignedInAsync(App.Olga)).GetAsync(VaultTestClient.Url(App, $"/{id:N}")))
                .Fill("Content", "a = 2")
                .PressAsync("Save vault")
        ).FollowAsync("Contested");
        var page = await mine.Fill("Content", "a = 3").PressAsync("Save vault");
        Assert.Equal(409, page.Status);
        Assert.Contains("Olga Orlova changed this vault since you opened it.", page.Problems);
        Assert.Equal(
            ("a = 3", "a = 2"),
            (VaultTestClient.InputValue(page, "content"), await VaultTestClient.TextAsync(App, id))
        );
        Assert.Equal("a = 2", VaultTestClient.InputValue(await page.FollowAsync("Reload the page"), "content"));
        Assert.Equal("Vault Contested saved.", (await page.PressAsync("Overwrite")).Flash);
        Assert.Equal("a = 3", await VaultTestClient.TextAsync(App, id));
    }

    [Fact]
    public async Task Turning_a_vault_on_from_the_editor_does_not_hide_what_others_changed()
    {
        var id = await VaultTestClient.SaveAsync(App, "Turned in the editor", "a = 1");
        var browser = await App.SignedInAsync(App.Adam);
        var shown = int.Parse(
            VaultTestClient.InputValue(await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}")), "row-version")!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        var turned = await browser.HtmxAsync(
            VaultTestClient.Url(App, $"/{id:N}/active"),
            "vault-switch",
            ("enabled", "true"),
            ("RowVersion", $"{shown}")
        );
        Assert.Contains($"name=\"RowVersion\" value=\"{shown + 1}\" hx-swap-oob=\"true\"", turned.Html);
        Assert.Contains("Enabled", turned.Html);
        await App.InAsync(App.Olga, s => s.GetRequiredService<SaveVault>().RunAsync(id, new() { Content = "a = 2" }));
        turned = await browser.HtmxAsync(
            VaultTestClient.Url(App, $"/{id:N}/active"),
            "vault-switch",
            ("enabled", "false"),
            ("RowVersion", $"{shown + 1}")
        );
        Assert.Contains($"name=\"RowVersion\" value=\"{shown + 1}\" hx-swap-oob=\"true\"", turned.Html);
    }

    [Fact]
    public async Task An_emptied_editor_empties_the_vault()
    {
        var id = await VaultTestClient.SaveAsync(App, "Emptied", "a = 1");
        await (await EditAsync(id)).Fill("Content", "").PressAsync("Save vault");
        Assert.Equal("", await VaultTestClient.TextAsync(App, id));
        Assert.Equal(
            "Empty",
            (await (await App.SignedInAsync(App.Adam)).GetAsync(VaultTestClient.Url(App))).Cell("Emptied", "Content")
        );
    }

    private async Task<Page> NewAsync() =>
        await (await App.SignedInAsync(App.Adam)).GetAsync(VaultTestClient.Url(App, "/new"));

    private async Task<Page> EditAsync(Guid id) =>
        await (await App.SignedInAsync(App.Adam)).GetAsync(VaultTestClient.Url(App, $"/{id:N}"));
}

public sealed class VaultEditorOnSqlite(SqliteApp app) : VaultEditorTests(app), IClassFixture<SqliteApp>;
