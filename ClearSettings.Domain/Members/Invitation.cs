namespace ClearSettings.Domain.Members;

/// <summary>What became of an invitation. One that has only expired is still pending: it can be sent again.</summary>
public enum InvitationState
{
    Pending,
    Accepted,
    Declined,
    Revoked,
}

/// <summary>
/// A place in a workspace that waits for the owner of an address. At most one per workspace and address is pending.
/// </summary>
public sealed class Invitation : IWorkspaceOwned
{
    /// <summary>How long a link works after it was made.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private Invitation() { }

    public Guid Id { get; private set; }

    public Guid WorkspaceId { get; private set; }

    /// <summary>In the form of <see cref="EmailAddress"/>.</summary>
    public string Email { get; private set; } = "";

    /// <summary>Member or admin.</summary>
    public MemberRole Role { get; private set; }

    public Guid InvitedById { get; private set; }

    public DateTime InvitedAt { get; private set; }

    /// <summary>
    /// SHA-256 (32 bytes) of the token in the link that the inviter can copy. It proves nothing about the address,
    /// because the inviter sees it too.
    /// </summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>
    /// SHA-256 (32 bytes) of the token in the latest email; null until one was sent. Only the mailbox receives it, so
    /// it proves the address.
    /// </summary>
    public byte[]? EmailTokenHash { get; private set; }

    public DateTime ExpiresAt { get; private set; }

    public InvitationState State { get; private set; }

    /// <summary>When it was accepted, declined or revoked.</summary>
    public DateTime? EndedAt { get; private set; }

    public Guid? AcceptedById { get; private set; }

    public int RowVersion { get; private set; }

    /// <summary>Without a link, which <see cref="Invite"/> makes.</summary>
    internal static Invitation Create(Guid workspaceId, string email, TimeProvider time) =>
        new()
        {
            Id = Domain.EntityId.New(time),
            WorkspaceId = workspaceId,
            Email = email,
        };

    public bool IsOpen(DateTime now) => State == InvitationState.Pending && now < ExpiresAt;

    /// <summary>Replaces the link to copy. A link that was emailed keeps working.</summary>
    internal void Renew(byte[] tokenHash, DateTime now) => (TokenHash, ExpiresAt) = (tokenHash, now + Lifetime);

    /// <summary>Replaces the emailed link.</summary>
    internal void EmailLink(byte[] tokenHash) => EmailTokenHash = tokenHash;

    /// <summary>
    /// Invites the address, or invites it again after the link has expired. Earlier links no longer work.
    /// </summary>
    internal void Invite(MemberRole role, Guid invitedById, byte[] tokenHash, DateTime now)
    {
        (Role, InvitedById, InvitedAt, EmailTokenHash) = (role, invitedById, now, null);
        Renew(tokenHash, now);
    }

    internal void End(InvitationState state, DateTime now, Guid? acceptedById = null) =>
        (State, EndedAt, AcceptedById) = (state, now, acceptedById);
}
