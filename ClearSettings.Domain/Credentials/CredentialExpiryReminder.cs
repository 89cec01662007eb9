using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Credentials;

/// <summary>
/// Emails people, once an hour, about credentials of theirs that end in 14, 7 or 1 days, and once more when they have
/// ended. Each reminder is noted on the credentials in the transaction that puts the email into the outbox, so it goes
/// out once.
/// </summary>
public sealed class CredentialExpiryReminder(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<CredentialExpiryReminder> log
) : RecurringJob(time, log)
{
    private const int Batch = 100;

    // Days before the end; 0 is the end itself.
    private static readonly int[] Steps = [14, 7, 1, 0];

    // So that a server which gets its mail server late, or was off, brings up nothing from long ago.
    private static readonly TimeSpan NewsFor = TimeSpan.FromDays(3);

    public override string Type => "credential-reminders";

    protected override TimeSpan Every => TimeSpan.FromHours(1);

    /// <summary>Writes what is due now; nothing while no mail server is set up.</summary>
    public async Task RunAsync()
    {
        List<Guid> expiring;
        await using (var scope = scopes.CreateAsyncScope())
        {
            if (!await scope.ServiceProvider.GetRequiredService<MailServer>().IsSetUpAsync())
                return;
            var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
            expiring = await Expiring(db, Time.GetUtcNow().UtcDateTime)
                .OrderBy(c => c.Id)
                .Select(c => c.Id)
                .ToListAsync();
        }
        foreach (var batch in expiring.Chunk(Batch))
        {
            await Batches.WriteAsync<Guid>(
                batch,
                RemindAsync,
                (id, problem) =>
                    Report(
                        problem,
                        $"The expiry reminder for credential {id} could not be sent; trying again in an hour"
                    )
            );
        }
    }

    protected override Task RunOnceAsync(CancellationToken stop) => RunAsync();

    // The job serves every workspace.
    private static IQueryable<Credential> Expiring(ClearSettingsDb db, DateTime now)
    {
        var (since, until) = (now - NewsFor, now.AddDays(Steps[0]));
        return db
            .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c =>
                c.ExpiresAt > since
                && c.ExpiresAt <= until
                && c.ReplacedBy == null
                && (c.Reminded == null || c.Reminded > 0)
            );
    }

    private async Task RemindAsync(ArraySegment<Guid> batch)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        await scope
            .ServiceProvider.GetRequiredService<Change>()
            .RunAsServerAsync(async () =>
            {
                var now = Time.GetUtcNow().UtcDateTime;
                foreach (var due in await ReadAsync(db, [.. batch], now))
                {
                    if (DueStep(due.Credential, now) is not { } step)
                        continue;
                    due.Credential.Remind(step);
                    await outbox.AddAsync(Write(due, now), due.Credential.WorkspaceId);
                }
                return true;
            });
    }

    // Whoever is no longer a member is left out by the join.
    private static Task<List<ExpiringCredential>> ReadAsync(ClearSettingsDb db, List<Guid> ids, DateTime now) =>
        (
            from c in Expiring(db, now)
            join m in db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                on new { c.WorkspaceId, c.UserId } equals new { m.WorkspaceId, m.UserId }
            join u in db.Users on c.UserId equals u.Id
            join w in db.Workspaces on c.WorkspaceId equals w.Id
            where ids.Contains(c.Id)
            orderby c.Id
            select new ExpiringCredential(c, u, w.Name)
        ).ToListAsync();

    // The step nearest to the end counts; a pair that was made with less time than a step never had that step before
    // it.
    private static int? DueStep(Credential credential, DateTime now)
    {
        var end = credential.ExpiresAt!.Value;
        var due = Steps
            .Where(days => now >= end.AddDays(-days) && end.AddDays(-days) > credential.CreatedAt)
            .Select(days => (int?)days)
            .Min();
        return due < (credential.Reminded ?? int.MaxValue) ? due : null;
    }

    private static EmailMessage Write(ExpiringCredential expiring, DateTime now)
    {
        var (credential, user, workspace) = expiring;
        var end = credential.ExpiresAt!.Value;
        var lastUsedBy = new[] { credential.LastUsedWorker, credential.LastUsedAddress }.FirstOrDefault(w =>
            !string.IsNullOrEmpty(w)
        );
        var path = $"/settings/workspaces/{credential.WorkspaceId.ToHex()}/credentials";
        var (email, name, label) = (user.Email!, user.Name, credential.DisplayName);
        if (credential.IsExpired(now))
            return new CredentialExpiredEmail(email, name, workspace, label, end, lastUsedBy, path);
        var days = (int)Math.Ceiling((end - now).TotalDays);
        return new CredentialExpiringEmail(email, name, workspace, label, end, days, lastUsedBy, path);
    }

    private sealed record ExpiringCredential(Credential Credential, User User, string Workspace);
}
