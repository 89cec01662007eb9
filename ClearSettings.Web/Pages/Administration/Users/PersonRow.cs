using ClearSettings.Domain;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>How someone stands to the workspace; in the order that the column sorts by.</summary>
public enum MemberStatus
{
    Active,
    Pending,
    Expired,
}

/// <summary>
/// A member or someone who is invited. Filled by an initializer, through which EF Core can filter and sort.
/// </summary>
public sealed record PersonRow
{
    /// <summary>Of the user or the invitation.</summary>
    public required Guid Id { get; init; }

    public required MemberStatus Status { get; init; }

    /// <summary>The person's name; of someone who is only invited, the address.</summary>
    public required string Name { get; init; }

    public required string Email { get; init; }

    public required MemberRole Role { get; init; }

    /// <summary>Since when they are a member, or when they were invited.</summary>
    public required DateTime Since { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public Guid? InvitedById { get; init; }

    public DateTime? SignedInAt { get; init; }

    public string? SignedInBy { get; init; }

    public DateTime? ApiUsedAt { get; init; }

    public DateTime? SeenAt { get; init; }

    /// <summary>Whether the administrators excluded them from impersonation.</summary>
    public required bool Excluded { get; init; }

    /// <summary>Whether they opted out of impersonation themselves.</summary>
    public required bool OptedOut { get; init; }

    /// <summary>Of the invitation.</summary>
    public required int Version { get; init; }

    public bool IsMember => Status == MemberStatus.Active;

    public string RoleText =>
        Role switch
        {
            MemberRole.Owner => "Owner",
            MemberRole.Admin => "Administrator",
            _ => "Member",
        };
}
