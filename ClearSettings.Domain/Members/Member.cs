namespace ClearSettings.Domain.Members;

/// <summary>Rising power; see <see cref="Permissions"/>.</summary>
public enum MemberRole
{
    Member,
    Admin,
    Owner,
}

/// <summary>One person's place in one workspace.</summary>
public sealed class Member
{
    private Member() { }

    public Guid WorkspaceId { get; private set; }

    public Guid UserId { get; private set; }

    public MemberRole Role { get; private set; }

    public DateTime JoinedAt { get; private set; }

    public static Member Join(Guid workspaceId, Guid userId, MemberRole role, TimeProvider time) =>
        new() { WorkspaceId = workspaceId, UserId = userId, Role = role, JoinedAt = time.GetUtcNow().UtcDateTime };
}
