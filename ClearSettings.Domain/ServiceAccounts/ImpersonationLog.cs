using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>
/// Writes down who impersonates whom: in the audit log when it starts, and for the person's own profile. A login is
/// written before its token is given. Calls that bring the header each time, or a token had before, are written at most
/// once an hour for each pair of the two.
/// </summary>
public sealed class ImpersonationLog(WorkspaceVersions versions, TimeProvider time)
{
    private const int MaxEntries = 100_000;
    private static readonly TimeSpan WriteInterval = TimeSpan.FromHours(1);

    private readonly VersionedCache<(Guid Workspace, Guid Actor, Guid User, bool Starts), DateTime> _written = new(
        MaxEntries
    );

    /// <param name="starts">The caller says for whom; otherwise a token does, which was written down when it was
    /// given.</param>
    /// <param name="login">A token is about to be given.</param>
    public ValueTask RecordAsync(ClearSettingsDb db, Change change, bool starts, bool login)
    {
        var me = change.Current.Principal;
        var (key, now) = ((me.WorkspaceId, me.ActorId, me.UserId, starts), time.GetUtcNow().UtcDateTime);
        if (
            me.Actor is null
            || (!(starts && login) && _written.TryGet(key, 0, out var last) && now - last < WriteInterval)
        )
            return ValueTask.CompletedTask;
        return new(WriteAsync());

        async Task WriteAsync()
        {
            await change.RunAsServerAsync(() => NoteAsync(db, change, starts, now));
            _written.Set(key, 0, now);
        }
    }

    private async Task<bool> NoteAsync(ClearSettingsDb db, Change change, bool starts, DateTime now)
    {
        var me = change.Current.Principal;
        if (starts)
            change.Audit.Record(
                AuditKind.ImpersonationStarted,
                me.UserName,
                me.Actor!.OwnRights ? "with their own permissions" : null
            );
        var present = db.ImpersonationUses.Where(u => u.ActorId == me.ActorId && u.UserId == me.UserId);
        var again = starts ? 1 : 0;
        if (
            await present.ExecuteUpdateAsync(u =>
                u.SetProperty(x => x.LastAt, now).SetProperty(x => x.Logins, x => x.Logins + again)
            ) == 0
        )
            db.ImpersonationUses.Add(ImpersonationUse.First(me.WorkspaceId, me.ActorId, me.UserId, now));
        // The person may be looking at ImpersonationHistory.
        db.AfterCommit(() => versions.Invalidate(me.WorkspaceId));
        return true;
    }
}
