using ClearSettings.Domain.Billing;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>How many places of a workspace are taken.</summary>
/// <param name="Taken">People who are members.</param>
/// <param name="Pending">Invitations whose link works now; each keeps a seat free for the person it is for.</param>
/// <param name="Limit">How many people the plan allows; null is no limit.</param>
public sealed record SeatCount(int Taken, int Pending, int? Limit)
{
    /// <summary>How many more people can be invited; null is no limit.</summary>
    public int? Free => Limit is { } limit ? Math.Max(0, limit - Taken - Pending) : null;

    /// <summary>
    /// Whether someone who holds an invitation can come in. Their seat is among <see cref="Pending"/>, so only members
    /// count.
    /// </summary>
    public bool HasRoom => Limit is null || Taken < Limit;
}

/// <summary>
/// Counts the seats of a workspace. Inside a <see cref="Change"/> that locks the workspace, the count holds until the
/// commit (docs/security.md#concurrent-changes).
/// </summary>
public sealed class Seats(ClearSettingsDb db, Plans plans, TimeProvider time)
{
    /// <param name="workspaceId">Any: whoever accepts an invitation is not in it yet.</param>
    public async Task<SeatCount> CountAsync(Guid workspaceId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var taken = await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .CountAsync(m => m.WorkspaceId == workspaceId);
        var waiting = await db
            .Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .CountAsync(i => i.WorkspaceId == workspaceId && i.State == InvitationState.Pending && i.ExpiresAt > now);
        return new(
            taken,
            waiting,
            plans.Seats(await db.Workspaces.Where(w => w.Id == workspaceId).Select(w => w.Plan).SingleAsync())
        );
    }
}
