using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>One text that takes part in a merge, read and resolved alone.</summary>
/// <param name="Rank">Higher ones win.</param>
/// <param name="Marked">Paths that the author marked as secret.</param>
internal sealed record EffectiveSource(int Rank, string Name, Guid? VaultId, ConfigObject Root, SecretPaths Marked);

/// <summary>A merged value with the text that set it and those whose values it replaced, nearest first.</summary>
internal abstract class EffectiveNode(EffectiveSource source, IReadOnlyList<EffectiveSource> overrode)
{
    public EffectiveSource Source { get; } = source;

    public IReadOnlyList<EffectiveSource> Overrode { get; } = overrode;
}

/// <summary>An object, whose fields several texts may have set. Its source is the lowest of them.</summary>
internal sealed class EffectiveObject(EffectiveSource source, IReadOnlyList<EffectiveSource> overrode)
    : EffectiveNode(source, overrode)
{
    public OrderedDictionary<string, EffectiveNode> Fields { get; } = [];
}

/// <summary>Any other value.</summary>
/// <param name="otherwise">What holds when the value is a variable that the client has not set; null when nothing
/// does.</param>
internal sealed class EffectiveLeaf(
    ConfigValue value,
    EffectiveNode? otherwise,
    EffectiveSource source,
    IReadOnlyList<EffectiveSource> overrode
) : EffectiveNode(source, overrode)
{
    public ConfigValue Value { get; } = value;

    public EffectiveNode? Otherwise { get; } = otherwise;
}

/// <summary>
/// Merges as the clients' reader does: objects key by key; lists, null and all else replaced; later ones win.
/// </summary>
internal static class EffectiveMerge
{
    /// <param name="sources">At least one, the lowest first.</param>
    public static EffectiveObject Merge(IReadOnlyList<EffectiveSource> sources)
    {
        var root = new EffectiveObject(sources[0], []);
        foreach (var source in sources)
            Into(root, source.Root, source);
        return root;
    }

    private static void Into(EffectiveObject target, ConfigObject fields, EffectiveSource source)
    {
        foreach (var (key, value) in fields)
            target.Fields[key] = Overlay(target.Fields.GetValueOrDefault(key), value, source);
    }

    private static EffectiveNode Overlay(EffectiveNode? below, ConfigValue value, EffectiveSource source)
    {
        if (value is ConfigObject fields)
            return Overlay(below, fields, source);
        if (value is not ConfigPending pending)
            return new EffectiveLeaf(value, null, source, Hidden(below, source));
        var otherwise =
            pending.Fallback is { } fallback ? Overlay(below, fallback, source)
            : pending.IsOptional ? below
            : null;
        return new EffectiveLeaf(pending, otherwise, source, Hidden(otherwise ?? below, source));
    }

    private static EffectiveObject Overlay(EffectiveNode? below, ConfigObject fields, EffectiveSource source)
    {
        // A variable is a string, so an object replaces it; what stands below it shows where it is not set.
        while (below is EffectiveLeaf { Otherwise: EffectiveObject or EffectiveLeaf } leaf)
            below = leaf.Otherwise;
        var target = below as EffectiveObject ?? new EffectiveObject(source, Hidden(below, source));
        Into(target, fields, source);
        return target;
    }

    private static IReadOnlyList<EffectiveSource> Hidden(EffectiveNode? below, EffectiveSource by)
    {
        if (below is null)
            return [];
        HashSet<EffectiveSource> found = [];
        Collect(below, found);
        found.Remove(by);
        return [.. found.OrderByDescending(s => s.Rank)];
    }

    private static void Collect(EffectiveNode node, HashSet<EffectiveSource> found)
    {
        if (node is not EffectiveObject { Fields.Count: > 0 })
            found.Add(node.Source);
        found.UnionWith(node.Overrode);
        if (node is EffectiveObject inner)
            foreach (var field in inner.Fields.Values)
                Collect(field, found);
        else if (node is EffectiveLeaf { Otherwise: { } otherwise })
            Collect(otherwise, found);
    }
}
