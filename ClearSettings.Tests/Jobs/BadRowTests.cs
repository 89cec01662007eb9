using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Vaults;
using ClearSettings.Tests.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Jobs;

/// <summary>
/// Everything that writes many rows goes on when one of them cannot be written, and does not fill the log.
/// </summary>
public abstract class BadRowTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_credential_used_again_by_the_same_worker_after_31_days_is_written()
    {
        await using var server = await App.AnotherAsync();
        var (again, other) = (await server.KeyAsync(server.Olga), await server.KeyAsync(server.Mia));
        await UseAsync(server, again, "gpu-1");
        server.Time.Advance(TimeSpan.FromDays(31));
        var returned = server.Time.GetUtcNow().UtcDateTime;
        await UseAsync(server, again, "gpu-1");
        await UseAsync(server, other, "gpu-1");
        foreach (var key in new[] { again, other })
            Assert.InRange(
                Assert.Single(await UsesAsync(server, key)).LastUsedAt,
                returned,
                server.Time.GetUtcNow().UtcDateTime
            );
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task A_use_that_cannot_be_written_keeps_no_other_and_is_logged_at_most_every_10_minutes()
    {
        await using var server = await App.AnotherAsync();
        await BadRow.AddAsync(server, "credential_uses", "insert", "row.\"Worker\" = 'bad'");
        var key = await server.KeyAsync(server.Olga);
        var uses = server.Services.GetRequiredService<CredentialUsageRecorder>();
        foreach (var worker in (string[])["gpu-1", "bad", "gpu-2", "gpu-3"])
            uses.Add(key.Id, worker, "192.0.2.1");
        await uses.FlushAsync(all: true);
        Assert.Equal(["gpu-1", "gpu-2", "gpu-3"], (await UsesAsync(server, key)).Select(u => u.Worker).Order());
        for (var minute = 1; minute < 9; minute++)
        {
            server.Time.Advance(TimeSpan.FromMinutes(1));
            await UseAsync(server, key, "bad");
        }
        Assert.Equal(1, CountIn(server.Log, "The last use of credential "));
        server.Time.Advance(LogThrottle.Interval);
        await UseAsync(server, key, "bad");
        Assert.Equal(2, CountIn(server.Log, "The last use of credential "));
    }

    [Fact]
    public async Task An_email_whose_row_cannot_be_changed_keeps_no_other()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        await BadRow.AddAsync(server, "jobs", "update", "row.\"To\" = 'bad@example.com'");
        await MailInbox.AddAsync(
            server,
            MailInbox.Invitation("bad@example.com"),
            MailInbox.Invitation("ivan@example.com"),
            MailInbox.Invitation("anna@example.com")
        );
        for (var i = 0; i < 3; i++)
            await MailInbox.AdvanceAtOnceAsync(server, TimeSpan.FromMinutes(2));
        var rows = await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done || m.To == "bad@example.com");
        Assert.Equal(
            ["anna@example.com", "ivan@example.com"],
            rows.Where(m => m.State == JobState.Done).Select(m => m.To).Order()
        );
        Assert.Equal(1, CountIn(server.Log, "cannot be read or changed, so it is not carried out"));
    }

    [Fact]
    public async Task A_reminder_that_cannot_be_written_keeps_no_other()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        foreach (var label in (string[])["First", "Bad", "Last"])
            await server.KeyAsync(server.Mia, label, TimeSpan.FromDays(20));
        await BadRow.AddAsync(server, "credentials", "update", "row.\"Label\" = 'Bad'");
        server.Time.AdjustTime(server.Time.GetUtcNow().AddDays(7));
        await server.Services.GetRequiredService<CredentialExpiryReminder>().RunAsync();
        var emails = await receiver.WaitForAsync(2);
        Assert.Equal(
            ["API credentials “First” expire in 13 days", "API credentials “Last” expire in 13 days"],
            emails.Select(m => m.Subject).Order()
        );
    }

    [Fact]
    public async Task A_workspace_whose_audit_log_cannot_be_sealed_keeps_no_other()
    {
        await using var server = await App.AnotherAsync();
        await BadRow.AddAsync(
            server,
            "audit_seals",
            "insert",
            "row.\"EventId\" in (select \"Id\" from audit_events where \"Subject\" = 'Bad')"
        );
        await RecordAsync(server, server.Olga, "Bad");
        await RecordAsync(server, server.Eve, "Good");
        await Assert.ThrowsAsync<AggregateException>(() =>
            server.Services.GetRequiredService<AuditChainMonitor>().AppendLinksAsync()
        );
        var sealedOnes = await server.DbAsync(
            null,
            db => db.AuditChainLinks.IgnoreQueryFilters().Select(s => s.WorkspaceId).Distinct().ToListAsync()
        );
        Assert.Equal([server.Eve.Workspace], sealedOnes);
    }

    [Fact]
    public async Task A_table_that_cannot_be_cleaned_up_keeps_no_other()
    {
        await using var server = await App.AnotherAsync();
        await server.SignedInAsync(server.Mia);
        await server.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                {
                    db.PasswordResetTokens.Add(PasswordResetToken.Create(server.Mia.Id, new byte[32], server.Time));
                    return Task.FromResult(true);
                })
        );
        await BadRow.AddAsync(server, "sessions", "delete", "1 = 1");
        server.Time.AdjustTime(server.Time.GetUtcNow().AddDays(40));
        await server.Services.GetRequiredService<ExpiredRowCleanup>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            (1, 0),
            await server.DbAsync(
                null,
                async db => (await db.Sessions.CountAsync(), await db.PasswordResetTokens.CountAsync())
            )
        );
    }

    [Fact]
    public async Task A_member_whose_activity_cannot_be_written_still_gets_the_page()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Mia);
        await BadRow.AddAsync(server, "members", "update", "1 = 1");
        await BadRow.AddAsync(server, "sessions", "update", "1 = 1");
        for (var i = 0; i < 3; i++)
        {
            server.Time.Advance(TimeSpan.FromMinutes(6));
            Assert.Equal(200, (await browser.GetAsync("/settings/profile")).Status);
        }
    }

    [Fact]
    public async Task A_vault_whose_key_cannot_be_unwrapped_keeps_no_other_from_the_newest_key()
    {
        await using var server = await App.AnotherAsync();
        List<Guid> vaults = [];
        foreach (var name in (string[])["First", "Bad", "Last"])
            vaults.Add(await SaveVaultAsync(server, name));
        await server.DbAsync(
            server.Olga,
            db =>
                db.Vaults.Where(v => v.Name == "Bad")
                    .ExecuteUpdateAsync(v => v.SetProperty(x => x.DataKey, new byte[8]))
        );
        var (count, unreadable) = await server.InAsync(null, s => s.GetRequiredService<RewrapVaults>().RunAsync());
        Assert.Equal((2, vaults[1]), (count, Assert.Single(unreadable)));
    }

    private static Task RecordAsync(TestApp server, Person person, string subject) =>
        server.InAsync(
            person,
            s =>
                s.GetRequiredService<ClearSettingsDb>()
                    .WriteAsync(() =>
                    {
                        s.GetRequiredService<AuditLog>().Record(AuditKind.UserRenamed, subject);
                        return Task.FromResult(true);
                    })
        );

    private static async Task<Guid> SaveVaultAsync(TestApp server, string name)
    {
        var input = new VaultInput
        {
            Name = name,
            Scope = VaultScope.Organization,
            Content = "a = 1",
        };
        return (await server.InAsync(server.Olga, s => s.GetRequiredService<SaveVault>().RunAsync(null, input))).Value;
    }

    private static int CountIn(CapturedLog log, string words) => log.Text.Split(words).Length - 1;

    private static async Task UseAsync(TestApp server, Key key, string worker)
    {
        var uses = server.Services.GetRequiredService<CredentialUsageRecorder>();
        uses.Add(key.Id, worker, "192.0.2.1");
        await uses.FlushAsync(all: true);
    }

    private static Task<List<CredentialUse>> UsesAsync(TestApp server, Key key) =>
        server.DbAsync(null, db => db.CredentialUses.AsNoTracking().Where(u => u.CredentialId == key.Id).ToListAsync());
}

public sealed class BadRowsOnSqlite(SqliteApp app) : BadRowTests(app), IClassFixture<SqliteApp>;

public sealed class BadRowsOnPostgres(PostgresApp app) : BadRowTests(app), IClassFixture<PostgresApp>;
