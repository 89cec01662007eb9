using System.Globalization;

namespace ClearSettings.Domain.Groups;

/// <summary>Lists of names for the audit log, short enough for its columns.</summary>
internal static class GroupWords
{
    private const int Named = 3;
    private const int LongestName = 40;

    /// <summary>"added 5: Adam, Bot, Mia and 2 more"; null when there are none.</summary>
    public static string? Some(string what, IReadOnlyCollection<string> names) => names.Count == 0 ? null : $"{what} {names.Count}: {Of(names)}";

    public static string Of(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(Named).Select(Short)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");

    // Never half a character.
    private static string Short(string name) => name.Length <= LongestName ? name : new StringInfo(name) is { LengthInTextElements: > LongestName } parts ? parts.SubstringByTextElements(0, LongestName) + "…" : name;
}
