using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

public abstract class PasswordResetTests(TestApp app) : AppTests(app)
{
    private const string Fresh = "another velvet tractor";

    [Fact]
    public async Task An_emailed_link_leads_to_a_new_password_and_ends_every_session()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var signedIn = await server.SignedInAsync(server.Mia);
        var client = server.Api(await server.KeyAsync(server.Mia));
        var page = await (await server.Browser().GetAsync("/sign-in")).FollowAsync("Forgot password?");
        page = await page.Fill("Email", $" {server.Mia.Email.ToUpperInvariant()} ").PressAsync("Send link");
        Assert.Equal("Check your email", page.Heading);
        var link = (await receiver.WaitForAsync(server.Mia.Email)).Link("/reset-password/").AbsolutePath;
        var browser = server.Browser();
        page = await browser.GetAsync(link);
        Assert.Equal("/reset-password", page.Path);
        Assert.Equal("no-referrer", page.Response.Headers.GetValues("Referrer-Policy").Single());
        page = await page.Fill("New password", "short").PressAsync("Save password");
        Assert.Contains("Too short", page.Problems);
        page = await page.Fill("New password", Fresh).PressAsync("Save password");
        Assert.Equal("/sign-in", page.Path);
        Assert.Contains("Password changed", page.Flash);
        Assert.StartsWith("/sign-in", (await signedIn.GetAsync("/settings/profile")).Path);
        await client.OkAsync("users.get_current_user");
        page = await page.Fill("Email", server.Mia.Email).Fill("Password", Fresh).PressAsync("Sign in");
        Assert.Equal("/settings/workspaces", page.Path);
        Assert.Contains("192.0.2.7", (await receiver.WaitForAsync(server.Mia.Email, "Your password was changed")).Text);
        Assert.Equal((404, "This link no longer works"), Of(await browser.GetAsync(link)));
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_and_no_mail()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var unknown = await AskAsync(server, "nobody@example.org");
        var known = await AskAsync(server, server.Mia.Email);
        Assert.Equal((unknown.Status, unknown.Path, unknown.Main), (known.Status, known.Path, known.Main));
        // The questions are carried out in their order, so the one before was carried out too.
        await receiver.WaitForAsync(server.Mia.Email);
        Assert.Single(receiver.Mails);
        Assert.Equal(1, await server.DbAsync(null, db => db.PasswordResetTokens.CountAsync()));
    }

    [Fact]
    public async Task A_newer_link_leaves_the_older_ones_and_each_ends_after_an_hour()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await AskAsync(server, server.Mia.Email);
        await receiver.WaitForAsync(1);
        await AskAsync(server, server.Mia.Email);
        var links = (await receiver.WaitForAsync(2)).Select(m => m.Link("/reset-password/").AbsolutePath).ToList();
        Assert.Equal(
            (200, 200),
            ((await server.Browser().GetAsync(links[0])).Status, (await server.Browser().GetAsync(links[1])).Status)
        );
        Assert.DoesNotContain(
            links[1].Split('/')[^1],
            await server.DbAsync(null, Tables.ReadAsync),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            links[1].Split('/')[^1],
            server.Log.Text.Replace("GET http://localhost:8080" + links[1], "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        server.Time.Advance(PasswordResetToken.Lifetime);
        Assert.Equal(404, (await server.Browser().GetAsync(links[0])).Status);
        Assert.Equal(404, (await server.Browser().GetAsync(links[1])).Status);
    }

    [Fact]
    public async Task Requests_of_strangers_do_not_end_a_link_and_using_it_ends_all()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await AskAsync(server, server.Mia.Email);
        var link = (await receiver.WaitForAsync(1))[0].Link("/reset-password/").AbsolutePath;
        for (var i = 1; i <= 12; i++)
        {
            await server.InAsync(
                null,
                async s =>
                {
                    await s.GetRequiredService<SendPasswordResetEmail>()
                        .RunAsync(server.Mia.Email, ClientSource.From($"203.0.113.{i}"));
                    return true;
                }
            );
        }
        Assert.Equal(13, await server.DbAsync(null, db => db.PasswordResetTokens.CountAsync()));
        var page = await (await server.Browser().GetAsync(link))
            .Fill("New password", Fresh)
            .PressAsync("Save password");
        Assert.Contains("Password changed", page.Flash);
        Assert.Equal(0, await server.DbAsync(null, db => db.PasswordResetTokens.CountAsync()));
        var other = (await receiver.WaitForAsync(2))[1].Link("/reset-password/").AbsolutePath;
        Assert.Equal((404, "This link no longer works"), Of(await server.Browser().GetAsync(other)));
    }

    [Fact]
    public async Task The_host_of_a_request_gets_into_no_link_and_six_requests_of_one_source_make_three_emails()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        for (var i = 0; i < 6; i++)
            Assert.Equal(302, await AskWithForeignHostAsync(server, server.Mia.Email));
        await AskAsync(server, server.Adam.Email);
        await receiver.WaitForAsync(server.Adam.Email);
        var emails = await receiver.WaitForAsync(4);
        Assert.Equal(3, emails.Count(m => m.To == server.Mia.Email));
        Assert.All(emails, m => Assert.DoesNotContain("evil.example", m.Raw, StringComparison.Ordinal));
        Assert.All(emails, m => Assert.Equal("settings.northwind.example", m.Link("/reset-password/").Host));
    }

    [Fact]
    public async Task Twenty_with_one_link_at_once_change_the_password_once()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await AskAsync(server, server.Mia.Email);
        var link = (await receiver.WaitForAsync(server.Mia.Email)).Link("/reset-password/").AbsolutePath;
        var forms = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.Browser().GetAsync(link)));
        var pages = await Task.WhenAll(
            forms.Select((f, i) => f.Fill("New password", $"{Fresh} {i}").PressAsync("Save password"))
        );
        Assert.Single(pages, p => p.Path == "/sign-in");
        Assert.All(pages.Where(p => p.Path != "/sign-in"), p => Assert.Equal(404, p.Status));
    }

    [Fact]
    public async Task Only_an_address_is_taken_and_without_mail_the_page_says_who_can_help()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        foreach (var odd in new[] { "", "mia", "mia@example.com\r\nBcc: all@example.org", "<mia@example.com>" })
        {
            var page = await (await server.Browser().GetAsync("/forgot-password"))
                .Tamper("Email", odd)
                .PressAsync("Send link");
            Assert.Equal(
                (422, "This is not an email address. Use an address like olga@company.com."),
                (page.Status, page.Problems)
            );
        }
        Assert.Contains("clearsettings admin reset-password", (await App.Browser().GetAsync("/forgot-password")).Main);
    }

    private static async Task<Page> AskAsync(TestApp server, string email) =>
        await (await server.Browser().GetAsync("/forgot-password")).Fill("Email", email).PressAsync("Send link");

    /// <summary>As if the server were another one.</summary>
    /// <returns>The status.</returns>
    private static async Task<int> AskWithForeignHostAsync(TestApp server, string email)
    {
        var browser = server.Browser();
        var token = (await browser.GetAsync("/forgot-password"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        var response = await browser.FetchAsync(
            HttpMethod.Post,
            "/forgot-password",
            [new("Email", email), new("__RequestVerificationToken", token)],
            ("Host", "evil.example"),
            ("X-Forwarded-Host", "evil.example")
        );
        return (int)response.StatusCode;
    }

    private static (int, string) Of(Page page) => (page.Status, page.Heading);
}

public sealed class PasswordResetOnSqlite(SqliteApp app) : PasswordResetTests(app), IClassFixture<SqliteApp>;
