using ClearSettings.Domain;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>One person of the workspace. Filled by an initializer, through which EF Core can filter and sort.</summary>
public sealed record UserRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required string Email { get; init; }

    public required MemberRole Role { get; init; }

    public DateTime? SignedInAt { get; init; }

    public string? SignedInBy { get; init; }

    public DateTime? ApiUsedAt { get; init; }

    public DateTime? SeenAt { get; init; }
}
