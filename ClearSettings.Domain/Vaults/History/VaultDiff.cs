using ClearSettings.Domain.Hocon;
using DiffPlex;

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
/// <param name="SecretsDiffer">Among what is hidden something changed.</param>
public sealed record VaultComparison(IReadOnlyList<DiffLine> Lines, int Added, int Removed, bool SecretsDiffer)
{
    /// <summary>Nothing differs but what is hidden.</summary>
    public bool OnlySecrets => SecretsDiffer && Added == 0 && Removed == 0;
}

/// <summary>Compares versions line by line, with some lines around each change.</summary>
public static class VaultDiff
{
    private const int ContextLines = 3;

    // The search takes time with the product of the lengths; above this everything between the equal ends counts as
    // replaced.
    private const long MaxWork = 4_000_000;

    public static VaultComparison Compare(
        string before,
        ConfigFormat beforeFormat,
        string after,
        ConfigFormat afterFormat
    ) => Compare(VaultMask.Read(before, beforeFormat), VaultMask.Read(after, afterFormat), before == after);

    /// <summary>For texts that are masked already, so that a list of versions masks each of them once.</summary>
    internal static VaultComparison Compare(MaskedText before, MaskedText after, bool same)
    {
        var all = All(Lines(before.Text), Lines(after.Text));
        var secrets = !same && !before.Hidden.SequenceEqual(after.Hidden);
        return new(
            Shorten(all),
            all.Count(l => l.Mark == DiffMark.Added),
            all.Count(l => l.Mark == DiffMark.Removed),
            secrets
        );
    }

    // The line end behind the last line is no line.
    private static string[] Lines(string text) =>
        text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');

    private static List<DiffLine> All(string[] old, string[] young)
    {
        var (head, tail, most) = (0, 0, Math.Min(old.Length, young.Length));
        while (head < most && old[head] == young[head])
            head++;
        while (tail < most - head && old[^(tail + 1)] == young[^(tail + 1)])
            tail++;
        List<DiffLine> all = [];
        void Same(int count, int left, int right)
        {
            for (var i = 0; i < count; i++)
                all.Add(new(DiffMark.Same, left + i + 1, right + i + 1, old[left + i]));
        }
        Same(head, 0, 0);
        var (left, right) = (head, head);
        foreach (var (from, removed, at, added) in Blocks(old[head..^tail], young[head..^tail]))
        {
            Same(head + from - left, left, right);
            (left, right) = (head + from, head + at);
            for (var i = 0; i < removed; i++)
                all.Add(new(DiffMark.Removed, left + 1, null, old[left++]));
            for (var i = 0; i < added; i++)
                all.Add(new(DiffMark.Added, null, right + 1, young[right++]));
        }
        Same(old.Length - left, left, right);
        return all;
    }

    private static IEnumerable<(int From, int Removed, int At, int Added)> Blocks(string[] old, string[] young)
    {
        if (old.Length == 0 && young.Length == 0)
            return [];
        if (old.Length == 0 || young.Length == 0 || (long)old.Length * young.Length > MaxWork)
            return [(0, old.Length, 0, young.Length)];
        var result = Differ.Instance.CreateDiffs(
            string.Join('\n', old),
            string.Join('\n', young),
            ignoreWhiteSpace: false,
            ignoreCase: false,
            ByLine.Instance
        );
        return result.DiffBlocks.Select(b => (b.DeleteStartA, b.DeleteCountA, b.InsertStartB, b.InsertCountB));
    }

    // As Lines does it, and not at other characters that end lines elsewhere.
    private sealed class ByLine : IChunker
    {
        public static readonly ByLine Instance = new();

        public IReadOnlyList<string> Chunk(string text) => text.Split('\n');
    }

    private static List<DiffLine> Shorten(List<DiffLine> all)
    {
        var near = new bool[all.Count];
        for (var i = 0; i < all.Count; i++)
            if (all[i].Mark != DiffMark.Same)
                for (var j = Math.Max(0, i - ContextLines); j <= Math.Min(all.Count - 1, i + ContextLines); j++)
                    near[j] = true;
        List<DiffLine> kept = [];
        for (var i = 0; i < all.Count; i++)
        {
            if (near[i])
                kept.Add(all[i]);
            else if (kept.Count == 0 || kept[^1].Mark != DiffMark.Gap)
                kept.Add(new(DiffMark.Gap, null, null, ""));
        }
        return kept.Exists(l => l.Mark != DiffMark.Gap) ? kept : [];
    }
}
