using ClearSettings.Domain.Principals;
using ClearSettings.Domain.SystemCredentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>One account that impersonated a person.</summary>
/// <param name="IsActive">Whether it is still a service account of the workspace; false for a deleted one, for an
/// administrator and for system credentials.</param>
public sealed record ImpersonationHistoryEntry(
    Guid ActorId,
    string Name,
    bool IsActive,
    int Times,
    DateTime FirstAt,
    DateTime LastAt
);

/// <summary>
/// Who impersonated a person in a workspace, for their profile: from memory, at most 2 seconds old, and never older
/// than the last use that this process recorded.
/// </summary>
public sealed class ImpersonationHistory(
    IServiceScopeFactory scopes,
    WorkspaceVersions versions,
    SystemCredentialList systems,
    TimeProvider time
)
{
    private const int MaxRows = 50;

    private readonly VersionedCache<(Guid User, Guid Workspace), IReadOnlyList<ImpersonationHistoryEntry>> _entries =
        new(50_000, time, TimeSpan.FromSeconds(2));

    /// <returns>The latest first, at most 50.</returns>
    public async ValueTask<IReadOnlyList<ImpersonationHistoryEntry>> GetAsync(Principal person) =>
        (await _entries.GetAsync((person.UserId, person.WorkspaceId), versions.Changes, ReadAsync))!;

    private async Task<IReadOnlyList<ImpersonationHistoryEntry>?> ReadAsync((Guid User, Guid Workspace) of)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var accounts = db.ServiceAccounts.Where(s => s.WorkspaceId == of.Workspace);
        var uses =
            from use in db
                .ImpersonationUses.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(u => u.WorkspaceId == of.Workspace && u.UserId == of.User && u.ActorId != u.UserId)
                .OrderByDescending(u => u.LastAt)
                .Take(MaxRows)
            join user in db.Users on use.ActorId equals user.Id into users
            from user in users.DefaultIfEmpty()
            orderby use.LastAt descending
            select new ImpersonationHistoryEntry(
                use.ActorId,
                user!.Name ?? "",
                accounts.Any(s => s.UserId == use.ActorId),
                use.Logins,
                use.FirstAt,
                use.LastAt
            );
        return [.. (await uses.ToListAsync()).Select(AddDisplayName)];
    }

    // System credentials are no users. Whoever is neither was deleted, or removed from the configuration.
    private ImpersonationHistoryEntry AddDisplayName(ImpersonationHistoryEntry acted) =>
        acted.Name.Length > 0
            ? acted
            : acted with
            {
                Name = systems.FindById(acted.ActorId)?.DisplayName ?? "Deleted account",
            };
}
