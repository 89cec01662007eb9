namespace ClearSettings.Domain.Members;

/// <summary>One person's place in one workspace.</summary>
public sealed class Member : IWorkspaceOwned
{
    private Member() { }

    public Guid WorkspaceId { get; private set; }

    public Guid UserId { get; private set; }

    public MemberRole Role { get; private set; }

    public DateTime JoinedAt { get; private set; }

    /// <summary>When they last used a page of this workspace (UTC, to within minutes).</summary>
    public DateTime? LastSeenAt { get; private set; }

    /// <summary>When a client last logged in with one of their credentials of this workspace.</summary>
    public DateTime? LastApiUseAt { get; private set; }

    /// <summary>
    /// Whether the administrators allow others to impersonate this person. See <see cref="ImpersonationOptOut"/>.
    /// </summary>
    public bool MayBeImpersonated { get; private set; } = true;

    /// <summary>
    /// The person's own choice that no one impersonates them in this workspace. Only they can set and clear it.
    /// </summary>
    public bool ImpersonationOptOut { get; private set; }

    internal void ChangeRole(MemberRole role) => Role = role;

    internal void SetMayBeImpersonated(bool may) => MayBeImpersonated = may;

    internal void SetImpersonationOptOut(bool optOut) => ImpersonationOptOut = optOut;

    public static Member Join(Guid workspaceId, Guid userId, MemberRole role, TimeProvider time) =>
        new()
        {
            WorkspaceId = workspaceId,
            UserId = userId,
            Role = role,
            JoinedAt = time.GetUtcNow().UtcDateTime,
        };
}
