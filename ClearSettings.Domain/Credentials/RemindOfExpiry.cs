using ClearSettings.Domain.Mail;
using ClearSettings.Domain.Mail.Letters;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Credentials;

/// <summary>
/// Mails people, once an hour, about key pairs of theirs that end in 14, 7 or 1 days, and once more when they have ended. Each reminder
/// is noted on the pair in the transaction that puts the mail into the outbox, so it goes out once.
/// </summary>
public sealed partial class RemindOfExpiry(IServiceScopeFactory scopes, TimeProvider time, ILogger<RemindOfExpiry> log) : BackgroundService
{
    private const int Batch = 100;

    // Days before the end; 0 is the end itself.
    private static readonly int[] Steps = [14, 7, 1, 0];
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    // So that a server which gets its mail server late, or was off, brings up nothing from long ago.
    private static readonly TimeSpan NewsFor = TimeSpan.FromDays(3);

    /// <summary>Writes what is due now; nothing while no mail server is set up.</summary>
    public async Task RunAsync()
    {
        Guid last = default;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<MailServer>().IsSetUpAsync()) return;
            last = await RemindAsync(scope.ServiceProvider.GetRequiredService<ClearSettingsDb>(), scope.ServiceProvider.GetRequiredService<Outbox>(), last);
        }
        while (last != default);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do await TryAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <returns>The last pair that was looked at, or nothing when there are no more.</returns>
    private Task<Guid> RemindAsync(ClearSettingsDb db, Outbox outbox, Guid after) => db.WriteAsync(async () =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (since, until) = (now - NewsFor, now.AddDays(Steps[0]));
        // The job serves every workspace. Whoever is no member any more is left out by the join.
        var rows = await (
            from c in db.Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            join m in db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]) on new { c.WorkspaceId, c.UserId } equals new { m.WorkspaceId, m.UserId }
            join u in db.Users on c.UserId equals u.Id
            join w in db.Workspaces on c.WorkspaceId equals w.Id
            where c.ExpiresAt > since && c.ExpiresAt <= until && c.ReplacedBy == null && (c.Reminded == null || c.Reminded > 0) && c.Id.CompareTo(after) > 0
            orderby c.Id
            select new { Credential = c, User = u, w.Name }).Take(Batch).ToListAsync();
        foreach (var row in rows.Where(r => DueStep(r.Credential, now) is not null))
        {
            row.Credential.Remind(DueStep(row.Credential, now)!.Value);
            outbox.Add(Write(row.Credential, row.User, row.Name, now), row.Credential.WorkspaceId);
        }
        return rows.Count < Batch ? default : rows[^1].Credential.Id;
    });

    // The step nearest to the end counts; a pair that was made with less time than a step never had that step before it.
    private static int? DueStep(Credential credential, DateTime now)
    {
        var end = credential.ExpiresAt!.Value;
        var due = Steps.Where(days => now >= end.AddDays(-days) && end.AddDays(-days) > credential.CreatedAt).Select(days => (int?)days).Min();
        return due < (credential.Reminded ?? int.MaxValue) ? due : null;
    }

    private static Letter Write(Credential credential, User user, string workspace, DateTime now)
    {
        var (end, lastUsedBy) = (credential.ExpiresAt!.Value, new[] { credential.LastUsedWorker, credential.LastUsedAddress }.FirstOrDefault(w => !string.IsNullOrEmpty(w)));
        var path = $"/settings/workspaces/{credential.WorkspaceId.Text()}/credentials";
        if (credential.IsExpired(now)) return new CredentialExpiredLetter(user.Email!, user.Name, workspace, credential.Called, end, lastUsedBy, path);
        return new CredentialExpiringLetter(user.Email!, user.Name, workspace, credential.Called, end, (int)Math.Ceiling((end - now).TotalDays), lastUsedBy, path);
    }

    private async Task TryAsync()
    {
        try
        {
            await RunAsync();
        }
        catch (Exception problem) when (problem is System.Data.Common.DbException or DbUpdateException)
        {
            LogFailure(problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "People could not be reminded of credentials that end; trying again in an hour")]
    private partial void LogFailure(Exception problem);
}
