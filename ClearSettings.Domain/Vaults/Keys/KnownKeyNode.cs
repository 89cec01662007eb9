namespace ClearSettings.Domain.Vaults;

/// <summary>A step in the tree of known keys.</summary>
internal sealed class KnownKeyNode(string path)
{
    private const string Free = "*";
    private const string ListItem = "[]";

    private readonly Dictionary<string, KnownKeyNode> _children = new(StringComparer.Ordinal);

    public string Path { get; } = path;

    /// <summary>Null at the root and for the objects of a list.</summary>
    public KnownKey? Key { get; private set; }

    /// <summary>People choose the name, and what is below it is theirs too.</summary>
    public bool IsFree { get; private init; }

    /// <summary>What stands in the objects of the list that this is; null when it is none.</summary>
    public KnownKeyNode? Items => _children.GetValueOrDefault(ListItem);

    /// <summary>Whether keys below it are known.</summary>
    public bool HasKeys => _children.Count > (_children.ContainsKey(ListItem) ? 1 : 0);

    /// <summary>The key of this name below; one with a free name when there is no other.</summary>
    public KnownKeyNode? this[string name] => _children.GetValueOrDefault(name) ?? _children.GetValueOrDefault(Free);

    public void Add(KnownKey key)
    {
        var node = this;
        foreach (var segment in KnownKeyPath.Segments(key.Path))
            node = node.Child(segment);
        node.Key = key;
    }

    /// <summary>
    /// The steps along a path as far as they are known, the root first. The <c>[]</c> of lists may be left out.
    /// </summary>
    public List<KnownKeyNode> Follow(IReadOnlyList<string> segments)
    {
        List<KnownKeyNode> steps = [this];
        foreach (var segment in segments)
        {
            var last = steps[^1];
            if ((last[segment] ?? last.Items?[segment]) is not { } next)
                break;
            steps.Add(next);
        }
        return steps;
    }

    /// <summary>
    /// The key below whose name is most like this one: other letters are at most two and less than half of it.
    /// </summary>
    public KnownKeyNode? Nearest(string name)
    {
        var (nearest, least) = ((KnownKeyNode?)null, 3);
        foreach (var (other, child) in _children.Concat(Items?._children ?? []))
        {
            if (other is Free or ListItem)
                continue;
            var limit = Math.Min(least - 1, (Math.Max(other.Length, name.Length) - 1) / 2);
            if (EditDistance.IsWithin(other, name, limit) is { } distance)
                (nearest, least) = (child, distance);
        }
        return nearest;
    }

    private KnownKeyNode Child(string segment)
    {
        if (_children.TryGetValue(segment, out var child))
            return child;
        var below =
            segment == ListItem ? Path + ListItem
            : Path.Length == 0 ? segment
            : $"{Path}.{segment}";
        return _children[segment] = new KnownKeyNode(below) { IsFree = segment == Free };
    }
}
