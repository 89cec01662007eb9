using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>What the holder of an invitation link may do about an account for the invited address.</summary>
public enum InvitedAccount
{
    /// <summary>There is none: create one.</summary>
    None,

    /// <summary>
    /// There is one that its creator never proved to own, or that was never activated: the holder takes it over.
    /// </summary>
    Replaceable,

    /// <summary>There is one: sign in with it.</summary>
    Existing,

    /// <summary>
    /// Not looked up. The link was copied and proves nothing, so the holder confirms the address by email first.
    /// </summary>
    Unconfirmed,
}

/// <summary>
/// What the holder of an invitation's link may know. Where <see cref="Obstacle"/> is set nothing else is told.
/// </summary>
/// <param name="IsEmailed">The link came through the mailbox, so its holder owns the address.</param>
/// <param name="Obstacle">Why the link does not work, and what to do; null when it works.</param>
public sealed record InvitationLink(
    Guid Id,
    Guid WorkspaceId,
    string Workspace,
    string InvitedBy,
    MemberRole Role,
    string Email,
    InvitedAccount Account,
    bool IsEmailed,
    string? Obstacle
)
{
    internal static InvitationLink Broken(string obstacle) =>
        new(default, default, "", "", default, "", default, false, obstacle);
}

/// <summary>Reads what a link's token stands for; changes nothing.</summary>
public sealed class InvitationLinks(ClearSettingsDb db, JoinCheck check, Hosting hosting, TimeProvider time)
{
    /// <summary>For an unknown token, such as that of an older link of an invitation that was sent again.</summary>
    public const string Unknown =
        "It may be incomplete, or a newer one was sent. Open the link in the latest email, or ask for a new "
        + "invitation.";

    public async Task<InvitationLink> FindAsync(string? token)
    {
        var hash = LinkToken.Hash(token);
        if (await Read(hash).SingleOrDefaultAsync() is not { } row)
            return InvitationLink.Broken(Unknown);
        if (await check.FindInviterAsync(row.Invitation) is not { } inviter)
            return InvitationLink.Broken(Unknown);
        if (GetObstacle(row.Invitation, inviter.Role, time.GetUtcNow().UtcDateTime) is { } obstacle)
            return InvitationLink.Broken(obstacle);
        var isEmailed = row.Invitation.EmailTokenHash is { } emailed && emailed.AsSpan().SequenceEqual(hash);
        return new(
            row.Invitation.Id,
            row.Invitation.WorkspaceId,
            row.Workspace,
            inviter.Name,
            row.Invitation.Role,
            row.Invitation.Email,
            await FindAccountAsync(row.Invitation.Email, isEmailed),
            isEmailed,
            null
        );
    }

    private IQueryable<FoundInvitation> Read(byte[] hash) =>
        from i in db.Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AsNoTracking()
        where i.TokenHash == hash || i.EmailTokenHash == hash
        join w in db.Workspaces on i.WorkspaceId equals w.Id
        select new FoundInvitation(i, w.Name);

    private async Task<InvitedAccount> FindAccountAsync(string email, bool isEmailed)
    {
        if (!isEmailed && hosting.IsHosted)
            return InvitedAccount.Unconfirmed;
        var user = await db
            .Users.AsNoTracking()
            .SingleOrDefaultAsync(u => u.NormalizedEmail == email.ToUpperInvariant());
        return GetAccount(user, isEmailed);
    }

    private sealed record FoundInvitation(Invitation Invitation, string Workspace);

    /// <summary>
    /// What a link gives its holder of an account. A copied link never takes over an account that has a password.
    /// </summary>
    internal static InvitedAccount GetAccount(User? user, bool isEmailed)
    {
        if (user is null)
            return InvitedAccount.None;
        return !user.EmailConfirmed && (isEmailed || user.PasswordHash is null)
            ? InvitedAccount.Replaceable
            : InvitedAccount.Existing;
    }

    /// <param name="inviter">The inviter's role in the workspace now; null when they are gone.</param>
    internal static string? GetObstacle(Invitation invitation, MemberRole? inviter, DateTime now) =>
        invitation.State switch
        {
            InvitationState.Accepted =>
                "This invitation was already used. If you used it, sign in to open the workspace.",
            InvitationState.Declined => "This invitation was declined. To join, ask for a new one.",
            InvitationState.Revoked =>
                "This invitation was revoked. Ask an administrator of the workspace for a new one.",
            _ when !invitation.IsOpen(now) =>
                $"This invitation has expired. Its link was valid for {Invitation.Lifetime.TotalDays:0} days. Ask "
                    + "for a new one.",
            _ when inviter?.Has(Permission.ManageUsers) != true =>
                "This invitation is no longer valid because its sender can no longer invite people. Ask an "
                    + "administrator of the workspace for a new one.",
            _ => null,
        };
}
