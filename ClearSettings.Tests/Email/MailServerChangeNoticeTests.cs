using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmtpServer.Protocol;

namespace ClearSettings.Tests.Email;

public abstract class MailServerChangeNoticeTests(TestApp app) : AppTests(app)
{
    private const string Subject = "The email settings of ClearSettings were changed";
    private static readonly SmtpResponse Later = new(SmtpReplyCode.ServiceUnavailable, "Later");

    [Fact]
    public async Task A_change_of_the_mail_server_is_told_to_the_owner_through_the_server_from_before()
    {
        await using var first = MailReceiver.Start("None");
        await using var second = MailReceiver.Start("None");
        await using var server = await App.AnotherAsync();
        await SaveAsync(server, first);
        Assert.Empty(await MailInbox.RowsAsync(server));
        await SaveAsync(server, second, linkBase: "https://evil.example");
        // It has arrived before the page is answered, through the old server, with links to the old address.
        var mail = Assert.Single(first.Mails);
        Assert.Equal((server.Olga.Email, Subject), (mail.To, mail.Subject));
        Assert.StartsWith("Hi Olga Orlova,", mail.Text.Split("\n")[2]);
        Assert.Contains(
            "Olga Orlova changed the email settings of ClearSettings on Mar 2, 2026, 09:00 UTC from the IP "
                + "address 192.0.2.7.",
            mail.Text
        );
        Assert.Contains($"Mail server: localhost:{first.Port} → localhost:{second.Port}", mail.Text);
        Assert.Contains("Address in links: https://settings.northwind.example → https://evil.example", mail.Text);
        Assert.DoesNotContain("Encryption:", mail.Text);
        Assert.StartsWith("https://settings.northwind.example/workspaces/", mail.Link("/email").AbsoluteUri);
        Assert.Equal(JobState.Done, Assert.Single(await MailInbox.RowsAsync(server)).State);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        await second.WaitForAsync("ivan@example.com");
        Assert.Single(second.Mails);
    }

    [Fact]
    public async Task What_the_server_from_before_does_not_accept_goes_out_through_the_new_one()
    {
        await using var first = MailReceiver.Start("None");
        await using var second = MailReceiver.Start("None");
        await using var server = await App.AnotherAsync();
        await SaveAsync(server, first);
        first.Refusal = Later;
        await SaveAsync(server, second);
        Assert.Equal(server.Olga.Email, (await second.WaitForAsync(server.Olga.Email, Subject)).To);
        await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done);
        Assert.Empty(first.Mails);
        Assert.Contains(
            "was not accepted by localhost and is sent through the new mail server: The mail server answered 421 Later",
            server.Log.Text
        );
    }

    [Fact]
    public async Task A_removal_is_told_through_the_server_that_is_removed()
    {
        await using var receiver = MailReceiver.Start("None");
        await using var server = await App.AnotherAsync();
        await SaveAsync(server, receiver);
        await (await (await server.SignedInAsync(server.Olga)).GetAsync($"{Url(server)}/off")).PressAsync(
            "Turn off email"
        );
        Assert.Contains($"Mail server: localhost:{receiver.Port} → none", Assert.Single(receiver.Mails).Text);
        Assert.Empty(await MailInbox.RowsAsync(server));
    }

    [Fact]
    public async Task A_removal_that_cannot_be_told_is_in_the_log()
    {
        await using var receiver = MailReceiver.Start("None");
        await using var server = await App.AnotherAsync();
        await SaveAsync(server, receiver);
        receiver.Refusal = Later;
        await (await (await server.SignedInAsync(server.Olga)).GetAsync($"{Url(server)}/off")).PressAsync(
            "Turn off email"
        );
        Assert.Contains("was not accepted by localhost and cannot be sent another way", server.Log.Text);
        Assert.Empty(await MailInbox.RowsAsync(server));
    }

    [Fact]
    public async Task Saving_the_same_settings_tells_no_one()
    {
        await using var receiver = MailReceiver.Start("None");
        await using var server = await App.AnotherAsync();
        await SaveAsync(server, receiver);
        await SaveAsync(server, receiver);
        Assert.Empty(receiver.Mails);
        Assert.Empty(await MailInbox.RowsAsync(server));
    }

    [Fact]
    public async Task On_a_hosted_server_those_who_run_it_are_told_too()
    {
        await using var receiver = MailReceiver.Start("None");
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        await MakeServerAdminAsync(server, server.Eve);
        await SaveAsync(server, receiver);
        await SaveAsync(server, receiver, linkBase: "https://other.example");
        Assert.Equal(
            [server.Eve.Email, server.Olga.Email],
            receiver.Mails.Select(m => m.To).Order(StringComparer.Ordinal)
        );
        Assert.All(receiver.Mails, m => Assert.DoesNotContain("Mail server:", m.Text));
    }

    [Fact]
    public async Task A_link_for_a_new_password_that_waits_is_dropped_and_opens_nothing()
    {
        await using var first = MailReceiver.Start("None");
        await using var second = MailReceiver.Start("None");
        await using var server = await App.AnotherAsync();
        await SaveAsync(server, first);
        first.Refusal = Later;
        await server.InAsync(
            null,
            async s =>
            {
                await s.GetRequiredService<SendPasswordResetEmail>()
                    .RunAsync(server.Mia.Email, ClientSource.From("192.0.2.1"));
                return true;
            }
        );
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        await MailInbox.AllUntilAsync(server, m => m is { Attempts: 1, LeasedUntil: null });
        await SaveAsync(server, second);
        await second.WaitForAsync("ivan@example.com");
        await second.WaitForAsync(server.Olga.Email, Subject);
        var dropped = (await MailInbox.RowsAsync(server)).Single(m => m.To == server.Mia.Email);
        Assert.Equal((JobState.Failed, null), (dropped.State, dropped.Payload));
        Assert.StartsWith("The email settings were changed", dropped.Problem);
        Assert.DoesNotContain(second.Mails, m => m.To == server.Mia.Email);
        Assert.Equal(0, await server.DbAsync(null, db => db.PasswordResetTokens.CountAsync()));
    }

    [Fact]
    public async Task A_notice_is_in_the_outbox_before_it_is_tried_and_no_one_else_sends_it_meanwhile()
    {
        await using var first = MailReceiver.Start("None");
        await using var second = MailReceiver.Start("None");
        await using var server = await App.AnotherAsync();
        await SaveAsync(server, first);
        var released = new TaskCompletionSource();
        first.Hold = (1, released.Task);
        var saving = SaveAsync(server, second);
        await first.WaitForAsync(1);
        var row = Assert.Single(await MailInbox.RowsAsync(server));
        Assert.Equal((JobState.Waiting, true), (row.State, row.LeasedUntil is not null));
        await server.Services.GetRequiredService<JobWorker>().RunAsync(TestContext.Current.CancellationToken);
        released.SetResult();
        await saving;
        Assert.Equal(JobState.Done, Assert.Single(await MailInbox.RowsAsync(server)).State);
        Assert.Empty(second.Mails);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_after_the_change_does_not_stop_the_notices()
    {
        await using var first = MailReceiver.Start("None");
        await using var second = MailReceiver.Start("None");
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        await MakeServerAdminAsync(server, server.Eve);
        await SaveAsync(server, first);
        using var hungUp = new CancellationTokenSource();
        var released = new TaskCompletionSource();
        first.Hold = (1, released.Task);
        var saving = server.InAsync(server.Olga, services => ChangeMailServerAsync(services, second, hungUp.Token));
        await first.WaitForAsync(1);
        await hungUp.CancelAsync();
        released.SetResult();
        Assert.True((await saving).Ok);
        Assert.Equal(
            [server.Eve.Email, server.Olga.Email],
            first.Mails.Select(m => m.To).Order(StringComparer.Ordinal)
        );
        Assert.All(await MailInbox.RowsAsync(server), m => Assert.Equal(JobState.Done, m.State));
        Assert.Empty(second.Mails);
    }

    private static Task MakeServerAdminAsync(TestApp server, Person person) =>
        server.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == person.Id)
                    .ExecuteUpdateAsync(u => u.SetProperty(x => x.IsServerAdmin, true))
        );

    private static async Task<Result> ChangeMailServerAsync(
        IServiceProvider services,
        MailReceiver receiver,
        CancellationToken hungUp
    )
    {
        services.GetRequiredService<Current>().SetSource(RequestSource.Page, "192.0.2.7", "test", hungUp);
        var stored = await services.GetRequiredService<MailServer>().ReadAsync();
        return await services
            .GetRequiredService<ChangeMailServer>()
            .RunAsync(
                new()
                {
                    Host = "localhost",
                    Port = $"{receiver.Port}",
                    Security = "None",
                    FromAddress = "settings@northwind.example",
                    LinkBase = "https://settings.northwind.example",
                    RowVersion = stored.RowVersion,
                }
            );
    }

    private static string Url(TestApp server) => $"/workspaces/{server.Olga.Workspace:N}/email";

    private static async Task SaveAsync(
        TestApp server,
        MailReceiver receiver,
        string linkBase = "https://settings.northwind.example"
    )
    {
        var page = await (await server.SignedInAsync(server.Olga)).GetAsync(Url(server));
        var saved = await page.Fill("Server", "localhost")
            .Fill("Port", $"{receiver.Port}")
            .Fill("Encryption", "None, usually port 25")
            .Fill("Sender's address", "settings@northwind.example")
            .Fill("Address in links", linkBase)
            .PressAsync("Save email settings");
        Assert.Contains("Email settings saved", saved.Flash);
    }
}

public sealed class MailServerChangeNoticeOnSqlite(SqliteApp app)
    : MailServerChangeNoticeTests(app),
        IClassFixture<SqliteApp>;
