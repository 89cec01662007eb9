using System.Net;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Email;

/// <summary>Emails that anyone can cause by a form: sign-up and forgotten password.</summary>
public abstract class EmailRequestTests(TestApp app) : AppTests(app)
{
    private const string Nina = "nina@example.org";

    [Fact]
    public async Task Strangers_password_resets_do_not_use_up_the_allowance_of_the_victim()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        for (var stranger = 1; stranger <= 5; stranger++)
        {
            for (var i = 0; i < 5; i++)
                await ForgotAsync(server, server.Mia.Email, $"203.0.113.{stranger}");
        }
        Assert.Equal(15, await SentAsync(server, server.Mia.Email));
        await ForgotAsync(server, server.Mia.Email, "198.51.100.7");
        Assert.Equal(16, await SentAsync(server, server.Mia.Email));
    }

    [Fact]
    public async Task Strangers_sign_ups_do_not_use_up_the_allowance_of_the_victim()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: [.. receiver.Settings, "--Server:Mode=Hosted"]);
        for (var stranger = 1; stranger <= 5; stranger++)
        {
            for (var i = 0; i < 5; i++)
                Assert.Equal("Check your email", (await SignUpAsync(server, Nina, $"203.0.113.{stranger}")).Heading);
        }
        Assert.Equal(15, await RowsAsync(server, Nina));
        Assert.Equal("Check your email", (await SignUpAsync(server, Nina, "198.51.100.7")).Heading);
        Assert.Equal(16, await RowsAsync(server, Nina));
    }

    [Fact]
    public async Task Many_emails_to_one_address_are_spaced_and_there_is_a_hard_limit()
    {
        await using var rude = new MisbehavingMailServer(_ => "421 Later");
        await using var server = await App.AnotherAsync(
            settings: [.. rude.Settings, "--Server:Mode=Hosted", "--Email:RequestLimits:PerAddressPerHour=14"]
        );
        for (var i = 1; i <= 20; i++)
            Assert.Equal("Check your email", (await SignUpAsync(server, Nina, $"203.0.113.{i}")).Heading);
        var rows = await server.DbAsync(
            null,
            db => db.Emails.Where(m => m.To == Nina && m.Attempts == 0).OrderBy(m => m.CreatedAt).ToListAsync()
        );
        Assert.Equal([1, 2, 3, 4], rows.TakeLast(4).Select(m => (int)(m.DueAt - m.CreatedAt).TotalMinutes));
        Assert.Equal(14, await RowsAsync(server, Nina));
    }

    [Fact]
    public async Task A_source_causes_twenty_emails_an_hour_and_an_IPv6_network_is_one_source()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: [.. receiver.Settings, "--Server:Mode=Hosted"]);
        for (var i = 0; i < 25; i++)
            await SignUpAsync(server, $"nina{i}@example.org", $"2001:db8:0:1::{i + 1:x}");
        Assert.Equal(20, await RowsAsync(server, null));
        await SignUpAsync(server, Nina, "2001:db8:0:2::1");
        Assert.Equal(1, await RowsAsync(server, Nina));
        server.Time.Advance(TimeSpan.FromMinutes(61));
        await SignUpAsync(server, "later@example.org", "2001:db8:0:1::1");
        Assert.Equal(1, await RowsAsync(server, "later@example.org"));
    }

    [Fact]
    public async Task The_allowance_of_a_source_does_not_show_whether_addresses_have_accounts()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        for (var i = 0; i < 20; i++)
            await ForgotAsync(server, $"nobody{i}@example.org", "203.0.113.1");
        await ForgotAsync(server, server.Mia.Email, "203.0.113.1");
        Assert.Equal(0, await SentAsync(server, server.Mia.Email));
    }

    [Fact]
    public async Task All_sources_together_have_a_limit_per_minute()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(
            settings: [.. receiver.Settings, "--Server:Mode=Hosted", "--Email:RequestLimits:PerMinute=4"]
        );
        for (var i = 1; i <= 10; i++)
            await SignUpAsync(server, $"nina{i}@example.org", $"203.0.113.{i}");
        Assert.Equal(4, await RowsAsync(server, null));
        server.Time.Advance(TimeSpan.FromSeconds(61));
        await SignUpAsync(server, Nina, "203.0.113.99");
        Assert.Equal(1, await RowsAsync(server, Nina));
    }

    private static async Task<Page> SignUpAsync(TestApp server, string email, string source) =>
        await (await server.Browser(IPAddress.Parse(source)).GetAsync("/sign-up"))
            .Fill("Your name", "Nina New")
            .Fill("Email", email)
            .Fill("Password", Person.Password)
            .PressAsync("Sign up");

    private static async Task ForgotAsync(TestApp server, string email, string source)
    {
        var page = await (await server.Browser(IPAddress.Parse(source)).GetAsync("/forgot-password"))
            .Fill("Email", email)
            .PressAsync("Send link");
        Assert.Equal("Check your email", page.Heading);
    }

    // Requests are handled in their order, so those before this one have been handled.
    private static async Task<int> SentAsync(TestApp server, string email)
    {
        var last = await server.AddAsync("Last", Domain.MemberRole.Member);
        await ForgotAsync(server, last.Email, "192.0.2.99");
        while (await RowsAsync(server, last.Email) == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        return await RowsAsync(server, email);
    }

    private static Task<int> RowsAsync(TestApp server, string? email) =>
        server.DbAsync(null, db => db.Emails.CountAsync(m => email == null || m.To == email));
}

public sealed class EmailRequestsOnSqlite(SqliteApp app) : EmailRequestTests(app), IClassFixture<SqliteApp>;
