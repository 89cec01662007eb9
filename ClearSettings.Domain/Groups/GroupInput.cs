namespace ClearSettings.Domain.Groups;

/// <summary>A group as a person or program describes it.</summary>
public sealed record GroupInput
{
    public const int MaxDescriptionLength = 300;

    /// <summary>Null leaves it as it is.</summary>
    public string? Name { get; init; }

    /// <summary>One line, at most 300 characters; blank is none, null leaves it as it is.</summary>
    public string? Description { get; init; }

    /// <summary>Who is in it after the change; null leaves the members as they are.</summary>
    public IReadOnlyList<Guid>? Users { get; init; }

    /// <summary>
    /// <see cref="GroupDetail.Version"/> of the group that the form showed; null when nothing was shown, as for
    /// programs.
    /// </summary>
    public int? RowVersion { get; init; }
}
