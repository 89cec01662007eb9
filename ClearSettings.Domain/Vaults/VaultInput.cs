using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// A vault as a person or program describes it. What is null keeps its value when a vault is changed.
/// </summary>
public sealed record VaultInput
{
    public const int MaxNoteLength = 300;

    public string? Name { get; init; }

    /// <summary>Organization or Group; a personal vault has another use case.</summary>
    public VaultScope? Scope { get; init; }

    /// <summary>
    /// At most <see cref="VaultAssignment.MaxGroups"/> groups of the workspace; duplicates count once. It replaces
    /// those that the vault had.
    /// </summary>
    public IReadOnlyList<Guid>? GroupIds { get; init; }

    public VaultTarget? Target { get; init; }

    /// <summary>
    /// With <see cref="VaultTarget.Other"/>, what the vault is for; a vault for it keeps its own when left out.
    /// </summary>
    public string? Type { get; init; }

    public ConfigFormat? Format { get; init; }

    /// <summary>The author's text; at most <see cref="VaultCheck.MaxBytes"/> in UTF-8.</summary>
    public Secret? Content { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>The author's remark on the new version.</summary>
    public string? Note { get; init; }

    /// <summary>Of the vault that the form showed; null when nothing was shown.</summary>
    public int? RowVersion { get; init; }
}
