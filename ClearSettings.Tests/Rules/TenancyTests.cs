using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Members;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

public abstract class TenancyTests(TestApp app) : AppTests(app)
{
    // Page: GET then POST by nobody, Mia, Adam, Olga and Eve, with Olga's workspace and one of Olga's key pairs in the address.
    private static readonly Dictionary<string, (string Get, string Post)> Pages = new()
    {
        ["/Error"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/Join/Index"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/SetUp/Index"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/Settings/Profile/Index"] = ("302 200 200 200 200", "302 422 422 422 422"),
        ["/Settings/Notifications/Index"] = ("302 200 200 200 200", "302 422 422 422 422"),
        ["/Settings/Notifications/Invitation"] = ("302 302 302 302 302", "302 404 404 404 404"),
        ["/Settings/Notifications/Ownership"] = ("302 302 302 302 404", "302 404 404 404 404"),
        ["/Settings/Profile/Password"] = ("302 200 200 200 200", "302 422 422 422 422"),
        ["/Settings/Profile/Theme"] = ("302 302 302 302 302", "302 302 302 302 302"),
        ["/Settings/Workspaces/Credentials/Index"] = ("302 200 200 200 404", "302 405 405 405 404"),
        ["/Settings/Workspaces/Credentials/Label"] = ("302 404 404 200 404", "302 404 404 302 404"),
        ["/Settings/Workspaces/Credentials/New"] = ("302 200 200 200 404", "302 200 200 200 404"),
        ["/Settings/Workspaces/Credentials/Revoke"] = ("302 404 404 200 404", "302 302 302 302 404"),
        ["/Settings/Workspaces/Credentials/Rotate"] = ("302 404 404 200 404", "302 404 404 422 404"),
        ["/Settings/Workspaces/Effective"] = ("302 200 200 200 404", "302 200 200 200 404"),
        ["/Settings/Workspaces/Index"] = ("302 200 200 200 200", "302 405 405 405 405"),
        ["/Settings/Workspaces/Leave"] = ("302 404 404 404 404", "302 404 404 404 404"),
        ["/Settings/Workspaces/Switch"] = ("302 302 302 302 404", "302 404 404 404 404"),
        ["/Settings/Workspaces/Rename"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Settings/Workspaces/Vault/History"] = ("302 200 200 200 404", "302 405 405 405 404"),
        ["/Settings/Workspaces/Vault/Masked"] = ("302 404 404 404 404", "302 405 405 405 404"),
        ["/Settings/Workspaces/Vault/Version"] = ("302 404 404 404 404", "302 404 404 404 404"),
        ["/SignIn/ForgotPassword"] = ("200 200 200 200 200", "422 422 422 422 422"),
        ["/SignIn/Index"] = ("200 302 302 302 302", "422 422 422 422 422"),
        ["/SignIn/NoWorkspace"] = ("302 302 302 302 302", "302 302 302 302 302"),
        ["/SignIn/ResetPassword"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/SignUp/Confirm"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/SignUp/Index"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/SignIn/Out"] = ("302 302 302 302 302", "302 302 302 302 302"),
        ["/SignIn/Prove"] = ("302 200 200 200 200", "302 422 422 422 422"),
        ["/Workspace/AuditLog/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Workspace/Mail/Discard"] = ("302 403 403 404 404", "302 403 403 302 404"),
        ["/Workspace/Mail/Index"] = ("302 403 403 200 404", "302 403 403 422 404"),
        ["/Workspace/Mail/Retry"] = ("302 403 403 302 404", "302 403 403 302 404"),
        ["/Workspace/Mail/Test"] = ("302 403 403 200 404", "302 403 403 422 404"),
        ["/Workspace/Mail/TurnOff"] = ("302 403 403 200 404", "302 403 403 302 404"),
        ["/Workspace/Users/Export"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Workspace/Users/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Workspace/Users/Invite"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Workspace/Users/Link"] = ("302 403 404 404 404", "302 403 404 404 404"),
        ["/Workspace/Users/Offer"] = ("302 403 403 404 404", "302 403 403 404 404"),
        ["/Workspace/Users/Remove"] = ("302 403 200 200 404", "302 403 404 404 404"),
        ["/Workspace/Users/Resend"] = ("302 403 200 200 404", "302 403 404 404 404"),
        ["/Workspace/Users/Role"] = ("302 403 404 404 404", "302 403 404 404 404"),
        ["/Workspace/Users/WithdrawOffer"] = ("302 403 403 200 404", "302 403 403 404 404"),
        ["/Workspace/VaultActivity/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Workspace/Vaults/Delete"] = ("302 403 404 404 404", "302 403 302 302 404"),
        ["/Workspace/Vaults/Download"] = ("302 403 404 404 404", "302 403 405 405 404"),
        ["/Workspace/Vaults/Duplicate"] = ("302 403 404 404 404", "302 403 404 404 404"),
        ["/Workspace/Vaults/Effective"] = ("302 403 200 200 404", "302 403 200 200 404"),
        ["/Workspace/Vaults/History"] = ("302 403 404 404 404", "302 403 405 405 404"),
        ["/Workspace/Vaults/Masked"] = ("302 403 404 404 404", "302 403 405 405 404"),
        ["/Workspace/Vaults/Secrets"] = ("302 403 404 404 404", "302 403 404 404 404"),
        ["/Workspace/Vaults/Version"] = ("302 403 404 404 404", "302 403 404 404 404"),
    };

    // Action: a body about Olga's things, and the codes for nobody, Mia, Adam, Olga and Eve (by their own key pairs).
    private static readonly Dictionary<string, (string Body, string Codes)> Actions = new()
    {
        ["auth.create_credentials"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["auth.create_user"] = ("""{"name": "Nobody", "email": "nobody@example.com"}""", "401/20 403/20 400/11 400/11 400/11"),
        ["auth.delete_user"] = ("""{"user": "USER"}""", "401/20 403/20 400/301 400/301 400/301"),
        ["auth.edit_credentials"] = ("""{"access_key": "KEY", "label": "Mine"}""", "401/20 400/75 400/75 200/0 400/75"),
        ["auth.edit_user"] = ("""{"user": "USER", "role": "user"}""", "401/20 403/20 400/301 400/301 400/301"),
        ["auth.fixed_users_mode"] = ("{}", "200/0 200/0 200/0 200/0 200/0"),
        ["auth.get_credentials"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["auth.login"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["auth.logout"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["auth.revoke_credentials"] = ("""{"access_key": "KEY"}""", "401/20 400/300 400/300 200/0 400/300"),
        ["auth.validate_token"] = ("""{"token": "x"}""", "401/20 403/20 200/0 200/0 200/0"),
        ["debug.ping"] = ("{}", "200/0 200/0 200/0 200/0 200/0"),
        ["login.add_whitelist_entries"] = ("""{"emails": ["ivan@example.com"]}""", "401/20 403/20 200/0 200/0 200/0"),
        ["login.get_settings"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["login.logout"] = ("{}", "200/0 200/0 200/0 200/0 200/0"),
        ["login.remove_whitelist_entries"] = ("""{"emails": ["ivan@example.com"]}""", "401/20 403/20 200/0 200/0 200/0"),
        ["login.set_domains"] = ("""{"domains": ["example.com"]}""", "401/20 403/20 400/12 400/12 400/12"),
        ["login.supported_modes"] = ("{}", "200/0 200/0 200/0 200/0 200/0"),
        ["organization.get_user_companies"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["organization.update_company_name"] = ("""{"new_name": "Taken over", "company": "USER"}""", "401/20 403/20 400/10 400/10 400/10"),
        ["server.config"] = ("{}", "401/20 403/20 403/20 200/0 200/0"),
        ["server.endpoints"] = ("{}", "401/20 403/20 403/20 200/0 200/0"),
        ["server.info"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["server.report_stats_option"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.add_or_update_vault"] = ("""{"vault": {"id": "USER", "data": "a = 1"}}""", "401/20 400/10 400/10 400/10 400/10"),
        ["users.delete_vaults"] = ("""{"vaults": ["USER"]}""", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_all"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_all_ex"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_by_id"] = ("""{"user": "USER"}""", "401/20 200/0 200/0 200/0 400/301"),
        ["users.get_current_user"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_organization_vaults"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["users.get_preferences"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_role_options"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["users.get_vault_operations_log"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["users.get_vault_operations_log_filters"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["users.get_vaults"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.set_preferences"] = ("""{"preferences": {"a": 1}}""", "401/20 200/0 200/0 200/0 200/0"),
        ["users.set_role"] = ("""{"user": "USER", "role": "user"}""", "401/20 403/20 400/301 400/301 400/301"),
        ["users.update"] = ("""{"user": "USER", "name": "Olga Orlova"}""", "401/20 400/301 200/0 200/0 400/301"),
    };

    [Fact]
    public void Every_page_and_every_action_has_an_entry()
    {
        Assert.Equal(Pages.Keys.Order(StringComparer.Ordinal), RazorPage.Of(App).Select(p => p.Name));
        Assert.Equal(Actions.Keys.Order(StringComparer.Ordinal), ApiActions.Of(App).Select(a => a.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pages_open_for_whom_they_should()
    {
        foreach (var page in RazorPage.Of(App)) Assert.Equal($"{page.Name} {Pages[page.Name].Get}", $"{page.Name} {await StatusesAsync(page, post: false)}");
    }

    [Fact]
    public async Task Pages_take_forms_from_whom_they_should()
    {
        foreach (var page in RazorPage.Of(App)) Assert.Equal($"{page.Name} {Pages[page.Name].Post}", $"{page.Name} {await StatusesAsync(page, post: true)}");
    }

    [Fact]
    public async Task Actions_run_for_whom_they_should()
    {
        foreach (var action in ApiActions.Of(App))
        {
            List<string> codes = [];
            foreach (var person in new Person?[] { null, App.Mia, App.Adam, App.Olga, App.Eve })
            {
                var body = Actions[action.Name].Body.Replace("KEY", (await App.KeyAsync(App.Olga)).AccessKey, StringComparison.Ordinal).Replace("USER", App.Olga.Id.ToString("N"), StringComparison.Ordinal);
                var answer = await App.Api(person is null ? null : await App.KeyAsync(person)).CallAsync(action.Name, body);
                codes.Add($"{answer.Code}/{answer.Subcode}");
            }
            Assert.Equal($"{action.Name} {Actions[action.Name].Codes}", $"{action.Name} {string.Join(' ', codes)}");
        }
    }

    [Fact]
    public async Task Nothing_that_Eve_sends_changes_anything_of_Olgas()
    {
        var browser = await App.SignedInAsync(App.Eve);
        var key = await App.KeyAsync(App.Olga);
        var client = App.Api(await App.KeyAsync(App.Eve));
        var before = await OfOlgaAsync();
        foreach (var page in RazorPage.Of(App).Where(p => p.Route.Contains('{'))) await browser.PostAsync(page.Url(App.Olga.Workspace, key.Id), ("Addresses", "eve.was@example.com"), ("Role", "Admin"), ("id", App.Mia.Id.ToString("N")), ("key", $"{key.Id:N}-0"), ("Name", "Eve was here"), ("Label", "Eve was here"), ("Hours", "0"));
        // Olga's key pair beneath Eve's own workspace.
        foreach (var page in RazorPage.Of(App).Where(p => p.Route.Contains("{id}", StringComparison.Ordinal))) await browser.PostAsync(page.Url(App.Eve.Workspace, key.Id), ("Label", "Eve was here"), ("Hours", "0"));
        foreach (var (action, entry) in Actions) await client.CallAsync(action, entry.Body.Replace("KEY", key.AccessKey, StringComparison.Ordinal).Replace("USER", App.Olga.Id.ToString("N"), StringComparison.Ordinal));
        Assert.Equal(before, await OfOlgaAsync());
    }

    [Fact]
    public async Task Eve_sees_nothing_of_Olgas_workspace_by_any_action()
    {
        var client = App.Api(await App.KeyAsync(App.Eve));
        await App.KeyAsync(App.Olga, "Label of Olga");
        foreach (var (action, entry) in Actions)
        {
            var text = (await client.CallAsync(action, entry.Body.Replace("USER", App.Olga.Id.ToString("N"), StringComparison.Ordinal))).Data.GetRawText();
            foreach (var secret in new[] { App.Olga.Workspace.ToString("N"), "Research", "Olga Orlova", App.Olga.Email, "Label of Olga" }) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private async Task<string> OfOlgaAsync()
    {
        // Uses of key pairs are written some seconds later, also those of tests before this one.
        await App.Services.GetRequiredService<CredentialUseLog>().FlushAsync(all: true);
        return string.Join('\n', (await App.DbAsync(null, Tables.RowsAsync)).Where(r => (r.Contains(App.Olga.Workspace.ToString(), StringComparison.OrdinalIgnoreCase) || r.Contains(App.Olga.Id.ToString(), StringComparison.OrdinalIgnoreCase)) && !r.StartsWith("sessions", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private async Task<string> StatusesAsync(RazorPage page, bool post)
    {
        List<int> statuses = [];
        foreach (var person in new[] { null, await AsAsync(App.Mia), await AsAsync(App.Adam), App.Olga, App.Eve })
        {
            var url = page.Url(App.Olga.Workspace, (await App.KeyAsync(App.Olga)).Id);
            var browser = person is null ? App.Browser() : await App.SignedInAsync(person);
            if (!post)
            {
                statuses.Add((int)(await browser.FetchAsync(HttpMethod.Get, url)).StatusCode);
                continue;
            }
            var form = await browser.GetAsync(person is null ? "/sign-in" : "/settings/profile");
            var token = form.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            statuses.Add((int)(await browser.FetchAsync(HttpMethod.Post, url, [new("__RequestVerificationToken", token)])).StatusCode);
        }
        return string.Join(' ', statuses);
    }

    // Somebody fresh of the same role, since some forms sign out or change a name.
    private Task<Person> AsAsync(Person person) => App.AddAsync(person.Name, person.Role == MemberRole.Owner ? MemberRole.Member : person.Role);
}

public sealed class TenancyOnSqlite(SqliteApp app) : TenancyTests(app), IClassFixture<SqliteApp>;

public sealed class TenancyOnPostgres(PostgresApp app) : TenancyTests(app), IClassFixture<PostgresApp>;
