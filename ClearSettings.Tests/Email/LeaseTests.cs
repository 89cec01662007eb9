using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Email;

public abstract class LeaseTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Two_nodes_send_each_mail_once()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var (_, _, end) = await server.SecondNodeAsync();
        await using (end)
        {
            var second = ((Microsoft.AspNetCore.Builder.WebApplication)end).Services.GetRequiredService<JobWorker>();
            for (var round = 0; round < 4; round++)
            {
                await MailInbox.AddAsync(
                    server,
                    [.. Enumerable.Range(0, 15).Select(i => MailInbox.Invitation($"p{round}-{i}@example.com"))]
                );
                await Task.WhenAll(second.RunAsync(), second.RunAsync());
            }
            await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done);
        }
        Assert.Equal((60, 60), (receiver.Mails.Count, receiver.Mails.Select(m => m.To).Distinct().Count()));
    }

    [Fact]
    public async Task Of_many_takers_at_once_one_gets_an_email()
    {
        await using var rude = new MisbehavingMailServer(_ => null);
        await using var server = await App.AnotherAsync(settings: rude.Settings);
        rude.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        var others = Enumerable
            .Range(0, 6)
            .Select(_ => server.Services.GetRequiredService<JobWorker>().RunAsync())
            .ToList();
        await MailInbox.WaitAsync(() => !rude.Mails.IsEmpty);
        rude.Gate.SetResult();
        await Task.WhenAll(others);
        await MailInbox.UntilAsync(server, m => m.State == JobState.Done);
        Assert.Single(rude.Mails);
    }

    [Fact]
    public async Task An_email_whose_sender_died_is_taken_again_when_the_lease_is_over()
    {
        await using var receiver = MailReceiver.Start();
        receiver.Refusal = new(SmtpServer.Protocol.SmtpReplyCode.ServiceUnavailable, "Later");
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        await MailInbox.UntilAsync(server, m => m.Attempts == 1);
        receiver.Refusal = null;
        var until = server.Time.GetUtcNow().UtcDateTime.AddSeconds(90);
        await server.DbAsync(
            null,
            db =>
                db.Emails.ExecuteUpdateAsync(m =>
                    m.SetProperty(x => x.LeasedUntil, until).SetProperty(x => x.DueAt, until.AddHours(-1))
                )
        );
        await MailInbox.AdvanceAtOnceAsync(server, TimeSpan.FromSeconds(60));
        Assert.Empty(receiver.Mails);
        await MailInbox.AdvanceAtOnceAsync(server, TimeSpan.FromSeconds(31));
        await receiver.WaitForAsync("ivan@example.com");
    }

    [Fact]
    public async Task Shutdown_finishes_the_mail_in_hand_and_leaves_the_rest_for_the_next_start()
    {
        await using var rude = new MisbehavingMailServer(_ => null);
        await using var server = await App.AnotherAsync(settings: rude.Settings);
        rude.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await MailInbox.AddAsync(
            server,
            MailInbox.Invitation("ivan@example.com"),
            MailInbox.Invitation("second@example.com")
        );
        await MailInbox.WaitAsync(() => !rude.Mails.IsEmpty);
        var stopping = server.StopAsync();
        Assert.False(stopping.IsCompleted);
        rude.Gate.SetResult();
        await stopping;
        Assert.Single(rude.Mails);
        await server.StartAsync();
        await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done);
        Assert.Equal(2, rude.MessageIds.Distinct().Count());
        Assert.Equal(2, rude.Mails.Count);
    }
}

public sealed class LeaseOnSqlite(SqliteApp app) : LeaseTests(app), IClassFixture<SqliteApp>;

public sealed class LeaseOnPostgres(PostgresApp app) : LeaseTests(app), IClassFixture<PostgresApp>;
