using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmtpServer.Protocol;

namespace ClearSettings.Tests.Email;

public abstract class DeliveryTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task An_email_arrives_immediately_after_its_commit_over_TLS_and_signed_in()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        Assert.True(await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com")));
        var mail = await receiver.WaitForAsync("ivan@example.com");
        Assert.Equal((MailReceiver.User, "Olga Orlova invited you to Research"), (mail.User, mail.Subject));
        Assert.Equal("https://settings.northwind.example/join/token-of-ivan", mail.Link("/join/").AbsoluteUri);
        Assert.Equal("auto-generated", mail.Message.Headers["Auto-Submitted"]);
        Assert.Equal(
            ["text/plain", "text/html"],
            Assert.IsType<MimeKit.MultipartAlternative>(mail.Message.Body).Select(p => p.ContentType.MimeType)
        );
        var row = await MailInbox.UntilAsync(server, m => m.State == JobState.Done);
        Assert.Equal((null, null, null, 1), (row.Payload, row.LeasedUntil, row.Problem, row.Attempts));
        Assert.Equal($"{row.Id:N}@northwind.example", mail.Message.MessageId);
        Assert.DoesNotContain("token-of-ivan", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_emails_go_over_one_connection()
    {
        await using var rude = new MisbehavingMailServer(_ => null);
        await using var server = await App.AnotherAsync(settings: rude.Settings);
        await MailInbox.AddAsync(
            server,
            [.. Enumerable.Range(0, 30).Select(i => MailInbox.Invitation($"p{i}@example.com"))]
        );
        await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done);
        Assert.Equal((30, 1), (rude.Mails.Count, rude.Connections));
    }

    [Fact]
    public async Task What_was_rolled_back_is_not_sent()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await server.InAsync(
            server.Olga,
            services =>
                services
                    .GetRequiredService<Change>()
                    .RunAsServerAsync(async () =>
                    {
                        await services
                            .GetRequiredService<Outbox>()
                            .AddAsync(MailInbox.Invitation("never@example.com"), server.Olga.Workspace);
                        return Result.Refuse("", "No.");
                    })
        );
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        await receiver.WaitForAsync("ivan@example.com");
        Assert.Single(receiver.Mails);
    }

    [Fact]
    public async Task A_refusal_for_now_is_tried_after_1_5_and_30_minutes_then_hourly_for_a_day()
    {
        await using var receiver = MailReceiver.Start();
        receiver.Refusal = new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "4.3.2 Try later");
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        var began = (await MailInbox.UntilAsync(server, m => m.Attempts == 1)).CreatedAt;
        List<int> pauses = [];
        for (
            var row = (await MailInbox.RowsAsync(server)).Single();
            row.State == JobState.Waiting;
            row = (await MailInbox.RowsAsync(server)).Single()
        )
        {
            Assert.Contains("4.3.2 Try later", row.Problem);
            pauses.Add((int)Math.Round((row.DueAt - server.Time.GetUtcNow().UtcDateTime).TotalMinutes));
            var tries = row.Attempts;
            await MailInbox.AdvanceAsync(server, row.DueAt - server.Time.GetUtcNow().UtcDateTime);
            await MailInbox.UntilAsync(server, m => m.Attempts > tries);
        }
        Assert.Equal([1, 5, 30, .. Enumerable.Repeat(60, 23), 24], pauses);
        var ended = (await MailInbox.RowsAsync(server)).Single();
        Assert.Equal((JobState.Failed, null, 28), (ended.State, ended.Payload, ended.Attempts));
        Assert.InRange((ended.EndedAt!.Value - began).TotalHours, 24, 24.01);
        Assert.Contains("4.3.2 Try later", ended.Problem);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 No such person")]
    [InlineData("MAIL", "553 5.7.1 Sender not allowed")]
    [InlineData(".", "554 5.6.0 Content refused")]
    public async Task A_refusal_for_good_ends_it_immediately(string at, string answer)
    {
        await using var rude = new MisbehavingMailServer(line =>
            line.StartsWith(at, StringComparison.Ordinal) ? answer : null
        );
        await using var server = await App.AnotherAsync(settings: rude.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        var row = await MailInbox.UntilAsync(server, m => m.State == JobState.Failed);
        Assert.Equal((1, null), (row.Attempts, row.Payload));
        Assert.Contains(answer[4..], row.Problem);
    }

    [Theory]
    [InlineData("CONNECT", "421 4.3.2 Closing")]
    [InlineData("CONNECT", "554 5.3.2 Not today")]
    [InlineData("MAIL", "530 5.7.0 Sign in first")]
    [InlineData("RCPT", "451 4.7.1 Greylisted")]
    [InlineData("RCPT", MisbehavingMailServer.HangUp)]
    [InlineData(".", "451 4.3.0 Disk full")]
    public async Task What_may_pass_is_tried_again_and_then_arrives(string at, string answer)
    {
        var rude = true;
        await using var mailServer = new MisbehavingMailServer(line =>
            rude && line.StartsWith(at, StringComparison.Ordinal) ? answer : null
        );
        await using var server = await App.AnotherAsync(settings: mailServer.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        var row = await MailInbox.UntilAsync(server, m => m.Attempts == 1);
        Assert.Equal(JobState.Waiting, row.State);
        Assert.NotEmpty(row.Problem!);
        rude = false;
        await MailInbox.AdvanceAsync(server, TimeSpan.FromMinutes(1));
        await MailInbox.UntilAsync(server, m => m.State == JobState.Done);
    }

    [Fact]
    public async Task An_email_that_falls_due_again_while_others_are_tried_waits_for_a_new_connection()
    {
        var rude = true;
        await using var mailServer = new MisbehavingMailServer(line =>
            rude && line == "CONNECT" ? "421 4.3.2 Closing" : null
        );
        await using var server = await App.AnotherAsync(settings: mailServer.Settings);
        var failures = 0;
        server.Log.MessageLogged = line =>
        {
            if (!line.Contains(" failed: ", StringComparison.Ordinal) || ++failures != 2)
                return;
            rude = false;
            server.Time.Advance(TimeSpan.FromMinutes(1));
        };
        await MailInbox.AddAsync(
            server,
            MailInbox.Invitation("first@example.com"),
            MailInbox.Invitation("second@example.com")
        );
        await MailInbox.AllUntilAsync(server, m => m.Attempts > 0);
        await MailInbox.AdvanceAsync(server, TimeSpan.Zero);
        await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done || m.To != "first@example.com");
        Assert.Equal(
            ["first@example.com"],
            (await MailInbox.RowsAsync(server)).Where(m => m.Attempts == 2).Select(m => m.To)
        );
    }

    [Fact]
    public async Task A_cut_after_the_mail_was_handed_over_repeats_it_with_the_same_id()
    {
        var rude = true;
        await using var mailServer = new MisbehavingMailServer(line =>
            rude && line == "." ? MisbehavingMailServer.HangUp : null
        );
        await using var server = await App.AnotherAsync(settings: mailServer.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        await MailInbox.UntilAsync(server, m => m.Attempts == 1);
        rude = false;
        await MailInbox.AdvanceAsync(server, TimeSpan.FromMinutes(1));
        var row = await MailInbox.UntilAsync(server, m => m.State == JobState.Done);
        Assert.Equal(Enumerable.Repeat($"Message-Id: <{row.Id:N}@northwind.example>", 2), mailServer.MessageIds);
    }

    [Fact]
    public async Task A_mail_server_that_is_down_loses_nothing()
    {
        string[] settings;
        await using (var gone = MailReceiver.Start("None"))
            settings = gone.Settings;
        await using var server = await App.AnotherAsync(settings: settings);
        await MailInbox.AddAsync(
            server,
            [.. Enumerable.Range(0, 10).Select(i => MailInbox.Invitation($"p{i}@example.com"))]
        );
        var rows = await MailInbox.AllUntilAsync(server, m => m.Attempts == 1);
        Assert.All(rows, m => Assert.Contains("No connection to localhost", m.Problem));
        await using var receiver = MailReceiver.Start(
            "None",
            port: int.Parse(
                settings.Single(s => s.StartsWith("--Email:Port", StringComparison.Ordinal)).Split('=')[1],
                System.Globalization.CultureInfo.InvariantCulture
            )
        );
        await MailInbox.AdvanceAsync(server, TimeSpan.FromMinutes(1));
        await receiver.WaitForAsync(10);
        Assert.Equal(10, receiver.Mails.Select(m => m.To).Distinct().Count());
    }

    [Fact]
    public async Task A_mail_server_that_says_nothing_is_not_waited_for_without_end()
    {
        await using var rude = new MisbehavingMailServer(line =>
            line.StartsWith("MAIL", StringComparison.Ordinal) ? MisbehavingMailServer.Silence : null
        );
        await using var server = await App.AnotherAsync(
            settings: rude.Settings,
            replace: services => services.AddSingleton(new SmtpTimeout(TimeSpan.FromSeconds(2)))
        );
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        Assert.Equal(TimeSpan.FromSeconds(30), App.Services.GetRequiredService<SmtpTimeout>().Max);
        Assert.Contains(
            "did not answer within 2 seconds",
            (await MailInbox.UntilAsync(server, m => m.Attempts == 1)).Problem
        );
    }
}

public sealed class DeliveryOnSqlite(SqliteApp app) : DeliveryTests(app), IClassFixture<SqliteApp>;
