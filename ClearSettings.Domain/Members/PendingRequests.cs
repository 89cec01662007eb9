using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.Members;

/// <summary>An invitation that a person with an account can answer in the app.</summary>
public sealed record PendingInvitation(
    Guid Id,
    string Workspace,
    string InvitedBy,
    MemberRole Role,
    DateTime InvitedAt,
    DateTime ExpiresAt
);

/// <summary>An ownership that waits for a person's answer.</summary>
public sealed record PendingOwnershipTransfer(
    Guid WorkspaceId,
    string Workspace,
    string OfferedBy,
    DateTime OfferedAt,
    DateTime ExpiresAt
);

/// <summary>
/// What waits for a person's answer. Invitations are shown to whoever has proved the address they were sent to, since
/// they name a workspace and a person.
/// </summary>
public sealed class PendingRequests(ClearSettingsDb db, TimeProvider time)
{
    /// <summary>So many on one page.</summary>
    public const int PageSize = 20;

    /// <summary>The latest first, since anyone with a workspace can send more of them.</summary>
    public Task<List<PendingInvitation>> InvitationsAsync(Guid userId, int skip = 0, int take = PageSize) =>
        Invitations(userId)
            .Join(db.Workspaces, i => i.WorkspaceId, w => w.Id, (i, w) => new { Invitation = i, w.Name })
            .Join(db.Users, x => x.Invitation.InvitedById, u => u.Id, (x, u) => new { Request = x, InvitedBy = u.Name })
            .OrderByDescending(x => x.Request.Invitation.InvitedAt)
            .ThenBy(x => x.Request.Invitation.Id)
            .Skip(skip)
            .Take(take)
            .Select(x => new PendingInvitation(
                x.Request.Invitation.Id,
                x.Request.Name,
                x.InvitedBy,
                x.Request.Invitation.Role,
                x.Request.Invitation.InvitedAt,
                x.Request.Invitation.ExpiresAt
            ))
            .ToListAsync();

    public Task<int> CountInvitationsAsync(Guid userId) => Invitations(userId).CountAsync();

    /// <summary>
    /// The oldest, at most a page of them: only workspaces that the person is in can offer themselves.
    /// </summary>
    public Task<List<PendingOwnershipTransfer>> OwnershipTransfersAsync(Guid userId) =>
        OwnershipTransfers(userId)
            .Join(db.Workspaces, o => o.WorkspaceId, w => w.Id, (o, w) => new { Offer = o, w.Name })
            .Join(
                db.Users,
                x => x.Offer.FromUserId,
                u => u.Id,
                (x, u) =>
                    new
                    {
                        x.Offer,
                        x.Name,
                        OfferedBy = u.Name,
                    }
            )
            .OrderBy(x => x.Offer.OfferedAt)
            .Take(PageSize)
            .Select(x => new PendingOwnershipTransfer(
                x.Offer.WorkspaceId,
                x.Name,
                x.OfferedBy,
                x.Offer.OfferedAt,
                x.Offer.ExpiresAt
            ))
            .ToListAsync();

    internal Task<int> CountAsync(Guid userId) =>
        Invitations(userId)
            .Select(i => i.WorkspaceId)
            .Concat(OwnershipTransfers(userId).Select(o => o.WorkspaceId))
            .CountAsync();

    private IQueryable<Invitation> Invitations(Guid userId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return db
            .Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(i =>
                i.State == InvitationState.Pending
                && i.ExpiresAt > now
                && db.Users.Any(u => u.Id == userId && u.EmailConfirmed && u.Email == i.Email)
            );
    }

    private IQueryable<OwnershipTransfer> OwnershipTransfers(Guid userId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return db
            .OwnershipTransfers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(o => o.ToUserId == userId && o.ExpiresAt > now);
    }
}

/// <summary>
/// How many answers wait for a person, for the bell on every page: from memory, at most 10 seconds old.
/// </summary>
public sealed class PendingRequestCount(IServiceScopeFactory scopes, WorkspaceVersions versions, TimeProvider time)
{
    private readonly VersionedCache<Guid, int> _counts = new(50_000, time, TimeSpan.FromSeconds(10));

    public ValueTask<int> GetAsync(Guid userId) => _counts.GetAsync(userId, versions.Changes, ReadAsync);

    private async Task<int> ReadAsync(Guid userId)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PendingRequests>().CountAsync(userId);
    }
}
