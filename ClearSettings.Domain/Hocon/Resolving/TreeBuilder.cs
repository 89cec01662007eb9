namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Makes values of syntax trees: duplicate keys are merged as far as that is possible without substitutions.
/// </summary>
internal sealed partial class TreeBuilder(Concatenator join, Budget budget)
{
    private const int MaxCapacity = 1024;
    internal const int MaxOverrode = 64;

    private readonly List<PathElement> _path = [];
    private Document _document = null!;
    private IReadOnlyList<PathElement>? _prefix;
    private int _depth;

    public ConfigValue Root(Document document)
    {
        _document = document;
        return Value(document.Root);
    }

    /// <summary>Merges the fields of a document over those of an object.</summary>
    public void Into(ConfigObject target, Document document)
    {
        var (outer, prefix) = (_document, _prefix);
        (_document, _prefix) = (document, _path.Count == 0 ? null : _path.ToArray());
        Into(target, (ObjectNode)document.Root);
        (_document, _prefix) = (outer, prefix);
    }

    private void Into(ConfigObject target, ObjectNode node)
    {
        if (++_depth > budget.Limits.MaxDepth)
            throw budget.Broken(
                "too-deep",
                GetOrigin(node),
                $"Values are nested deeper than {budget.Limits.MaxDepth} levels."
            );
        foreach (var member in node.Members)
        {
            if (member is FieldNode field)
                Field(target, field);
            else if (member is IncludeNode include)
            {
                foreach (var document in include.Documents)
                    Into(target, document);
            }
        }
        _depth--;
    }

    private void Field(ConfigObject target, FieldNode field)
    {
        var path = field.Path;
        for (var i = 0; i < path.Count - 1; i++)
        {
            _path.Add(path[i]);
            target = Below(target, path[i].Text, field, 1);
        }
        _path.Add(path[^1]);
        var key = path[^1].Text;
        if (field.Separator != Separator.PlusEquals && field.Value is ObjectNode node)
            Into(Below(target, key, field, node.Members.Count), node);
        else if (field.Separator == Separator.PlusEquals)
            Append(target, key, field);
        else
            Put(target, key, Value(field.Value));
        _path.RemoveRange(_path.Count - path.Count, path.Count);
    }

    /// <summary>The object at a key, into which fields may be merged; made when there is none on top.</summary>
    private ConfigObject Below(ConfigObject target, string key, FieldNode field, int capacity)
    {
        budget.Count();
        var index = target.Fields.IndexOf(key);
        var old = index < 0 ? null : target.Fields[index].Value;
        if (old is ConfigObject existing)
            return existing;
        if (old is Slot { Top: ConfigObject top })
            return top;
        // An object without substitutions hides a list completely, whatever that refers to.
        if (old is Slot { Count: 1, Top: UnresolvedList list } && IsResolved(field))
            old = list;
        var made = new ConfigObject(new FieldMap(Math.Min(capacity, MaxCapacity))) { Origin = GetOrigin(field.Value) };
        if (old is null)
            target.Fields.TryAdd(key, made, out _);
        else if (old is Slot slot)
            target.Fields.Set(index, slot.Push(made));
        else
        {
            made.Overrode = Overlay(old);
            target.Fields.Set(index, made);
        }
        return made;
    }

    private static void Put(ConfigObject target, string key, ConfigValue value)
    {
        if (!target.Fields.TryAdd(key, value is Expression ? new Slot(value) : value, out var index))
            target.Fields.Set(index, Overlay(target.Fields[index].Value, value));
    }

    /// <summary>A newer value, which is no object literal, over an older one of the same key.</summary>
    private static ConfigValue Overlay(ConfigValue old, ConfigValue value)
    {
        if (value is Expression)
            return old is Slot slot ? slot.Push(value) : new Slot(old, value);
        if (value is ConfigObject && old is ConfigObject or Slot)
            return old is Slot under ? under.Push(value) : new Slot(old, value);
        if (value is Sign)
            return value;
        value.Overrode = Overlay(old);
        return value;
    }

    /// <summary>Where the values stand that a newer one hides, newest first; of very many only the newest.</summary>
    internal static IReadOnlyList<Origin> Overlay(ConfigValue old)
    {
        List<Origin> origins = [];
        for (var i = old is Slot slot ? slot.Count - 1 : 0; i >= 0 && origins.Count < MaxOverrode; i--)
        {
            var layer = old is Slot s ? s[i] : old;
            origins.Add(layer.Origin);
            origins.AddRange(layer.Overrode.Take(MaxOverrode));
        }
        if (old is Slot)
            origins.AddRange(old.Overrode);
        if (origins.Count > MaxOverrode)
            origins.RemoveRange(MaxOverrode, origins.Count - MaxOverrode);
        return origins;
    }

    private Origin GetOrigin(Node node) => new(_document, node.Span);
}
