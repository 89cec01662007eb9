namespace ClearSettings.Domain.Members;

/// <summary>What became of an invitation. One that has only expired is still pending: it can be sent again.</summary>
public enum InvitationState
{
    Pending,
    Accepted,
    Declined,
    Revoked,
}

/// <summary>A place in a workspace that waits for the owner of an address. At most one per workspace and address is pending.</summary>
public sealed class Invitation
{
    /// <summary>How long a link works after it was made.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private Invitation() { }

    public Guid Id { get; private set; }

    public Guid WorkspaceId { get; private set; }

    /// <summary>In the form of <see cref="Users.EmailAddress"/>.</summary>
    public string Email { get; private set; } = "";

    /// <summary>Member or admin.</summary>
    public MemberRole Role { get; private set; }

    public Guid InvitedById { get; private set; }

    public DateTime InvitedAt { get; private set; }

    /// <summary>SHA-256 of the link's token, 32 bytes; a new link voids the old one.</summary>
    public byte[] TokenHash { get; private set; } = [];

    public DateTime ExpiresAt { get; private set; }

    public InvitationState State { get; private set; }

    /// <summary>When it was accepted, declined or revoked.</summary>
    public DateTime? EndedAt { get; private set; }

    public Guid? AcceptedById { get; private set; }

    public int RowVersion { get; private set; }

    internal static Invitation Create(Guid workspaceId, string email, MemberRole role, Guid invitedById, byte[] tokenHash, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new() { Id = Domain.Id.New(time), WorkspaceId = workspaceId, Email = email, Role = role, InvitedById = invitedById, InvitedAt = now, TokenHash = tokenHash, ExpiresAt = now + Lifetime };
    }

    public bool IsOpen(DateTime now) => State == InvitationState.Pending && now < ExpiresAt;

    internal void Renew(byte[] tokenHash, DateTime now) => (TokenHash, ExpiresAt) = (tokenHash, now + Lifetime);

    /// <summary>Somebody invites the same address again after the link has expired.</summary>
    internal void Repeat(MemberRole role, Guid invitedById, byte[] tokenHash, DateTime now)
    {
        (Role, InvitedById, InvitedAt) = (role, invitedById, now);
        Renew(tokenHash, now);
    }

    internal void End(InvitationState state, DateTime now, Guid? acceptedById = null) => (State, EndedAt, AcceptedById) = (state, now, acceptedById);
}
