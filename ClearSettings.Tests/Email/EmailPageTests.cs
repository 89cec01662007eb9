using ClearSettings.Domain.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmtpServer.Protocol;

namespace ClearSettings.Tests.Email;

public abstract partial class EmailPageTests(TestApp app) : AppTests(app)
{
    private const string Secret = "harbour walrus tin 9";

    private static readonly string[] Configured =
    [
        "--Email:Host=smtp.configured.example",
        "--Email:Security=Tls",
        "--Email:Password=" + Secret,
        "--Server:PublicUrl=https://settings.configured.example",
    ];

    [Theory]
    [InlineData("/mail", "/email")]
    [InlineData("/mail?p=2", "/email?p=2")]
    [InlineData("/mail/test", "/email/test")]
    public async Task The_page_has_moved_from_its_earlier_url_for_good(string from, string to)
    {
        var workspace = $"/workspaces/{App.Olga.Workspace:N}";
        var answer = await App.Client().GetAsync(workspace + from, TestContext.Current.CancellationToken);
        Assert.Equal((301, workspace + to), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Without_a_mail_server_the_page_says_that_links_can_be_copied()
    {
        await using var server = await App.AnotherAsync();
        var page = await OpenAsync(server);
        Assert.Contains("No mail server yet", page.Main);
        Assert.Contains("you copy the link and pass it on yourself", page.Main);
        Assert.DoesNotContain("Send test email", page.Main);
        Assert.False(await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com")));
        Assert.Empty(await MailInbox.RowsAsync(server));
    }

    [Fact]
    public async Task What_the_owner_saves_is_used_and_the_password_is_shown_nowhere()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(
            settings: [receiver.Settings.Single(s => s.Contains("Trusted", StringComparison.Ordinal))]
        );
        var page = await SaveAsync(await OpenAsync(server), receiver);
        Assert.Contains("Email settings saved", page.Flash);
        Assert.Contains("A password is stored", page.Main);
        Assert.DoesNotContain(Secret, page.Html);
        Assert.Equal("localhost", Value(page, "host"));
        Assert.DoesNotContain(Secret, await server.DbAsync(null, Tables.ReadAsync));
        Assert.True(await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com")));
        Assert.Equal(MailReceiver.User, (await receiver.WaitForAsync("ivan@example.com")).User);
        var events = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.Where(e => e.Kind == "mail.server_changed").Select(e => e.Detail).ToListAsync()
        );
        Assert.Contains("Host localhost", Assert.Single(events));
        Assert.Contains("new password", events[0]);
        Assert.DoesNotContain(Secret, events[0] + server.Log.Text);
    }

    [Fact]
    public async Task A_saved_password_stays_until_it_is_replaced_or_removed()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(
            settings: [receiver.Settings.Single(s => s.Contains("Trusted", StringComparison.Ordinal))]
        );
        var page = await SaveAsync(await OpenAsync(server), receiver);
        page = await page.Fill("Sender's name", "Northwind").PressAsync("Save email settings");
        Assert.Contains("Email settings saved", page.Flash);
        await (await page.FollowAsync("Send test email")).PressAsync("Send test email");
        Assert.Equal(
            "Northwind",
            Assert
                .Single(receiver.Mails, m => m.Subject.StartsWith("Test email", StringComparison.Ordinal))
                .Message.From.Single()
                .Name
        );
        page = await (await OpenAsync(server)).Choose("Remove the stored password").PressAsync("Save email settings");
        Assert.DoesNotContain("A password is stored", page.Main);
        Assert.Contains(
            "refused the user name or password",
            (await (await page.FollowAsync("Send test email")).PressAsync("Send test email")).Problems
        );
    }

    [Fact]
    public async Task A_stored_password_is_not_sent_to_another_server()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync();
        var page = await SaveAsync(await OpenAsync(server), receiver);
        page = await page.Fill("Server", "smtp.evil.example").PressAsync("Save email settings");
        Assert.Equal(422, page.Status);
        Assert.Contains("is for another server", page.Problems);
        Assert.Contains(
            "Email settings saved",
            (await page.Fill("Password", "new one 12").PressAsync("Save email settings")).Flash
        );
    }

    [Theory]
    [InlineData("Server", "https://smtp.company.com", "This is not a host name")]
    [InlineData("Server", "smtp company", "This is not a host name")]
    [InlineData("Server", "", "Enter the mail server")]
    [InlineData("Port", "0", "Enter a port from 1 to 65535")]
    [InlineData("Port", "70000", "Enter a port from 1 to 65535")]
    [InlineData("Port", "+25", "Enter a port from 1 to 65535")]
    [InlineData("Sender's address", "", "Enter the address that emails are sent from")]
    [InlineData("Sender's address", "a@b.example, c@d.example", "This is not an email address")]
    [InlineData("Sender's name", "a\nBcc: x", "line break")]
    [InlineData("Address in links", "", "Enter the public URL of this server")]
    [InlineData("Address in links", "javascript:alert(1)", "This is not the URL of a server")]
    [InlineData("Address in links", "https://x.example/?a=b", "This is not the URL of a server")]
    [InlineData("Address in links", "https://user:secret@x.example", "This is not the URL of a server")]
    public async Task What_cannot_be_used_is_said_at_its_field(string field, string value, string message)
    {
        var page = await (await OpenAsync(App))
            .Fill("Server", "smtp.company.com")
            .Fill("Sender's address", "s@company.com")
            .Fill(field, value)
            .PressAsync("Save email settings");
        Assert.Equal(422, page.Status);
        Assert.Contains(message, page.Problems);
        Assert.Equal(value, Value(page, page.Document.QuerySelector("[aria-invalid]")!.Id!) ?? "");
        Assert.Equal(0, await App.DbAsync(null, db => db.SmtpServerSettings.CountAsync()));
    }

    [Fact]
    public async Task Of_two_owners_who_edit_at_once_the_second_is_told_who_was_first()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync();
        var stale = await OpenAsync(server);
        await SaveAsync(await OpenAsync(server), receiver);
        var page = await SaveAsync(stale, receiver);
        Assert.Equal(409, page.Status);
        Assert.Contains("You yourself changed these settings since you opened them. Reload the page", page.Problems);
        Assert.Equal(1, (await server.DbAsync(null, db => db.SmtpServerSettings.SingleAsync())).RowVersion);
    }

    [Fact]
    public async Task What_the_configuration_sets_is_locked_with_its_source_and_wins()
    {
        await using var server = await App.AnotherAsync(settings: Configured);
        var page = await OpenAsync(server);
        Assert.Equal("smtp.configured.example", Value(page, "host"));
        AssertConfiguredFieldsAreLocked(page);
        Assert.DoesNotContain(Secret, page.Html);
        page = await page.Tamper("Host", "smtp.evil.example")
            .Fill("Sender's address", "s@company.com")
            .PressAsync("Save email settings");
        Assert.Contains("Email settings saved", page.Flash);
        await AssertConfigurationWinsAsync(server);
        await PostDirectAsync(
            server,
            ("Host", "smtp.evil.example"),
            ("FromAddress", "s@company.com"),
            ("Password", "evil"),
            ("LinkBase", "https://evil.example"),
            ("RowVersion", "1")
        );
        var row = await server.DbAsync(null, db => db.SmtpServerSettings.SingleAsync());
        Assert.Equal((null, null, null), (row.Host, row.Password, row.LinkBase));
    }

    private static void AssertConfiguredFieldsAreLocked(Page page)
    {
        foreach (var id in new[] { "host", "security", "password", "linkbase" })
            Assert.True(page.Document.GetElementById(id)!.HasAttribute("disabled"), id);
        foreach (var source in Configured.Select(s => s.Split('=')[0]))
            Assert.Contains($"Set by the command line, {source}.", page.Main);
    }

    private static async Task AssertConfigurationWinsAsync(TestApp server)
    {
        var route = await server.InAsync(server.Olga, s => s.GetRequiredService<MailServer>().GetSmtpOptionsAsync());
        Assert.Equal(
            (
                "smtp.configured.example",
                465,
                SmtpSecurity.Tls,
                Secret,
                "s@company.com",
                "https://settings.configured.example"
            ),
            (route!.Host, route.Port, route.Security, route.Password, route.FromAddress, route.LinkBase)
        );
    }

    [Fact]
    public async Task The_test_mail_shows_what_the_mail_server_said_and_stores_it_nowhere()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var page = await (await (await OpenAsync(server)).FollowAsync("Send test email")).PressAsync("Send test email");
        Assert.Contains("The mail server accepted the email", page.Main);
        Assert.Equal("olga@example.com", Assert.Single(receiver.Mails).To);
        receiver.Refusal = new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "5.7.1 Relaying denied, said the walrus");
        page = await page.PressAsync("Send another");
        Assert.Contains("The mail server answered 550 5.7.1 Relaying denied, said the walrus", page.Problems);
        Assert.DoesNotContain("walrus", await server.DbAsync(null, Tables.ReadAsync));
        Assert.Equal(
            2,
            await server.DbAsync(server.Olga, db => db.AuditEvents.CountAsync(e => e.Kind == "mail.tested"))
        );
        Assert.Empty(await MailInbox.RowsAsync(server));
    }

    [Fact]
    public async Task Without_encryption_the_page_warns()
    {
        await using var server = await App.AnotherAsync(settings: ["--Email:Security=None"]);
        Assert.Contains("travel to the mail server unencrypted", (await OpenAsync(server)).Main);
    }

    private static async Task<Page> OpenAsync(TestApp server) =>
        await (await server.SignedInAsync(server.Olga)).GetAsync($"/workspaces/{server.Olga.Workspace:N}/email");

    private static async Task PostDirectAsync(TestApp server, params (string Name, string Value)[] fields) =>
        await (await server.SignedInAsync(server.Olga)).PostAsync(
            $"/workspaces/{server.Olga.Workspace:N}/email",
            fields
        );

    private static Task<Page> SaveAsync(Page page, MailReceiver receiver) =>
        page.Fill("Server", "localhost")
            .Fill("Port", $"{receiver.Port}")
            .Fill("User name", MailReceiver.User)
            .Fill("Password", Secret)
            .Fill("Sender's address", "settings@northwind.example")
            .Fill("Address in links", "https://settings.northwind.example")
            .PressAsync("Save email settings");

    private static string? Value(Page page, string id) => page.Document.GetElementById(id)!.GetAttribute("value");
}

public sealed class EmailPageOnSqlite(SqliteApp app) : EmailPageTests(app), IClassFixture<SqliteApp>;
