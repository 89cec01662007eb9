using System.Globalization;

namespace ClearSettings.Domain.Groups;

/// <summary>Lists of names for the audit log, short enough for its columns.</summary>
internal static class GroupText
{
    private const int MaxNames = 3;
    private const int MaxNameLength = 40;

    /// <summary>"added 5: Adam, Bot, Mia and 2 more"; null when there are none.</summary>
    public static string? DescribeSome(string what, IReadOnlyCollection<string> names) =>
        names.Count == 0 ? null : $"{what} {names.Count}: {JoinNames(names)}";

    public static string JoinNames(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MaxNames).Select(Shorten))
        + (names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "");

    // Never half a character.
    private static string Shorten(string name) =>
        name.Length <= MaxNameLength ? name
        : new StringInfo(name) is { LengthInTextElements: > MaxNameLength } parts
            ? parts.SubstringByTextElements(0, MaxNameLength) + "…"
        : name;
}
