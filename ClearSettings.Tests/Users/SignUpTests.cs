using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

public abstract class SignUpTests(TestApp app) : AppTests(app)
{
    private const string Nina = "nina@example.org";

    [Fact]
    public async Task Signing_up_and_confirming_by_mail_makes_an_account_with_a_workspace_of_its_own()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        var browser = server.Browser();
        var page = await (await browser.GetAsync("/sign-in")).FollowAsync("Sign up");
        page = await FillAsync(page, "Nina New", " Nina@Example.org ");
        Assert.Equal("Check your email", page.Heading);
        Assert.Equal(0, await server.DbAsync(null, db => db.Users.CountAsync(u => u.Email == Nina)));
        page = await browser.GetAsync((await receiver.WaitForAsync(Nina)).Link("/sign-up/confirm/").AbsolutePath);
        Assert.Equal(
            ("/sign-up/confirm", "no-referrer"),
            (page.Path, page.Response.Headers.GetValues("Referrer-Policy").Single())
        );
        page = await page.Fill("Password", Person.Password).PressAsync("Confirm and sign in");
        Assert.Equal("/settings/workspaces", page.Path);
        Assert.Equal("Nina's workspace", page.Document.QuerySelector(".fold-name")!.TextContent);
        Assert.Contains("You are the owner", page.Main);
        Assert.DoesNotContain("Leave workspace", page.Html, StringComparison.Ordinal);
        page = await (await page.FollowAsync("Rename workspace")).Fill("Workspace name", "Lab").PressAsync("Save");
        Assert.Equal("Lab", page.Document.QuerySelector(".fold-name")!.TextContent);
    }

    [Fact]
    public async Task A_known_and_an_unknown_address_get_the_same_answer_and_cost_the_same_hashes()
    {
        var hasher = new LockOutTests.CountingHasher();
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver, s => s.AddSingleton<IPasswordHasher<User>>(hasher));
        var known = await FillAsync(await server.Browser().GetAsync("/sign-up"), "Somebody", server.Mia.Email);
        var hashesOfKnown = hasher.Hashes;
        var unknown = await FillAsync(await server.Browser().GetAsync("/sign-up"), "Somebody", Nina);
        Assert.Equal((known.Status, known.Path, known.Main), (unknown.Status, unknown.Path, unknown.Main));
        Assert.Equal((1, 0), (hasher.Hashes - hashesOfKnown, hasher.Checks));
        Assert.Equal("You already have an account", (await receiver.WaitForAsync(server.Mia.Email)).Subject);
        Assert.Equal("Confirm your email address", (await receiver.WaitForAsync(Nina)).Subject);
        await server.SignedInAsync(server.Mia);
    }

    [Fact]
    public async Task Confirming_in_a_browser_that_is_signed_in_ends_the_session_it_had()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        var browser = await server.SignedInAsync(server.Mia);
        var old = browser.Cookies["clearsettings-http"];
        await FillAsync(await server.Browser().GetAsync("/sign-up"), "Nina New", Nina);
        var page = await browser.GetAsync((await receiver.WaitForAsync(Nina)).Link("/sign-up/confirm/").AbsolutePath);
        Assert.Equal(
            "/settings/workspaces",
            (await page.Fill("Password", Person.Password).PressAsync("Confirm and sign in")).Path
        );
        Assert.NotEqual(old, browser.Cookies["clearsettings-http"]);
        Assert.Equal(0, await server.DbAsync(null, db => db.Sessions.CountAsync(s => s.UserId == server.Mia.Id)));
    }

    [Fact]
    public async Task No_one_confirms_what_a_stranger_typed_without_the_strangers_password()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        await FillAsync(await server.Browser().GetAsync("/sign-up"), "Attacker", Nina, "velvet moon of the attacker");
        var link = (await receiver.WaitForAsync(Nina)).Link("/sign-up/confirm/").AbsolutePath;
        var page = await (await server.Browser().GetAsync(link))
            .Fill("Password", Person.Password)
            .PressAsync("Confirm and sign in");
        Assert.Equal(422, page.Status);
        Assert.Contains("If you did not sign up, close this page.", page.Problems);
        Assert.Equal(0, await server.DbAsync(null, db => db.Users.CountAsync(u => u.Email == Nina)));
        // Her own sign-up ends the stranger's.
        await FillAsync(await server.Browser().GetAsync("/sign-up"), "Nina New", Nina);
        var own = (await receiver.WaitForAsync(2))[1].Link("/sign-up/confirm/").AbsolutePath;
        Assert.Equal(
            "/settings/workspaces",
            (
                await (await server.Browser().GetAsync(own))
                    .Fill("Password", Person.Password)
                    .PressAsync("Confirm and sign in")
            ).Path
        );
        Assert.Equal((404, "This link no longer works"), Of(await server.Browser().GetAsync(link)));
    }

    [Fact]
    public async Task A_confirmation_works_once_within_a_day_also_twenty_times_at_once()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        await FillAsync(await server.Browser().GetAsync("/sign-up"), "Nina New", Nina);
        await FillAsync(await server.Browser().GetAsync("/sign-up"), "Late", "late@example.org");
        var link = (await receiver.WaitForAsync(Nina)).Link("/sign-up/confirm/").AbsolutePath;
        var forms = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.Browser().GetAsync(link)));
        var pages = await Task.WhenAll(
            forms.Select(f => f.Fill("Password", Person.Password).PressAsync("Confirm and sign in"))
        );
        Assert.Single(pages, p => p.Path == "/settings/workspaces");
        Assert.Equal(1, await server.DbAsync(null, db => db.Users.CountAsync(u => u.Email == Nina)));
        Assert.Equal(1, await server.DbAsync(null, db => db.Workspaces.CountAsync(w => w.Name == "Nina's workspace")));
        server.Time.Advance(SignUpRequest.Lifetime);
        var late = (await receiver.WaitForAsync("late@example.org")).Link("/sign-up/confirm/").AbsolutePath;
        var elsewhere = server.Browser(System.Net.IPAddress.Parse("198.51.100.9"));
        Assert.Equal((404, "This link no longer works"), Of(await elsewhere.GetAsync(late)));
        await server.Services.GetRequiredService<Domain.Jobs.ExpiredRowCleanup>().RunAsync();
        Assert.Equal(0, await server.DbAsync(null, db => db.SignUpRequests.CountAsync()));
    }

    [Fact]
    public async Task Wrong_fields_are_told_and_nothing_is_emailed()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        var page = await (await server.Browser().GetAsync("/sign-up"))
            .Tamper("Name", "Nina\r\nBcc: x")
            .Fill("Email", "nina@example.org\r\nBcc: all@example.org")
            .Fill("Password", "nina@example.org")
            .PressAsync("Sign up");
        Assert.Equal(422, page.Status);
        foreach (var field in new[] { "name", "email", "password" })
            Assert.NotNull(page.Document.GetElementById($"{field}-error"));
        Assert.Equal(0, await server.DbAsync(null, db => db.Emails.CountAsync()));
        Assert.Equal(0, await server.DbAsync(null, db => db.SignUpRequests.CountAsync()));
    }

    [Fact]
    public async Task One_source_causes_at_most_three_emails_an_hour_to_one_address_and_the_answer_stays_the_same()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        for (var i = 0; i < 8; i++)
            Assert.Equal(
                "Check your email",
                (await FillAsync(await server.Browser().GetAsync("/sign-up"), "Nina New", Nina)).Heading
            );
        Assert.Equal(3, await server.DbAsync(null, db => db.Emails.CountAsync(m => m.To == Nina)));
    }

    [Fact]
    public async Task A_hosted_server_without_mail_says_that_no_one_can_sign_up()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        Assert.Equal((200, "Sign-up is not available yet"), Of(await server.Browser().GetAsync("/sign-up")));
        Assert.True((await server.Api().CallAsync("login.supported_modes")).Ok.GetProperty("free_signup").GetBoolean());
    }

    [Fact]
    public async Task A_self_hosted_server_has_no_sign_up_and_offers_none()
    {
        foreach (var url in new[] { "/sign-up", "/sign-up/confirm", "/sign-up/confirm/x" })
            Assert.Equal(404, (await App.Browser().GetAsync(url)).Status);
        var page = await App.Browser().GetAsync("/sign-in");
        Assert.DoesNotContain("/sign-up", page.Html, StringComparison.Ordinal);
        Assert.Contains("Ask a workspace administrator for an invitation.", page.Main);
        Assert.False((await App.Api().CallAsync("login.supported_modes")).Ok.GetProperty("free_signup").GetBoolean());
    }

    private Task<TestApp> HostedAsync(MailReceiver receiver, Action<IServiceCollection>? replace = null) =>
        App.AnotherAsync(settings: ["--Server:Mode=Hosted", .. receiver.Settings], replace: replace);

    private static Task<Page> FillAsync(Page form, string name, string email, string password = Person.Password) =>
        form.Fill("Your name", name).Fill("Email", email).Fill("Password", password).PressAsync("Sign up");

    private static (int, string) Of(Page page) => (page.Status, page.Heading);
}

public sealed class SignUpOnSqlite(SqliteApp app) : SignUpTests(app), IClassFixture<SqliteApp>;
