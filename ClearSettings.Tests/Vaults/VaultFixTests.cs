namespace ClearSettings.Tests.Vaults;

/// <summary>Buttons that fix a finding where the editor alone could not tell how.</summary>
public abstract class VaultFixTests(TestApp app) : AppTests(app)
{
    private const string YamlAsHocon = "agent:\n  git_user: me\n  git_host: x\n";

    [Fact]
    public async Task YAML_that_was_pasted_as_HOCON_changes_its_format_with_one_button()
    {
        var page = await (await NewAsync()).Fill("Content", YamlAsHocon).PressAsync("Check text");
        Assert.Contains("This is YAML", page.Main);
        page = await page.PressAsync("Change format to YAML");
        Assert.Equal(
            (200, YamlAsHocon, "Yaml"),
            (
                page.Status,
                VaultTestClient.InputValue(page, "content"),
                page.Document.QuerySelector("#format option[selected]")!.GetAttribute("value")
            )
        );
        Assert.Contains("No errors", page.Main);
    }

    [Fact]
    public async Task With_script_the_editor_is_told_to_change_the_format()
    {
        var browser = await App.SignedInAsync(App.Adam);
        var shown = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Command", "check"),
            ("Part", "Text"),
            ("Content", YamlAsHocon)
        );
        var key = shown.Document.QuerySelector("button[name=Fix]")!.GetAttribute("value")!;
        var answer = await VaultTestClient.FixAsync(App, browser, key, YamlAsHocon);
        Assert.Equal("{\"vault-format\":\"Yaml\"}", VaultTestClient.Trigger(answer));
        Assert.Contains("No errors", answer.Html);
    }

    [Fact]
    public async Task YAML_changes_its_format_also_when_the_vault_has_an_error_then()
    {
        var page = await (await NewAsync()).Fill("Content", "agent:\n  worker_name: gpu\n").PressAsync("Check text");
        page = await page.PressAsync("Change format to YAML");
        Assert.Contains("belongs to each machine", page.Main);
    }

    [Fact]
    public async Task A_backslash_that_is_no_escape_is_doubled_with_one_button()
    {
        var page = await (await NewAsync())
            .Fill("Content", "sdk.storage.cache.default_base_dir = \"C:\\users\"\n")
            .PressAsync("Check text");
        Assert.Contains("it is kept as written", page.Main);
        page = await page.PressAsync("Double backslash");
        Assert.Equal(
            "sdk.storage.cache.default_base_dir = \"C:\\\\users\"\n",
            VaultTestClient.InputValue(page, "content")
        );
        Assert.Contains("No errors", page.Main);
    }

    private async Task<Page> NewAsync() =>
        await (await App.SignedInAsync(App.Adam)).GetAsync(VaultTestClient.Url(App, "/new"));
}

public sealed class VaultFixOnSqlite(SqliteApp app) : VaultFixTests(app), IClassFixture<SqliteApp>;
