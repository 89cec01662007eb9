using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Writes down when a member last used a page of a workspace, at most every 5 minutes for each of the two.
/// </summary>
public sealed class MemberActivity(TimeProvider time, ILogger<MemberActivity> log)
{
    private const int MaxEntries = 100_000;
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(5);

    private readonly FailureLog _failures = new(log, time);

    private readonly VersionedCache<(Guid User, Guid Workspace), DateTime> _written = new(MaxEntries);

    /// <param name="services">Of the request. The database is taken from them only when there is something to
    /// write.</param>
    public ValueTask RecordAsync(IServiceProvider services, Guid userId, Guid workspaceId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (_written.TryGet((userId, workspaceId), 0, out var last) && now - last < WriteInterval)
            return ValueTask.CompletedTask;
        _written.Set((userId, workspaceId), 0, now);
        return new(TryWriteAsync(services, userId, workspaceId, now));
    }

    // The page itself may need no write, and be what helps to see why writing fails.
    private async Task TryWriteAsync(IServiceProvider services, Guid userId, Guid workspaceId, DateTime now)
    {
        try
        {
            await WriteAsync(services, userId, workspaceId, now);
        }
        catch (Exception problem) when (problem is not (OutOfMemoryException or OperationCanceledException))
        {
            _failures.Write(problem, "The last activity of a member could not be recorded");
        }
    }

    // Another node may have written a moment ago.
    private static Task<int> WriteAsync(IServiceProvider services, Guid userId, Guid workspaceId, DateTime now) =>
        services
            .GetRequiredService<Change>()
            .RunAsServerAsync(() =>
                services
                    .GetRequiredService<ClearSettingsDb>()
                    .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                    .Where(m =>
                        m.UserId == userId
                        && m.WorkspaceId == workspaceId
                        && (m.LastSeenAt == null || m.LastSeenAt < now - WriteInterval)
                    )
                    .ExecuteUpdateAsync(m => m.SetProperty(x => x.LastSeenAt, now))
            );
}
