using System.Text.Json;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract class VaultEditorTests(TestApp app) : AppTests(app)
{
    private const string Draft =
        "agent {\n  worker_name = gpu-node\n  git_user = mlops\n}\nenvironment.PYTHON_VERSION = 3.10\n";
    private const string Secret = "walrus-tin-9";
    private const string WithSecret = $"agent.git_user = mlops\nagent.git_pass = \"{Secret}\"\n";

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
        page = await page.PressAsync("Remove line");
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("worker_name", VaultTestClient.InputValue(page, "content"));
        Assert.Equal(Draft, await VaultTestClient.TextAsync(App, vault.Id));
        page = await (await page.PressAsync("Add quotes"))
            .Fill("What changed", "No machine of its own")
            .PressAsync("Save vault");
        Assert.Equal("Vault A draft saved.", page.Flash);
        Assert.Equal(
            "agent {\n  git_user = mlops\n}\nenvironment.PYTHON_VERSION = \"3.10\"\n",
            await VaultTestClient.TextAsync(App, vault.Id)
        );
        Assert.Equal(
            "No machine of its own",
            await App.DbAsync(
                App.Olga,
                db =>
                    db.VaultVersions.Where(v => v.VaultId == vault.Id && v.Number == 2)
                        .Select(v => v.Note)
                        .SingleAsync()
            )
        );
        page = await (await page.FollowAsync("A draft")).PressAsync("Disabled");
        Assert.Contains("A draft is enabled.", page.Flash);
        Assert.Equal(
            "Clients receive it the next time they start.",
            page.Document.GetElementById("vault-lead")!.TextContent
        );
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
    public async Task While_typing_only_the_findings_are_sent()
    {
        var browser = await App.SignedInAsync(App.Adam);
        var answer = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Command", "check"),
            ("Region", "Findings"),
            ("Part", "Text"),
            ("Format", "Yaml"),
            ("Target", "Client"),
            ("Content", "agent:\r\n  worker_id: 1\r\n  x: [1"),
            ("Said", "No errors")
        );
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("<div id=\"findings\">", answer.Html.TrimStart());
        Assert.Contains("data-severity=\"error\"", answer.Html);
        Assert.Contains("3 lines, 29 B", answer.Html);
        Assert.Contains("1 error", VaultTestClient.Trigger(answer));
        var quiet = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Command", "check"),
            ("Region", "Findings"),
            ("Part", "Text"),
            ("Content", "a = 1"),
            ("Said", "1 warning")
        );
        Assert.Contains("warning", quiet.Html);
        Assert.Equal("", VaultTestClient.Trigger(quiet));
    }

    [Fact]
    public async Task A_fix_with_script_sends_the_change_for_the_editor_with_offsets_of_its_line_ends()
    {
        const string text = "# a comment\nagent.worker_name = x\nagent.git_user = y\n";
        var browser = await App.SignedInAsync(App.Adam);
        var shown = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Command", "check"),
            ("Region", "Findings"),
            ("Part", "Text"),
            ("Content", text.ReplaceLineEndings("\r\n"))
        );
        var key = shown.Document.QuerySelector("button[name=Fix]")!.GetAttribute("value")!;
        var answer = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Fix", key),
            ("Part", "Text"),
            ("Content", text.ReplaceLineEndings("\r\n"))
        );
        using var trigger = JsonDocument.Parse(VaultTestClient.Trigger(answer));
        var edit = trigger.RootElement.GetProperty("vault-edit").GetProperty("edits")[0];
        Assert.Equal(
            "# a comment\nagent.git_user = y\n",
            new VaultFix(
                "",
                edit.GetProperty("from").GetInt32(),
                edit.GetProperty("to").GetInt32(),
                edit.GetProperty("insert").GetString()!
            ).Apply(text)
        );
        Assert.Contains("No errors", answer.Html);
        var nothing = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Fix", "machine-key@9999"),
            ("Part", "Text"),
            ("Content", text)
        );
        Assert.Equal((200, ""), (nothing.Status, VaultTestClient.Trigger(nothing)));
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

    [Theory]
    [InlineData("clearml.conf", "Hocon")]
    [InlineData("vault.JSON", "Json")]
    [InlineData("vault.yml", "Yaml")]
    public async Task A_file_is_imported_without_script_and_its_ending_tells_the_format(string name, string format)
    {
        var page = await (await App.SignedInAsync(App.Adam)).UploadAsync(
            VaultTestClient.Url(App, "/new"),
            "File",
            name,
            [0xEF, 0xBB, 0xBF, .. "a: 1\r\n# Grüße"u8],
            ("Command", "import"),
            ("Part", "Text"),
            ("Name", "Imported"),
            ("Content", "old")
        );
        Assert.Equal(
            (200, "a: 1\n# Grüße", "Imported"),
            (page.Status, VaultTestClient.InputValue(page, "content"), VaultTestClient.InputValue(page, "name"))
        );
        Assert.Equal(format, page.Document.QuerySelector("#format option[selected]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_file_that_is_no_text_too_large_or_of_another_kind_is_refused()
    {
        var browser = await App.SignedInAsync(App.Adam);
        async Task<string> WithAsync(string name, byte[] content) =>
            (
                await browser.UploadAsync(
                    VaultTestClient.Url(App, "/new"),
                    "File",
                    name,
                    content,
                    ("Command", "import"),
                    ("Part", "Text"),
                    ("Content", "kept")
                )
            )
                is var page
            && VaultTestClient.InputValue(page, "content") == "kept"
                ? page.Problems
                : "";
        Assert.Contains("not UTF-8 text", await WithAsync("a.conf", [0xFF, 0xFE, 0x00]));
        Assert.Contains("larger than 256 KB", await WithAsync("a.conf", new byte[256 * 1024 + 1]));
        Assert.Contains("ends in .conf", await WithAsync("a.exe", [1]));
        Assert.Contains("Choose a file that is not empty", await WithAsync("a.conf", []));
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
    public async Task Secrets_are_hidden_until_the_password_is_given_again_and_that_is_written_down()
    {
        var id = await VaultTestClient.SaveAsync(App, "With a secret", WithSecret);
        var browser = await App.SignedInAsync(App.Adam);
        App.Time.Advance(TimeSpan.FromMinutes(11));
        var page = await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}"));
        Assert.Contains("agent.git_user = mlops", page.Document.QuerySelector("pre")!.TextContent);
        Assert.Contains(VaultMask.Hidden, page.Document.QuerySelector("pre")!.TextContent);
        page = await page.Fill("Name", "Renamed on the way").PressAsync("Show secrets and edit");
        Assert.Equal((422, "Confirm your password"), (page.Status, page.Heading));
        Assert.DoesNotContain(Secret, page.Html);
        page = await page.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal(
            (200, "Renamed on the way", WithSecret),
            (page.Status, VaultTestClient.InputValue(page, "name"), VaultTestClient.InputValue(page, "content"))
        );
        Assert.True(page.Response.Headers.CacheControl!.NoStore);
        Assert.Equal(
            1,
            await App.DbAsync(
                App.Olga,
                db =>
                    db.VaultOperations.CountAsync(o =>
                        o.VaultId == id && o.Action == VaultAction.Reveal && o.ActorId == App.Adam.Id
                    )
            )
        );
        Assert.Equal(
            "Vault Renamed on the way saved.",
            (await page.Fill("Content", WithSecret + "b = 1\n").PressAsync("Save vault")).Flash
        );
        Assert.Equal(WithSecret + "b = 1\n", await VaultTestClient.TextAsync(App, id));
        foreach (var path in new[] { $"/{id:N}", $"/{id:N}/reveal", $"/{id:N}/active", "" })
            Assert.DoesNotContain(Secret, (await browser.GetAsync(VaultTestClient.Url(App, path))).Html);
        Assert.DoesNotContain(Secret, App.Log.Text);
        Assert.DoesNotContain(browser.SetCookies, c => c.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hidden_contents_stay_as_they_are_when_the_fields_around_them_change()
    {
        var id = await VaultTestClient.SaveAsync(App, "Keeps its text", "dsn = \"tin walrus\" # secret\n");
        var page = await EditAsync(id);
        Assert.DoesNotContain("walrus", page.Html);
        page = await page.Fill("Target", "Monitoring (agents)").PressAsync("Save vault");
        Assert.Equal("Vault Keeps its text saved.", page.Flash);
        // A format of someone's own would make the mark a word without meaning.
        var browser = await App.SignedInAsync(App.Adam);
        await browser.PostAsync(
            VaultTestClient.Url(App, $"/{id:N}"),
            ("Name", "Keeps its text"),
            ("Scope", "Organization"),
            ("Target", "Client"),
            ("Part", "Masked"),
            ("Format", "Json"),
            ("Content", "x = 1")
        );
        Assert.Equal(
            (ConfigFormat.Hocon, VaultTarget.Client),
            (await VaultTestClient.FindAsync(App, "Keeps its text")) is var vault
                ? (vault.Format, vault.Target)
                : default
        );
        Assert.Equal("dsn = \"tin walrus\" # secret\n", await VaultTestClient.TextAsync(App, id));
        Assert.DoesNotContain("walrus", (await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}"))).Html);
        foreach (var act in new[] { "check", "target", "import", "on", "off" })
            Assert.DoesNotContain(
                "walrus",
                (
                    await browser.PostAsync(
                        VaultTestClient.Url(App, $"/{id:N}"),
                        ("Command", act),
                        ("Format", "Json"),
                        ("Target", "Client")
                    )
                ).Html
            );
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

    [Fact]
    public async Task The_editor_is_loaded_on_its_pages_alone()
    {
        var browser = await App.SignedInAsync(App.Adam);
        Assert.Contains("editor-6.min.js", (await browser.GetAsync(VaultTestClient.Url(App, "/new"))).Html);
        Assert.DoesNotContain("editor-6.min.js", (await browser.GetAsync(VaultTestClient.Url(App))).Html);
        var keys = await browser.FetchAsync(
            HttpMethod.Get,
            VaultTestClient.Url(App, "/keys?q=git_pass&side=true"),
            null,
            ("HX-Request", "true"),
            ("HX-Target", "keys")
        );
        Assert.Contains("data-insert=\"agent.git_pass = \"", await keys.Content.ReadAsStringAsync());
    }

    private async Task<Page> NewAsync() =>
        await (await App.SignedInAsync(App.Adam)).GetAsync(VaultTestClient.Url(App, "/new"));

    private async Task<Page> EditAsync(Guid id) =>
        await (await App.SignedInAsync(App.Adam)).GetAsync(VaultTestClient.Url(App, $"/{id:N}"));
}

public sealed class VaultEditorOnSqlite(SqliteApp app) : VaultEditorTests(app), IClassFixture<SqliteApp>;
