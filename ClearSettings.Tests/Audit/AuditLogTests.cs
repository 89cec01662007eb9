using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Audit;

public abstract class AuditLogTests(TestApp app) : AppTests(app)
{
    private static readonly string[] PrefixesTestedElsewhere =
    [
        "mail",
        "server_admin",
        "group",
        "vault",
        "service_account",
        "impersonation",
        "access_rules",
        "resources",
        "storage",
        "two_factor",
        "recovery_codes",
        "recovery_link",
    ];

    private static readonly string[] KindsTestedElsewhere =
    [
        "member.impersonation_changed",
        "member.impersonation_opt_out",
        "user.preferences_changed",
    ];

    private string Url => $"/workspaces/{App.Olga.Workspace:N}/audit-log";

    [Fact]
    public async Task What_someone_does_is_told_with_who_what_through_what_from_where_and_when()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        await (await browser.GetAsync("/settings/profile?edit=name")).Fill("Name", "Olga Olgova").PressAsync("Save");
        await (await browser.GetAsync($"/settings/workspaces/{server.Olga.Workspace:N}/name"))
            .Fill("Workspace name", "Studies")
            .PressAsync("Save");
        var client = server.Api(await server.KeyAsync(server.Mia, "Agents"));
        await client.LoginAsync();
        (await client.CallAsync("auth.logout")).IsOk();
        var page = await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/audit-log");
        string Line(string what) => Page.Squeeze(page.Rows(what).First().TextContent);
        Assert.Equal(
            "OO Olga Olgova Renamed the workspace Studies was Research Page 192.0.2.7 Just now",
            Spaced(page, "Renamed the workspace")
        );
        Assert.Contains("Olga Olgova was Olga Orlova", Line("Renamed a user"));
        Assert.Contains("Mia Meyer", Line("Revoked a token"));
        Assert.Contains("API", Line("Revoked a token"));
        Assert.Contains("“Agents”", Line("Created credentials"));
        Assert.Contains("never expires", Line("Created credentials"));
        foreach (var kind in new[] { "Set up the server", "Signed in" })
            Assert.NotEmpty(page.Rows(kind));
    }

    [Fact]
    public async Task Every_kind_of_event_has_words_and_each_use_case_writes_its_own()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        await FailToSignInAsync(server);
        var key = await server.KeyAsync(server.Olga, "Old");
        await server
            .Api(key)
            .OkAsync("users.update", new { user = server.Olga.Id.ToString("N"), name = "Olga Olgova" });
        await EditRotateAndRevokeAsync(server, browser, key);
        await browser.PostAsync($"/settings/workspaces/{server.Olga.Workspace:N}/name", ("Name", "Studies"));
        await browser.ConfirmAsync();
        await server.SignedInAsync(server.Olga);
        await (await browser.GetAsync("/settings/security")).PressAsync("End all other sessions");
        await (await browser.GetAsync("/settings/profile")).PressAsync("Sign out");
        await RevokeTokenAsync(server);
        await server.InAsync(
            null,
            s => s.GetRequiredService<ResetPasswordByOperator>().RunAsync(server.Olga.Email, "another velvet tractor")
        );
        await UntilFailedSignInIsWrittenAsync(server);
        var kinds = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.Select(e => e.Kind).Distinct().ToListAsync()
        );
        Assert.Equal(ExpectedKinds().Order(StringComparer.Ordinal), kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_filtered_by_person_and_kind()
    {
        var nina = await App.AddAsync("Nina Narrow", MemberRole.Member);
        await App.KeyAsync(nina, "Nina's");
        await App.SignedInAsync(nina);
        await App.KeyAsync(App.Adam, "Adam's");
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync(Url);
        page = await page.Fill("Person", "Nina Narrow").PressAsync("Apply");
        Assert.Equal($"?person={nina.Id:N}&kind=", new Uri("http://x" + page.Path).Query);
        Assert.Equal(2, page.Document.QuerySelectorAll("tbody tr").Length);
        page = await page.Fill("Kind of event", "Created credentials").PressAsync("Apply");
        Assert.Contains("Nina's", Assert.Single(page.Document.QuerySelectorAll("tbody tr")).TextContent);
        page = await page.Fill("Kind of event", "Renamed the workspace").PressAsync("Apply");
        Assert.Contains("No events match.", page.Main);
        Assert.Equal(Url, (await page.FollowAsync("Clear filters")).Path);
    }

    [Fact]
    public async Task It_is_shown_in_pages_that_keep_the_filter()
    {
        var nina = await App.AddAsync("Nina Many", MemberRole.Admin);
        for (var i = 0; i < 120; i++)
            await App.KeyAsync(nina, $"Number {i:000}");
        var browser = await App.SignedInAsync(nina);
        var first = await browser.GetAsync($"{Url}?person={nina.Id:N}&kind=credential.created");
        Assert.Equal(50, first.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("1–50 of 120 events", first.Main);
        Assert.Contains("Number 119", first.Document.QuerySelector("tbody tr")!.TextContent);
        var third = await (await first.FollowAsync("Next page")).FollowAsync("Next page");
        Assert.Contains("101–120 of 120 events", third.Main);
        Assert.Equal(20, third.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("Number 000", third.Document.QuerySelectorAll("tbody tr")[^1].TextContent);
        Assert.Contains("51–100 of 120 events", (await third.FollowAsync("Previous page")).Main);
        foreach (var odd in new[] { "0", "-7", "999", "2147483647", "x" })
            Assert.Equal(200, (await browser.GetAsync($"{Url}?kind=credential.created&p={odd}")).Status);
    }

    [Fact]
    public async Task Events_of_another_workspace_are_not_in_it()
    {
        await App.KeyAsync(App.Eve, "Eve's own");
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync(Url);
        Assert.DoesNotContain("Eve's own", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("Eve Eden", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forwarded_address_is_believed_from_a_known_proxy_only()
    {
        await using var behind = await App.AnotherAsync(settings: [$"--Server:KnownProxies:0={TestApp.Home}"]);
        foreach (var (server, expected) in new[] { (behind, "198.51.100.23"), (App, TestApp.Home.ToString()) })
        {
            var client = server.Api(await server.KeyAsync(server.Mia));
            (
                await client.CallAsync(
                    "auth.create_credentials",
                    new { label = "From afar" },
                    ("X-Forwarded-For", "198.51.100.23"),
                    ("X-Real-IP", "198.51.100.24")
                )
            ).IsOk();
            Assert.Equal(
                expected,
                await server.DbAsync(
                    server.Mia,
                    db => db.AuditEvents.Where(e => e.Subject == "“From afar”").Select(e => e.Address).SingleAsync()
                )
            );
        }
    }

    private static IEnumerable<string> ExpectedKinds() =>
        AuditKind
            .Labels.Keys.Except(MembershipAuditTests.Kinds)
            .Except(KindsTestedElsewhere)
            .Where(k => !PrefixesTestedElsewhere.Contains(k.Split('.')[0]));

    private static async Task FailToSignInAsync(TestApp server) =>
        await (await server.Browser().GetAsync("/sign-in"))
            .Fill("Email", server.Olga.Email)
            .Fill("Password", "wrong")
            .PressAsync("Sign in");

    private static async Task UntilFailedSignInIsWrittenAsync(TestApp server)
    {
        // Failed sign-ins are written in the background.
        while (!await server.DbAsync(server.Olga, db => db.AuditEvents.AnyAsync(e => e.Kind == AuditKind.SignInFailed)))
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private static async Task EditRotateAndRevokeAsync(TestApp server, Browser browser, Key key)
    {
        var client = server.Api(key);
        (await client.CallAsync("auth.edit_credentials", new { access_key = key.AccessKey, label = "New" })).IsOk();
        await (await (await browser.GetAsync("/settings/workspaces")).FollowAsync("New", "Rotate")).PressAsync(
            "Rotate credentials"
        );
        (await client.CallAsync("auth.revoke_credentials", new { access_key = key.AccessKey })).IsOk();
    }

    private static async Task RevokeTokenAsync(TestApp server)
    {
        var client = server.Api(await server.KeyAsync(server.Olga));
        await client.LoginAsync();
        (await client.CallAsync("auth.logout")).IsOk();
    }

    private static string Spaced(Page page, string what) =>
        string.Join(
            ' ',
            page.Rows(what)[0]
                .QuerySelectorAll(
                    ".avatar, .cell-name, td[data-label=Event], td[data-label=Subject], td[data-label=Source], "
                        + "td[data-label='IP address'], td[data-label=When]"
                )
                .Select(e => Page.Squeeze(string.Join(' ', e.ChildNodes.Select(n => n.TextContent))))
        );
}

public sealed class AuditLogOnSqlite(SqliteApp app) : AuditLogTests(app), IClassFixture<SqliteApp>;

public sealed class AuditLogOnPostgres(PostgresApp app) : AuditLogTests(app), IClassFixture<PostgresApp>;
