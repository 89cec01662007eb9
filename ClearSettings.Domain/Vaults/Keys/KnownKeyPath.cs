namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Paths in the reference of known keys: like those of HOCON, with <c>[]</c> or <c>[0]</c> for the objects of a list.
/// </summary>
internal static class KnownKeyPath
{
    /// <summary>The names of a path, and <c>[]</c> where it goes into a list. Any text has segments.</summary>
    public static List<string> Segments(string path)
    {
        List<string> segments = [];
        var (start, quoted) = (0, false);
        for (var i = 0; i <= path.Length; i++)
        {
            if (i < path.Length && path[i] == '"')
                quoted = !quoted;
            if (i < path.Length && (quoted || path[i] != '.'))
                continue;
            Add(segments, path[start..i]);
            start = i + 1;
        }
        return segments;
    }

    private static void Add(List<string> segments, string segment)
    {
        var list = segment.EndsWith(']') ? segment.LastIndexOf('[') : -1;
        var name = list < 0 ? segment : segment[..list];
        segments.Add(name.Length > 1 && name[0] == '"' && name[^1] == '"' ? name[1..^1] : name);
        if (list >= 0)
            segments.Add("[]");
    }
}
