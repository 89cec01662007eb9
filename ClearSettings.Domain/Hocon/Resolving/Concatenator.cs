using System.Globalization;
using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>Joins the pieces of a concatenation: strings to a string, lists to a list, objects to an object.</summary>
internal sealed class Concatenator(Budget budget, Action<Origin, string, string, string?> report)
{
    /// <summary>The joined value; null when there are no pieces, <see cref="Sign.Broken"/> after an error.</summary>
    public ConfigValue All(IReadOnlyList<ConfigValue> pieces, Origin origin)
    {
        if (pieces.Count == 1)
            return pieces[0];
        var result = pieces[0];
        if (IsText(result))
            return Texts(pieces, origin);
        for (var i = 1; i < pieces.Count && result is not Sign; i++)
            result = Containers(result, pieces[i], origin);
        return result;
    }

    /// <summary>A scalar as it appears inside a string; null for anything else.</summary>
    public static string? GetText(ConfigValue value) =>
        value switch
        {
            ConfigString text => text.Value,
            ConfigNumber number => number.Text,
            ConfigBoolean boolean => boolean.Value ? "true" : "false",
            ConfigNull => "null",
            _ => null,
        };

    private static bool IsText(ConfigValue value) => value is not ConfigContainer;

    private ConfigValue Texts(IReadOnlyList<ConfigValue> pieces, Origin origin)
    {
        var text = new StringBuilder();
        var kept = default(List<ConfigValue>);
        foreach (var piece in pieces)
        {
            if (piece is ConfigContainer)
                return Fail(origin, pieces[0], piece);
            if (piece is ConfigPending { Last: ConfigContainer container })
                return Fail(origin, pieces[0], container);
            if (piece is not ConfigPending)
            {
                var more = GetText(piece)!;
                budget.Characters(more.Length, origin);
                text.Append(more);
                continue;
            }
            kept ??= [];
            Add(piece, kept, text);
        }
        if (kept is null)
            return new ConfigString(text.ToString()) { Origin = origin };
        Close(kept, text);
        return Pending(kept, pieces, origin);
    }

    private ConfigValue Pending(List<ConfigValue> kept, IReadOnlyList<ConfigValue> pieces, Origin origin)
    {
        // An empty string beside references keeps the value from being absent where none of them is set.
        if (
            pieces.Any(p => p is not ConfigPending)
            && kept.TrueForAll(k => k is ConfigReference { Optional: true, Fallback: null })
        )
            kept.Add(new ConfigString(""));
        budget.Count(kept.Count);
        return budget.Pending(new ConfigConcat(kept) { Origin = origin });
    }

    private static void Add(ConfigValue pending, List<ConfigValue> kept, StringBuilder text)
    {
        Close(kept, text);
        if (pending is ConfigConcat { Fallback: null } inner)
            kept.AddRange(inner.Pieces);
        else
            kept.Add(pending);
    }

    private static void Close(List<ConfigValue> kept, StringBuilder text)
    {
        if (text.Length == 0)
            return;
        var joined = kept.Count > 0 && kept[^1] is ConfigString last ? last.Value + text : text.ToString();
        if (kept.Count > 0 && kept[^1] is ConfigString)
            kept.RemoveAt(kept.Count - 1);
        kept.Add(new ConfigString(joined));
        text.Clear();
    }

    private ConfigValue Containers(ConfigValue left, ConfigValue right, Origin origin)
    {
        if (right is ConfigString { Quoted: false } text && string.IsNullOrWhiteSpace(text.Value))
            return left;
        if (left is ConfigObject indexed && right is ConfigList)
            left = Indexed(indexed) ?? left;
        else if (left is ConfigList && right is ConfigObject index)
            right = Indexed(index) ?? right;
        return (left, right) switch
        {
            (ConfigObject below, ConfigObject above) => Objects([above, below], origin),
            (ConfigList first, ConfigList second) => Lists(first, second, origin),
            _ => Fail(origin, left, right),
        };
    }

    private ConfigList Lists(ConfigList left, ConfigList right, Origin origin)
    {
        budget.Values(right.Items.Count, origin);
        if (!GrowingList.CanGrow(left.Items))
            budget.Count(left.Items.Count);
        var items = GrowingList.Append(left.Items, right.Items);
        var result = new ConfigList(items) { Origin = origin };
        if (left.Progress == Progress.Done && right.Progress == Progress.Done)
            (result.Progress, result.Size, result.Depth) = (
                Progress.Done,
                left.Size + right.Size - 1,
                Math.Max(left.Depth, right.Depth)
            );
        return result;
    }

    /// <summary>
    /// Merges objects, newest first. Keys that several have become slots, so that nothing is computed too early.
    /// </summary>
    public ConfigObject Objects(IReadOnlyList<ConfigObject> objects, Origin origin)
    {
        var fields = new FieldMap(objects[^1].Count);
        for (var i = objects.Count - 1; i >= 0; i--)
        {
            budget.Values(objects[i].Count, origin);
            foreach (var (key, value) in objects[i].Fields.Fields)
            {
                if (!fields.TryAdd(key, value, out var index))
                    fields.Set(index, Overlay(fields[index].Value, value));
            }
        }
        return new ConfigObject(fields) { Origin = origin };
    }

    private static ConfigValue Overlay(ConfigValue old, ConfigValue value)
    {
        if (value is Sign)
            return value;
        if (value is Slot or ConfigPending || (value is ConfigObject && old is Slot or ConfigObject or ConfigPending))
            return new Slot(old, value);
        return value.At(
            value.Origin,
            [.. value.Overrode.Concat(TreeBuilder.Overlay(old)).Take(TreeBuilder.MaxOverrode)]
        );
    }

    /// <summary>An object with numbers as keys as a list in their order; null when it has none.</summary>
    public static ConfigList? Indexed(ConfigObject value)
    {
        var items = new SortedDictionary<int, ConfigValue>();
        foreach (var (key, item) in value.Fields.Fields)
        {
            if (
                int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
                && index >= 0
            )
                items[index] = item;
        }
        return items.Count == 0
            ? null
            : new ConfigList([.. items.Values])
            {
                Origin = value.Origin,
                Size = value.Size,
                Depth = value.Depth,
                Progress = value.Progress,
            };
    }

    private Sign Fail(Origin origin, ConfigValue left, ConfigValue right)
    {
        report(
            origin,
            "bad-join",
            $"{Capital(left.TypeName)} and {right.TypeName} cannot be combined in one value.",
            "Join strings with strings, lists with lists, or objects with objects."
        );
        return Sign.Broken;
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
