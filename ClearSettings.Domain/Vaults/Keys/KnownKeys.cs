namespace ClearSettings.Domain.Vaults;

/// <summary>
/// The reference of all keys that clients read from <c>clearml.conf</c>, from <c>known-keys.tsv</c>. It is loaded when
/// it is first used.
/// </summary>
public static class KnownKeys
{
    private static readonly Lazy<(IReadOnlyList<KnownKey> All, KnownKeyNode Root)> Keys = new(Load);

    /// <summary>In the order of their paths, each after the key that it is below.</summary>
    public static IReadOnlyList<KnownKey> All => Keys.Value.All;

    internal static KnownKeyNode Root => Keys.Value.Root;

    /// <summary>
    /// The key of a path as people write it or as a finding has it: <c>files.mine.path</c>,
    /// <c>sdk.aws.s3.credentials[0].bucket</c>, and also without the brackets. Null for a path that is not known, and
    /// for what is below a free name and has no line of its own.
    /// </summary>
    public static KnownKey? Find(string path)
    {
        var segments = KnownKeyPath.Segments(path);
        var steps = Root.Follow(segments);
        return steps.Count > segments.Count ? steps[^1].Key : null;
    }

    /// <summary>
    /// The keys that have every word of a text in their path or sentence, at most so many; without words the first
    /// ones. Paths that begin with a word come first, then those with a name that begins with it, then those that
    /// contain it; sentences come last.
    /// </summary>
    public static IReadOnlyList<KnownKey> Search(string text, int most)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. All.Select(key => (Key: key, Rank: Rank(key, words)))
                .Where(f => f.Rank is not null)
                .OrderBy(f => f.Rank)
                .Take(most)
                .Select(f => f.Key),
        ];
    }

    /// <summary>
    /// The known key that was meant, for "did you mean": its first name that is not known is replaced by one that
    /// differs by at most two letters. Null when there is none, and for a path that is known.
    /// </summary>
    public static KnownKey? Nearest(string path)
    {
        var segments = KnownKeyPath.Segments(path);
        var steps = Root.Follow(segments);
        if (steps.Count > segments.Count || steps.Any(s => s.IsFree))
            return null;
        if (steps[^1].Nearest(segments[steps.Count - 1]) is not { } nearest)
            return null;
        var below = nearest.Follow(segments[steps.Count..]);
        return below.Count > segments.Count - steps.Count && below[^1].Key is { } key ? key : nearest.Key;
    }

    private static int? Rank(KnownKey key, string[] words)
    {
        var sum = 0;
        foreach (var word in words)
        {
            if (Rank(key, word) is not { } rank)
                return null;
            sum += rank;
        }
        return sum;
    }

    private static int? Rank(KnownKey key, string word)
    {
        if (key.Path.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            return 0;
        if (key.Path.Contains("." + word, StringComparison.OrdinalIgnoreCase))
            return 1;
        if (key.Path.Contains(word, StringComparison.OrdinalIgnoreCase))
            return 2;
        return key.Description.Contains(word, StringComparison.OrdinalIgnoreCase) ? 3 : null;
    }

    private static (IReadOnlyList<KnownKey>, KnownKeyNode) Load()
    {
        using var reader = new StreamReader(typeof(KnownKeys).Assembly.GetManifestResourceStream("known-keys.tsv")!);
        List<KnownKey> all = [];
        var root = new KnownKeyNode("");
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is not [var path, var type, var @default, var words])
                throw new InvalidDataException($"known-keys.tsv: {line}");
            var types = type.Split('|');
            all.Add(new KnownKey(path, types[0], @default, words) { OtherTypes = types[1..] });
            root.Add(all[^1]);
        }
        return (all, root);
    }
}
