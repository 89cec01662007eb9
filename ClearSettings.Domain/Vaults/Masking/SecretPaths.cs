using System.Collections;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// One key of a <see cref="SecretPaths"/> tree; the tree is a list of them, each before those below it, so that its
/// depth has no limit.
/// </summary>
internal sealed record SecretPathEntry(int Depth, string Key, bool IsMarked);

/// <summary>
/// The paths of a text whose values the author marked by the comment "# secret"; of something inside a list the path of
/// the list. A tree of keys, since the paths written out can be much longer than the text.
/// </summary>
public sealed class SecretPaths : IEnumerable<string>
{
    private Dictionary<string, SecretPaths>? _below;

    /// <summary>The value here, and all below it, is secret.</summary>
    public bool IsMarked { get; private set; }

    public static SecretPaths None { get; } = new();

    /// <summary>Null when nothing is marked there.</summary>
    public SecretPaths? Below(string key) => _below?.GetValueOrDefault(key);

    /// <summary>The paths as HOCON writes them.</summary>
    public IEnumerator<string> GetEnumerator() => Paths([]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The keys below the root, in a form that can be stored.</summary>
    internal IEnumerable<SecretPathEntry> Entries(int depth = 0)
    {
        foreach (var (key, child) in _below ?? [])
        {
            yield return new(depth, key, child.IsMarked);
            foreach (var entry in child.Entries(depth + 1))
                yield return entry;
        }
    }

    internal static SecretPaths Read(IReadOnlyList<SecretPathEntry> entries)
    {
        if (entries.Count == 0)
            return None;
        List<SecretPaths> way = [new()];
        foreach (var (depth, key, isMarked) in entries)
        {
            way.RemoveRange(depth + 1, way.Count - depth - 1);
            way.Add(way[depth].Child(key));
            way[^1].IsMarked = isMarked;
        }
        return way[0];
    }

    /// <summary>What at least one of several texts marks.</summary>
    internal static SecretPaths Join(IEnumerable<SecretPaths> all)
    {
        var joined = new SecretPaths();
        foreach (var one in all)
            joined.Add(one);
        return joined;
    }

    internal static SecretPaths From(Document document)
    {
        var paths = new SecretPaths();
        Mark(document.Root, new SecretMarks(document), new(null, []), paths, inList: false);
        return paths;
    }

    private static void Mark(Node node, SecretMarks marks, PathCursor way, SecretPaths paths, bool inList)
    {
        switch (node)
        {
            case ObjectNode value:
                foreach (var field in value.Fields)
                {
                    var to = inList ? way : new PathCursor(way, field.Path);
                    if (marks.Has(field))
                        to.In(paths).IsMarked = true;
                    Mark(field.Value, marks, to, paths, inList);
                }
                break;
            case ListNode list:
                if (way.Above is not null && list.Items.Any(marks.Has))
                    way.In(paths).IsMarked = true;
                foreach (var item in list.Items)
                    Mark(item, marks, way, paths, way.Above is not null);
                break;
            case ConcatNode concat:
                foreach (var piece in concat.Pieces)
                    Mark(piece, marks, way, paths, inList);
                break;
        }
    }

    private SecretPaths Child(string key)
    {
        _below ??= [];
        return _below.TryGetValue(key, out var child) ? child : _below[key] = new();
    }

    private void Add(SecretPaths other)
    {
        IsMarked |= other.IsMarked;
        foreach (var (key, child) in other._below ?? [])
            Child(key).Add(child);
    }

    private IEnumerable<string> Paths(List<string> keys)
    {
        if (IsMarked)
            yield return HoconPath.Write(keys);
        foreach (var (key, child) in _below ?? [])
        {
            foreach (var path in child.Paths([.. keys, key]))
                yield return path;
        }
    }

    /// <summary>
    /// A path on the way through a text; its place in the tree is made when something on it is marked.
    /// </summary>
    private sealed class PathCursor(PathCursor? above, IReadOnlyList<PathElement> keys)
    {
        private SecretPaths? _place;

        public PathCursor? Above => above;

        public SecretPaths In(SecretPaths root)
        {
            if (_place is not null)
                return _place;
            var place = above?.In(root) ?? root;
            foreach (var key in keys)
                place = place.Child(key.Text);
            return _place = place;
        }
    }
}
