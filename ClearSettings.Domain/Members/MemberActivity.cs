using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Writes down when a member last used a page of a workspace, at most every 5 minutes for each of the two.</summary>
public sealed class MemberActivity(TimeProvider time)
{
    private const int MaxEntries = 100_000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(Guid User, Guid Workspace), DateTime> written = new();

    public ValueTask SeenAsync(ClearSettingsDb db, Guid userId, Guid workspaceId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (written.TryGetValue((userId, workspaceId), out var last) && now - last < Every) return ValueTask.CompletedTask;
        if (written.Count >= MaxEntries) written.Clear();
        written[(userId, workspaceId)] = now;
        return new(WriteAsync(db, userId, workspaceId, now));
    }

    // Another node may have written a moment ago.
    private static Task<int> WriteAsync(ClearSettingsDb db, Guid userId, Guid workspaceId, DateTime now) => db.WriteAsync(() =>
        db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.UserId == userId && m.WorkspaceId == workspaceId && (m.LastSeenAt == null || m.LastSeenAt < now - Every))
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.LastSeenAt, now)));
}
