using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Jobs;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Email;

public abstract class ReminderTests(TestApp app) : AppTests(app)
{
    private const int MoreThanABatch = 110;

    [Fact]
    public async Task A_credential_brings_an_email_14_7_and_1_days_before_its_end_and_one_after()
    {
        await using var inbox = await OpenAsync();
        var server = inbox.Server;
        await server.KeyAsync(server.Mia, "Training agents", TimeSpan.FromDays(90));
        await server.KeyAsync(server.Mia, "For ever");
        List<(int Day, string Subject)> seen = [];
        for (var day = 0; day <= 100; day++)
        {
            foreach (var subject in await inbox.NewAsync())
                seen.Add((day, subject));
            server.Time.Advance(TimeSpan.FromDays(1));
        }
        Assert.Equal(
            [
                (76, "API credentials “Training agents” expire in 14 days"),
                (83, "API credentials “Training agents” expire in 7 days"),
                (89, "API credentials “Training agents” expire in 1 day"),
                (90, "API credentials “Training agents” have expired"),
            ],
            seen
        );
        var mail = await inbox.Receiver.WaitForAsync(server.Mia.Email, "have expired");
        Assert.Equal(
            $"https://settings.northwind.example/settings/workspaces/{server.Mia.Workspace:N}/credentials",
            mail.Link("/credentials").AbsoluteUri
        );
    }

    [Fact]
    public async Task A_credential_with_a_short_life_skips_the_steps_it_never_had()
    {
        await using var inbox = await OpenAsync();
        var server = inbox.Server;
        await server.KeyAsync(server.Mia, "Ten days", TimeSpan.FromDays(10));
        await server.KeyAsync(server.Mia, "An hour", TimeSpan.FromHours(1));
        Assert.Empty(await inbox.NewAsync());
        server.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("API credentials “An hour” have expired", Assert.Single(await inbox.NewAsync()));
        server.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal("API credentials “Ten days” expire in 7 days", Assert.Single(await inbox.NewAsync()));
    }

    [Fact]
    public async Task A_credential_of_a_service_account_brings_none()
    {
        await using var inbox = await OpenAsync();
        var server = inbox.Server;
        var bot = await server.BotAsync(server.Olga);
        Assert.True(
            (
                await server.InAsync(
                    server.Olga,
                    s =>
                        s.GetRequiredService<CreateCredential>()
                            .RunAsync(new() { Label = "Of a bot", ExpirationSec = 86400 }, bot.Id)
                )
            ).Ok
        );
        Assert.Empty(await inbox.NewAsync());
        server.Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await inbox.NewAsync());
    }

    [Fact]
    public async Task A_server_that_was_off_sends_the_nearest_step_only_and_nothing_from_long_ago()
    {
        await using var inbox = await OpenAsync();
        var server = inbox.Server;
        await server.KeyAsync(server.Mia, "Soon", TimeSpan.FromDays(60));
        await server.KeyAsync(server.Mia, "Long ago", TimeSpan.FromDays(50));
        server.Time.Advance(TimeSpan.FromDays(57));
        Assert.Equal("API credentials “Soon” expire in 3 days", Assert.Single(await inbox.NewAsync()));
        Assert.Empty(await inbox.NewAsync());
    }

    [Fact]
    public async Task Replaced_pairs_former_members_and_people_who_want_no_notices_bring_none()
    {
        await using var inbox = await OpenAsync();
        var server = inbox.Server;
        var replaced = await server.KeyAsync(server.Mia, "Replaced", TimeSpan.FromDays(20));
        await server.InAsync(
            server.Mia,
            s => s.GetRequiredService<RotateCredential>().RunAsync(replaced.Id, TimeSpan.FromDays(7), null)
        );
        await AddKeyOfFormerMemberAsync(server);
        var unwanted = await AddKeyWithoutNoticesAsync(server);
        server.Time.Advance(TimeSpan.FromDays(6) + TimeSpan.FromHours(2));
        var subjects = await inbox.NewAsync();
        Assert.Equal("API credentials “Replaced” expire in 14 days", Assert.Single(subjects));
        Assert.Null(await RemindedAsync(server, replaced));
        Assert.Equal(14, await RemindedAsync(server, unwanted));
    }

    [Fact]
    public async Task Without_a_mail_server_no_step_is_used_up()
    {
        await using var server = await App.AnotherAsync();
        var key = await server.KeyAsync(server.Mia, "Waits", TimeSpan.FromDays(20));
        server.Time.Advance(TimeSpan.FromDays(7));
        await server.Services.GetRequiredService<CredentialExpiryReminder>().RunAsync();
        Assert.Empty(await MailInbox.RowsAsync(server));
        Assert.Null(await RemindedAsync(server, key));
    }

    [Fact]
    public async Task Two_nodes_at_once_and_several_batches_bring_one_mail_each()
    {
        await using var inbox = await OpenAsync();
        var server = inbox.Server;
        for (var i = 0; i < MoreThanABatch; i++)
            await server.KeyAsync(server.Mia, $"Pair {i}", TimeSpan.FromDays(20));
        server.Time.Advance(TimeSpan.FromDays(7));
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => server.Services.GetRequiredService<CredentialExpiryReminder>().RunAsync())
        );
        Assert.Equal(MoreThanABatch, (await inbox.NewAsync()).Distinct().Count());
        Assert.Equal(MoreThanABatch, inbox.Receiver.Mails.Count);
    }

    private static async Task AddKeyOfFormerMemberAsync(TestApp server)
    {
        var former = await server.AddAsync("Former", MemberRole.Member);
        await server.KeyAsync(former, "Former", TimeSpan.FromDays(20));
        await server.DbAsync(
            null,
            db => db.Members.IgnoreQueryFilters().Where(m => m.UserId == former.Id).ExecuteDeleteAsync()
        );
    }

    private static async Task<Key> AddKeyWithoutNoticesAsync(TestApp server)
    {
        var quiet = await server.AddAsync("Quiet", MemberRole.Member);
        var key = await server.KeyAsync(quiet, "Unwanted", TimeSpan.FromDays(20));
        await server.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == quiet.Id)
                    .ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailNotificationsEnabled, false))
        );
        return key;
    }

    private static Task<int?> RemindedAsync(TestApp server, Key key) =>
        server.DbAsync(
            server.Mia,
            db => db.Credentials.Where(c => c.Id == key.Id).Select(c => c.Reminded).SingleAsync()
        );

    /// <summary>A server with email, and the subjects that arrived since the last look.</summary>
    private sealed class Inbox(TestApp server, MailReceiver receiver) : IAsyncDisposable
    {
        private int _seen;

        public TestApp Server => server;

        public MailReceiver Receiver => receiver;

        public async Task<List<string>> NewAsync()
        {
            await server.Services.GetRequiredService<CredentialExpiryReminder>().RunAsync();
            var rows = await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done);
            var emails = await receiver.WaitForAsync(rows.Count);
            Assert.Equal(rows.Count, emails.Count);
            var subjects = emails.Skip(_seen).Select(m => m.Subject).ToList();
            _seen = emails.Count;
            return subjects;
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            await receiver.DisposeAsync();
        }
    }

    private async Task<Inbox> OpenAsync()
    {
        var receiver = MailReceiver.Start();
        return new(await App.AnotherAsync(settings: receiver.Settings), receiver);
    }
}

public sealed class ReminderOnSqlite(SqliteApp app) : ReminderTests(app), IClassFixture<SqliteApp>;
