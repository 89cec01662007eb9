using System.Collections.Concurrent;
using ClearSettings.Domain;
using ClearSettings.Domain.Jobs;
using ClearSettings.Tests.Email;
using ClearSettings.Web.Commands;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmtpServer.Protocol;

namespace ClearSettings.Tests.Jobs;

public abstract class JobTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Work_that_repeats_is_one_row_that_one_of_two_nodes_carries_out_at_its_time()
    {
        var handler = new Handler("every-hour") { Every = TimeSpan.FromHours(1) };
        await using var server = await StartAsync(handler);
        var (_, _, end) = await server.SecondNodeAsync();
        await using (end)
        {
            var second = ((Microsoft.AspNetCore.Builder.WebApplication)end).Services.GetRequiredService<JobWorker>();
            await MailInbox.WaitAsync(() => handler.Done.Count == 1);
            for (var hour = 2; hour <= 4; hour++)
            {
                await UntilAsync(server, j => j.LeasedUntil is null);
                server.Time.Advance(TimeSpan.FromHours(1));
                await Task.WhenAll(RunAsync(server), second.RunAsync(TestContext.Current.CancellationToken));
                await MailInbox.WaitAsync(() => handler.Done.Count >= hour);
            }
        }
        Assert.Equal(4, handler.Done.Count);
        Assert.Single(await RowsAsync(server, "every-hour"));
    }

    [Fact]
    public async Task Work_that_repeats_is_tried_again_when_it_fails_and_never_given_up()
    {
        var handler = new Handler("every-hour")
        {
            Every = TimeSpan.FromHours(1),
            Failure = new("No.", Permanent: true),
        };
        await using var server = await StartAsync(handler);
        await MailInbox.WaitAsync(() => handler.Done.Count == 1);
        var row = await UntilAsync(server, j => j.Attempts == 1);
        Assert.Equal((JobState.Waiting, "No."), (row.State, row.Problem));
        handler.Failure = null;
        server.Time.Advance(TimeSpan.FromMinutes(2));
        await RunAsync(server);
        row = await UntilAsync(server, j => j.Attempts == 0);
        Assert.Equal((JobState.Waiting, null), (row.State, row.Problem));
        Assert.InRange(row.DueAt - server.Time.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
    }

    [Fact]
    public async Task A_job_is_carried_out_if_and_only_if_its_transaction_commits()
    {
        var handler = new Handler("call");
        await using var server = await StartAsync(handler);
        await AddAsync(server, new("call") { Kind = "no" }, Result.Refuse("", "No."));
        await AddAsync(server, new("call") { Kind = "yes", Payload = "{}" }, Result.Done);
        await MailInbox.WaitAsync(() => !handler.Done.IsEmpty);
        var row = await UntilAsync(server, j => j.State == JobState.Done);
        Assert.Equal(("yes", null, 1), (row.Kind, row.Payload, row.Attempts));
        Assert.Equal(["yes"], handler.Done);
    }

    [Fact]
    public async Task Of_jobs_with_the_same_key_one_waits_and_another_can_follow_it()
    {
        var handler = new Handler("call") { Obstacle = new("Not set up.") };
        await using var server = await StartAsync(handler);
        for (var i = 0; i < 3; i++)
            await AddAsync(server, new("call") { DedupeKey = "one" }, Result.Done);
        Assert.Single(await RowsAsync(server, "call"));
        handler.Obstacle = null;
        await RunAsync(server);
        await UntilAsync(server, j => j.State == JobState.Done);
        await AddAsync(server, new("call") { DedupeKey = "one" }, Result.Done);
        await MailInbox.WaitAsync(() => handler.Done.Count == 2);
        Assert.Equal(2, (await RowsAsync(server, "call")).Count);
    }

    [Fact]
    public async Task A_slow_job_keeps_no_job_of_another_type()
    {
        var (slow, quick) = (new Handler("slow") { Gate = new() }, new Handler("quick"));
        await using var server = await StartAsync(slow, quick);
        await AddAsync(server, new("slow"), Result.Done);
        await AddAsync(server, new("quick"), Result.Done);
        var run = RunAsync(server);
        await MailInbox.WaitAsync(() => !quick.Done.IsEmpty);
        slow.Gate.SetResult();
        await run;
    }

    [Fact]
    public async Task A_job_of_a_type_that_this_version_does_not_know_waits_for_one_that_does()
    {
        await using var server = await StartAsync();
        await AddAsync(server, new("of-a-later-version"), Result.Done);
        await RunAsync(server);
        var row = Assert.Single(await RowsAsync(server, "of-a-later-version"));
        Assert.Equal((JobState.Waiting, 0, null), (row.State, row.Attempts, row.LeasedUntil));
    }

    [Fact]
    public async Task An_upgrade_turns_emails_that_wait_or_were_sent_into_jobs()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("sent@example.com"));
        await MailInbox.UntilAsync(server, m => m.State == JobState.Done);
        receiver.Refusal = new(SmtpReplyCode.ServiceUnavailable, "Later");
        await MailInbox.AddAsync(server, MailInbox.Invitation("waits@example.com"));
        await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done || m.Attempts == 1);
        var before = await MailInbox.RowsAsync(server);
        await server.DowngradeAsync(all => all.Last(m => !m.EndsWith("_Jobs", StringComparison.Ordinal)));
        await ProgramHost.MigrateAsync(server.Services);
        var after = await MailInbox.RowsAsync(server);
        Assert.Equal(
            before.Select(m => (m.Id, m.To, m.Kind, m.State, m.Payload, m.Attempts, m.DueAt)),
            after.Select(m => (m.Id, m.To, m.Kind, m.State, m.Payload, m.Attempts, m.DueAt))
        );
        receiver.Refusal = null;
        await MailInbox.AdvanceAtOnceAsync(server, TimeSpan.FromMinutes(2));
        await receiver.WaitForAsync("waits@example.com");
    }

    private Task<TestApp> StartAsync(params Handler[] handlers) =>
        App.AnotherAsync(replace: services =>
        {
            foreach (var handler in handlers)
                services.AddSingleton<IJobHandler>(handler);
        });

    private static Task RunAsync(TestApp server) =>
        server.Services.GetRequiredService<JobWorker>().RunAsync(TestContext.Current.CancellationToken);

    private static Task<Result> AddAsync(TestApp server, NewJob job, Result outcome) =>
        server.InAsync(
            null,
            services =>
                services
                    .GetRequiredService<Change>()
                    .RunAsServerAsync(async () =>
                    {
                        await services.GetRequiredService<JobQueue>().AddAsync(job);
                        return outcome;
                    })
        );

    // Those that the program has itself are left out.
    private static Task<List<Job>> RowsAsync(TestApp server, string? type = null) =>
        server.DbAsync(
            null,
            db =>
                db.Jobs.IgnoreQueryFilters()
                    .AsNoTracking()
                    .Where(j => type == null ? j.Type != "cleanup" && j.Type != "credential-reminders" : j.Type == type)
                    .ToListAsync()
        );

    private static async Task<Job> UntilAsync(TestApp server, Predicate<Job> wanted)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await RowsAsync(server) is [var row] && wanted(row))
                return row;
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "It never came true.");
            await Task.Delay(10);
        }
    }

    private sealed class Handler(string type) : IJobHandler
    {
        public string Type => type;

        public TimeSpan? Every { get; init; }

        public JobFailure? Failure { get; set; }

        public JobFailure? Obstacle { get; set; }

        public TaskCompletionSource? Gate { get; init; }

        public ConcurrentQueue<string> Done { get; } = new();

        public Task<JobFailure?> CheckAsync() => Task.FromResult(Obstacle);

        public async Task<JobFailure?> RunAsync(Job job, CancellationToken abandon)
        {
            if (Gate is not null)
                await Gate.Task;
            Done.Enqueue(job.Kind);
            return Failure;
        }
    }
}

public sealed class JobsOnSqlite(SqliteApp app) : JobTests(app), IClassFixture<SqliteApp>;

public sealed class JobsOnPostgres(PostgresApp app) : JobTests(app), IClassFixture<PostgresApp>;
