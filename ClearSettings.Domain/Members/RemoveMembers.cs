using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>What a removal did.</summary>
/// <param name="Members">Names of those who were removed.</param>
/// <param name="Invitations">Addresses whose invitation was revoked.</param>
public sealed record RemovalResult(
    IReadOnlyList<string> Members,
    IReadOnlyList<string> Invitations,
    RemovalImpact Impact
);

/// <summary>
/// Removes people from the current workspace: members with all that <see cref="RemoveFromWorkspace"/> ends, and an
/// email to each; of those who are only invited, the invitation. What they logged stays. Only a new invitation brings
/// someone back.
/// </summary>
public sealed class RemoveMembers(
    ClearSettingsDb db,
    Change change,
    RemoveFromWorkspace departure,
    RevokeInvitations revoke
)
{
    /// <summary>Why the caller cannot remove a member, or null.</summary>
    /// <param name="personalOf">Of the workspace.</param>
    public static string? Obstacle(Guid userId, string name, MemberRole role, Guid callerId, Guid? personalOf)
    {
        if (userId == callerId)
            return "You cannot remove yourself. Leave the workspace from your Workspaces page.";
        if (role == MemberRole.Owner)
            return $"{name} is the owner and cannot be removed. Transfer ownership first.";
        return userId == personalOf
            ? $"This is the personal workspace of {name}, who cannot be removed from it."
            : null;
    }

    /// <summary>All of them, or none when one may not be removed. Who is gone already is passed over.</summary>
    /// <param name="ids">Of users or invitations, mixed.</param>
    public Task<Result<RemovalResult>> RunAsync(IReadOnlyCollection<Guid> ids) =>
        IdList.Check(ids.Count) is { } tooMany
            ? Task.FromResult(Result<RemovalResult>.From(tooMany))
            : change.RunAsync(Permission.ManageUsers, () => RemoveAsync(ids));

    private async Task<Result<RemovalResult>> RemoveAsync(IReadOnlyCollection<Guid> ids)
    {
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == change.Current.WorkspaceId);
        var members = await db
            .Members.Where(m => ids.Contains(m.UserId))
            .Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new LeavingMember(u.Id, u.Name, u.Email!, m.Role))
            .ToListAsync();
        if (
            members
                .Select(m => Obstacle(m.Id, m.Name, m.Role, change.Current.ActorId, workspace.PersonalOf))
                .FirstOrDefault(o => o is not null) is
            { } obstacle
        )
            return Result<RemovalResult>.Refuse("", obstacle);
        var revoked = await revoke.RunAsync(ids);
        // Of those, some may have been sent by a member who goes too, and end there a second time.
        await db.SaveChangesAsync();
        var impact = new RemovalImpact(0, 0, 0);
        foreach (var member in members)
            impact += await RemoveAsync(member, workspace);
        if (members.Count + revoked.Value.Count == 0)
            return Result<RemovalResult>.NotFound("No one was removed. They are no longer in the workspace.");
        return new RemovalResult([.. members.Select(m => m.Name)], revoked.Value, impact);
    }

    private async Task<RemovalImpact> RemoveAsync(LeavingMember member, Workspace workspace)
    {
        var impact = await departure.RunAsync(workspace.Id, member.Id);
        change.Audit.Record(
            AuditKind.MemberRemoved,
            member.Name,
            $"{member.Email}, {member.Role.DisplayName()}, credentials revoked: {impact.Credentials}, invitations "
                + $"revoked: {impact.Invitations}"
        );
        await change.Outbox.AddAsync(
            new MemberRemovedEmail(
                member.Email,
                member.Name,
                workspace.Name,
                change.Current.Principal.SignedName,
                impact.Credentials
            ),
            workspace.Id
        );
        return impact;
    }

    private sealed record LeavingMember(Guid Id, string Name, string Email, MemberRole Role);
}
