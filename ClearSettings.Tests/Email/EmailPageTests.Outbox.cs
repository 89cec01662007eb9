using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using SmtpServer.Protocol;

namespace ClearSettings.Tests.Email;

public abstract partial class EmailPageTests
{
    [Fact]
    public async Task Waiting_and_failed_emails_are_listed_tried_again_and_discarded()
    {
        await using var receiver = MailReceiver.Start();
        receiver.Refusal = new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "4.3.2 <b>Later</b>");
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        await MailInbox.UntilAsync(server, m => m.Attempts == 1);
        var page = await OpenAsync(server);
        Assert.StartsWith("WaitingNext try: In 1 minute", page.Cell("ivan@example.com", "Status"));
        Assert.Equal("Invitation", page.Cell("ivan@example.com", "Email"));
        Assert.Contains("4.3.2 <b>Later</b>", page.Cell("ivan@example.com", "Last response"));
        receiver.Refusal = new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "5.1.1 Nobody");
        page = await page.PressAsync("Try again now");
        Assert.Contains("Sending the email again", page.Flash);
        await MailInbox.UntilAsync(server, m => m.State == JobState.Failed);
        page = await OpenAsync(server);
        Assert.StartsWith("Failed", page.Cell("ivan@example.com", "Status"));
        Assert.Empty(page.Document.QuerySelectorAll("form[action$='/retry']"));
        page = await (await page.FollowAsync("ivan@example.com", "Discard")).PressAsync("Discard email");
        Assert.Contains("Email discarded", page.Flash);
        Assert.Empty(await MailInbox.RowsAsync(server));
        Assert.Contains("No waiting or failed emails.", page.Main);
        var discarded = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.SingleAsync(e => e.Kind == "mail.discarded")
        );
        Assert.Equal(("ivan@example.com", "Invitation"), (discarded.Subject, discarded.Detail));
    }

    [Fact]
    public async Task A_long_outbox_comes_in_pages()
    {
        await using var rude = new MisbehavingMailServer(line =>
            line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 No" : null
        );
        await using var server = await App.AnotherAsync(settings: rude.Settings);
        await MailInbox.AddAsync(
            server,
            [.. Enumerable.Range(0, 60).Select(i => MailInbox.Invitation($"p{i}@example.com"))]
        );
        await MailInbox.AllUntilAsync(server, m => m.State == JobState.Failed);
        var page = await OpenAsync(server);
        Assert.Equal(50, page.Rows("@example.com").Count);
        Assert.Equal(10, (await page.FollowAsync("Next page")).Rows("@example.com").Count);
    }

    [Fact]
    public async Task Turning_mail_off_forgets_the_password_and_nothing_old_goes_out_later()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(
            settings: [receiver.Settings.Single(s => s.Contains("Trusted", StringComparison.Ordinal))]
        );
        receiver.Refusal = new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "Later");
        var page = await SaveAsync(await OpenAsync(server), receiver);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        await MailInbox.UntilAsync(server, m => m.Attempts == 1);
        page = await page.FollowAsync("Turn off email");
        Assert.Contains("1 email is waiting. It fails one day after being queued", page.Main);
        page = await page.PressAsync("Turn off email");
        Assert.Contains("No mail server yet", page.Main);
        Assert.Null(await server.DbAsync(null, db => db.SmtpServerSettings.Select(s => s.Password).SingleAsync()));
        await MailInbox.AdvanceAsync(server, TimeSpan.FromHours(25));
        Assert.Equal(
            ("No mail server was set up for a day.", null),
            await MailInbox.UntilAsync(server, m => m.State == JobState.Failed) is var row
                ? (row.Problem, row.Payload)
                : default
        );
        receiver.Refusal = null;
        await SaveAsync(await OpenAsync(server), receiver);
        await MailInbox.AddAsync(server, MailInbox.Invitation("second@example.com"));
        await receiver.WaitForAsync("second@example.com");
        Assert.Single(receiver.Mails);
    }
}
