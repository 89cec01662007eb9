using ClearSettings.Tests.ServiceAccounts;

namespace ClearSettings.Tests.Vaults;

/// <summary>A vault never makes other people's clients log in as its author.</summary>
public abstract class ConnectionVaultTests(TestApp app) : VaultApiCalls(app)
{
    private const string Imported =
        "# mine\napi {\n  web_server: \"http://host:8080\"\n  credentials {\"access_key\": \"AK\", \"secret_key\": "
        + "\"SK\"}\n}\nagent.git_user = bot\n";
    private const string Fixed = "# mine\napi {\n}\nagent.git_user = bot\n";

    [Fact]
    public async Task An_imported_clearml_conf_loses_its_credentials_with_one_button_without_script()
    {
        var browser = await App.SignedInAsync(App.Adam);
        var page = await browser.UploadAsync(
            VaultTestClient.Url(App, "/new"),
            "File",
            "clearml.conf",
            System.Text.Encoding.UTF8.GetBytes(Imported),
            ("Command", "import"),
            ("Part", "Text"),
            ("Name", "Imported connection")
        );
        Assert.Contains("2 errors", page.Main);
        Assert.Contains("2 settings belong to one person or machine.", page.Main);
        page = await page.PressAsync("Remove all of them");
        Assert.Equal(Fixed, VaultTestClient.InputValue(page, "content"));
        Assert.Contains("No errors", page.Main);
    }

    [Fact]
    public async Task With_script_the_button_sends_the_change_for_the_editor()
    {
        var browser = await App.SignedInAsync(App.Adam);
        var answer = await VaultTestClient.FixAsync(
            App,
            browser,
            "connection-keys",
            Imported.ReplaceLineEndings("\r\n")
        );
        Assert.Equal(Fixed, VaultTestClient.Edited(answer, Imported));
        var nothing = await VaultTestClient.FixAsync(App, browser, "connection-keys", "a = 1");
        Assert.Equal((200, ""), (nothing.Status, VaultTestClient.Trigger(nothing)));
    }

    [Fact]
    public async Task Vaults_that_others_receive_are_never_on_with_credentials_and_a_personal_one_may_be()
    {
        var (admin, bot) = (
            App.Api(await App.KeyAsync(App.Adam)),
            await App.BotAsync(App.Olga, name: "connecting-bot")
        );
        var group = await GroupAsync();
        await AssertSharedIsRefusedAsync(admin, group);
        var ofBot = new { vault = new { data = Imported }, user = bot.Id.ToString("N") };
        await admin.RefusedAsync(400, 12, Save, ofBot);
        await App.Api(bot.Key).RefusedAsync(400, 12, Save, new { vault = new { data = Imported } });
        await SaveAsync(App.Api(await App.KeyAsync(App.Mia)), new { data = Imported });
        // A draft may have them, but never be enabled.
        var draft = await SaveSharedAsync(admin, Name("a draft with keys"), Imported, group, enabled: false);
        await admin.RefusedAsync(400, 12, Save, new { vault = new { id = draft, enabled = true } });
    }

    private static async Task AssertSharedIsRefusedAsync(ApiClient admin, string group)
    {
        var ofGroup = new
        {
            description = Name("of a group with keys"),
            data = Imported,
            scope = "group",
        };
        await admin.RefusedAsync(400, 12, Save, new { vault = ofGroup, group });
        var ofAll = new
        {
            description = Name("of all with keys"),
            data = Imported,
            scope = "organization",
        };
        await admin.RefusedAsync(400, 12, Save, new { vault = ofAll });
    }

    [Fact]
    public async Task The_own_vaults_of_a_person_and_of_a_service_account_say_so_in_their_editors()
    {
        var bot = await App.BotAsync(App.Olga, name: "editor-bot");
        var own = await (await App.SignedInAsync(App.Mia)).HtmxAsync(
            $"/settings/workspaces/{App.Mia.Workspace:N}/vault",
            "findings",
            ("Command", "check"),
            ("Part", "Text"),
            ("Content", Imported)
        );
        Assert.Contains("2 warnings", own.Html);
        Assert.Contains("Remove all of them", own.Html);
        var account = await (await App.SignedInAsync(App.Adam)).HtmxAsync(
            $"/workspaces/{App.Olga.Workspace:N}/service-accounts/{bot.Id:N}/vault",
            "findings",
            ("Command", "check"),
            ("Part", "Text"),
            ("Content", Imported)
        );
        Assert.Contains("2 errors", account.Html);
    }
}

public sealed class ConnectionVaultOnSqlite(SqliteApp app) : ConnectionVaultTests(app), IClassFixture<SqliteApp>;

public sealed class ConnectionVaultOnPostgres(PostgresApp app) : ConnectionVaultTests(app), IClassFixture<PostgresApp>;
