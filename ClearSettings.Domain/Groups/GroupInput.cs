namespace ClearSettings.Domain.Groups;

/// <summary>A group as a person or program describes it.</summary>
public sealed record GroupInput
{
    public const int LongestDescription = 300;

    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Who is in it after the change; null leaves the members as they are.</summary>
    public IReadOnlyList<Guid>? Users { get; init; }

    /// <summary>Of the group that the form showed; null when nothing was shown, as for programs.</summary>
    public int? RowVersion { get; init; }
}
