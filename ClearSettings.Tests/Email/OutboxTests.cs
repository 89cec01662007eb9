using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Email;

public abstract class OutboxTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_stored_letter_shows_no_link()
    {
        await using var rude = new MisbehavingMailServer(_ => "421 Later");
        await using var server = await App.AnotherAsync(settings: rude.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        Assert.NotNull((await MailInbox.UntilAsync(server, m => m.Attempts == 1)).Payload);
        Assert.DoesNotContain("token-of-ivan", await server.DbAsync(null, Tables.ReadAsync));
        Assert.DoesNotContain("token-of-ivan", server.Log.Text);
    }

    [Fact]
    public async Task A_notice_spares_anyone_who_wants_none_and_what_guards_an_account_does_not()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await server.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == server.Mia.Id)
                    .ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailNotificationsEnabled, false))
        );
        Assert.False(await MailInbox.AddAsync(server, InvitationAccepted(server.Mia)));
        Assert.True(await MailInbox.AddAsync(server, InvitationAccepted(server.Adam)));
        Assert.True(
            await MailInbox.AddAsync(
                server,
                new PasswordChangedEmail(server.Mia.Email, "Mia", server.Time.GetUtcNow().UtcDateTime, null)
            )
        );
        await receiver.WaitForAsync(2);
        Assert.Equal([server.Adam.Email, server.Mia.Email], (await MailInbox.RowsAsync(server)).Select(m => m.To));
    }

    [Theory]
    [InlineData("--Email:Host=smtp.company.com", "--Email:FromAddress=a@company.com")]
    [InlineData("--Email:Host=smtp.company.com", "--Email:LinkBase=https://settings.company.com")]
    [InlineData("--Email:FromAddress=a@company.com", "--Email:LinkBase=https://settings.company.com")]
    public async Task Half_a_set_up_is_none(params string[] settings)
    {
        await using var server = await App.AnotherAsync(settings: settings);
        Assert.False(await server.InAsync(server.Olga, s => s.GetRequiredService<MailServer>().IsSetUpAsync()));
        Assert.False(await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com")));
        Assert.Empty(await MailInbox.RowsAsync(server));
    }

    [Theory]
    [InlineData("--Email:Port=abc", "Email:Port is “abc”; it must be a whole number from 1 to 65535.")]
    [InlineData("--Email:Security=Some", "Email:Security is “Some”; it must be StartTls, Tls or None.")]
    [InlineData("--Email:FromAddress=nobody", "Email:FromAddress is “nobody”; it must be an email address")]
    [InlineData(
        "--Email:LinkBase=ftp://x",
        "Email:LinkBase is “ftp://x”; it must be an http or https URL without a path"
    )]
    [InlineData(
        "--Email:TrustedCertificate=/no/such/file.pem",
        "Email:TrustedCertificate is “/no/such/file.pem”; it must be a PEM file"
    )]
    public async Task A_setting_that_cannot_be_used_stops_the_start_with_a_sentence(string setting, string message) =>
        Assert.StartsWith(
            message,
            (
                await Assert.ThrowsAsync<Domain.StartupException>(() =>
                    App.AnotherAsync(people: false, settings: [setting])
                )
            ).Message
        );

    [Fact]
    public async Task Quotas_count_what_was_written_and_free_themselves()
    {
        await using var rude = new MisbehavingMailServer(_ => null);
        await using var server = await App.AnotherAsync(settings: rude.Settings);
        await MailInbox.AddAsync(
            server,
            [
                .. Enumerable.Range(0, 48).Select(i => MailInbox.Invitation($"p{i}@example.com")),
                .. Enumerable.Repeat(MailInbox.Invitation("often@example.com"), 3),
            ]
        );
        Assert.Equal(
            (0, 50),
            (await InvitationsLeftAsync(server, server.Olga), await InvitationsLeftAsync(server, server.Eve))
        );
        Assert.Equal(
            ["often@example.com"],
            await RecentlyInvitedAsync(server, "often@example.com", "p1@example.com", "new@example.com")
        );
        await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done);
        server.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(50, await InvitationsLeftAsync(server, server.Olga));
        Assert.NotEmpty(await RecentlyInvitedAsync(server, "often@example.com"));
        server.Time.Advance(TimeSpan.FromHours(23));
        Assert.Empty(await RecentlyInvitedAsync(server, "often@example.com"));
    }

    [Fact]
    public async Task Ended_emails_are_removed_after_30_days_and_waiting_ones_stay()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await MailInbox.AddAsync(server, MailInbox.Invitation("ivan@example.com"));
        await MailInbox.UntilAsync(server, m => m.State == JobState.Done);
        server.Time.Advance(TimeSpan.FromDays(29));
        await server.Services.GetRequiredService<ExpiredRowCleanup>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Single(await MailInbox.RowsAsync(server));
        receiver.Refusal = new(SmtpServer.Protocol.SmtpReplyCode.ServiceUnavailable, "Later");
        await MailInbox.AddAsync(server, MailInbox.Invitation("waits@example.com"));
        await MailInbox.WaitAsync(() =>
            MailInbox.RowsAsync(server).Result.Exists(m => m.To == "waits@example.com" && m.Attempts > 0)
        );
        server.Time.Advance(TimeSpan.FromDays(1.5));
        await server.Services.GetRequiredService<ExpiredRowCleanup>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("waits@example.com", Assert.Single(await MailInbox.RowsAsync(server)).To);
    }

    private static InvitationAcceptedEmail InvitationAccepted(Person person) =>
        new(person.Email, "Research", "Ivan", "ivan@example.com", "/x");

    private static Task<int> InvitationsLeftAsync(TestApp server, Person person) =>
        QuotaAsync(server, q => q.InvitationsLeftAsync(person.Workspace));

    private static Task<IReadOnlySet<string>> RecentlyInvitedAsync(TestApp server, params string[] addresses) =>
        QuotaAsync(server, q => q.FindRecentlyInvitedAsync(addresses));

    private static Task<T> QuotaAsync<T>(TestApp server, Func<EmailQuota, Task<T>> ask) =>
        server.InAsync(server.Olga, s => ask(s.GetRequiredService<EmailQuota>()));
}

public sealed class OutboxOnSqlite(SqliteApp app) : OutboxTests(app), IClassFixture<SqliteApp>;

public sealed class OutboxOnPostgres(PostgresApp app) : OutboxTests(app), IClassFixture<PostgresApp>;
