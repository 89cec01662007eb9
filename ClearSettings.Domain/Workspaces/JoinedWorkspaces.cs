using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.Workspaces;

/// <summary>A workspace as one of its members has it.</summary>
/// <param name="IsPersonal">It came with that person's account.</param>
/// <param name="RequiresTwoFactor">Its members must use two-factor authentication.</param>
public sealed record JoinedWorkspace(Guid Id, string Name, MemberRole Role, bool IsPersonal, bool RequiresTwoFactor);

/// <summary>
/// Of which workspaces a person is a member, longest first. Kept in memory for some seconds, since API calls ask for
/// it.
/// </summary>
public sealed class JoinedWorkspaces(IServiceScopeFactory scopes, WorkspaceVersions versions, TimeProvider time)
{
    private readonly VersionedCache<Guid, IReadOnlyList<JoinedWorkspace>> _joined = new(
        50_000,
        time,
        TimeSpan.FromSeconds(2)
    );

    public async ValueTask<IReadOnlyList<JoinedWorkspace>> GetAsync(Guid userId) =>
        _joined.TryGet(userId, versions.Changes, out var joined)
            ? joined
            : (await _joined.GetAsync(userId, versions.Changes, ReadAsync))!;

    /// <summary>
    /// Those that a caller may know of. Whoever impersonates someone learns of none that the two do not share.
    /// </summary>
    public async ValueTask<IReadOnlyList<JoinedWorkspace>> GetAsync(Principal caller)
    {
        if (caller.IsServiceAccount)
            return [new(caller.WorkspaceId, caller.WorkspaceName, caller.Role, false, false)];
        var joined = await GetAsync(caller.UserId);
        if (caller.Actor is not { } actor)
            return joined;
        var theirs = (await GetAsync(actor.UserId)).Select(w => w.Id).Append(caller.WorkspaceId).ToHashSet();
        return [.. joined.Where(w => theirs.Contains(w.Id))];
    }

    private async Task<IReadOnlyList<JoinedWorkspace>?> ReadAsync(Guid userId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        return await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.UserId == userId)
            .OrderBy(m => m.JoinedAt)
            .ThenBy(m => m.WorkspaceId)
            .Join(
                db.Workspaces,
                m => m.WorkspaceId,
                w => w.Id,
                (m, w) => new JoinedWorkspace(w.Id, w.Name, m.Role, w.PersonalOf == userId, w.RequiresTwoFactor)
            )
            .ToListAsync();
    }
}
