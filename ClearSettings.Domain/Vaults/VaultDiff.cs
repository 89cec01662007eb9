using ClearSettings.Domain.Hocon;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace ClearSettings.Domain.Vaults;

/// <summary>What became of a line.</summary>
public enum DiffMark
{
    Same,
    Added,
    Removed,

    /// <summary>Stands for lines that did not change and are left out.</summary>
    Gap,
}

/// <summary>One line of a comparison, secrets hidden.</summary>
/// <param name="Before">Its number in the old text.</param>
/// <param name="After">Its number in the new text.</param>
public sealed record DiffLine(DiffMark Mark, int? Before, int? After, string Text);

/// <summary>Two versions compared.</summary>
/// <param name="OnlySecrets">Nothing differs but what is hidden.</param>
public sealed record VaultComparison(IReadOnlyList<DiffLine> Lines, int Added, int Removed, bool OnlySecrets);

/// <summary>Compares versions line by line, with some lines around each change.</summary>
public static class VaultDiff
{
    private const int Around = 3;

    public static VaultComparison Compare(string before, ConfigFormat beforeFormat, string after, ConfigFormat afterFormat)
    {
        var (old, young) = (VaultMask.Mask(before, beforeFormat), VaultMask.Mask(after, afterFormat));
        var model = InlineDiffBuilder.Diff(old, young, ignoreWhiteSpace: false);
        List<DiffLine> all = [];
        var (left, right) = (0, 0);
        foreach (var piece in model.Lines)
        {
            all.Add(piece.Type switch
            {
                ChangeType.Inserted => new(DiffMark.Added, null, ++right, piece.Text),
                ChangeType.Deleted => new(DiffMark.Removed, ++left, null, piece.Text),
                _ => new(DiffMark.Same, ++left, ++right, piece.Text),
            });
        }
        return new(Shorten(all), all.Count(l => l.Mark == DiffMark.Added), all.Count(l => l.Mark == DiffMark.Removed), old == young && before != after);
    }

    private static List<DiffLine> Shorten(List<DiffLine> all)
    {
        var near = new bool[all.Count];
        for (var i = 0; i < all.Count; i++)
            if (all[i].Mark != DiffMark.Same) for (var j = Math.Max(0, i - Around); j <= Math.Min(all.Count - 1, i + Around); j++) near[j] = true;
        List<DiffLine> kept = [];
        for (var i = 0; i < all.Count; i++)
        {
            if (near[i]) kept.Add(all[i]);
            else if (kept.Count == 0 || kept[^1].Mark != DiffMark.Gap) kept.Add(new(DiffMark.Gap, null, null, ""));
        }
        return kept.Exists(l => l.Mark != DiffMark.Gap) ? kept : [];
    }
}
