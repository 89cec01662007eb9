namespace ClearSettings.Domain.Hocon;

/// <summary>Whole values: everything inside is resolved, in place.</summary>
internal sealed partial class Resolution
{
    /// <summary>Nested containers being resolved: values that grow by merging with themselves stop here.</summary>
    private int _inside;

    /// <summary>The value of a piece or element with everything in it; null when it has none.</summary>
    private ConfigValue? Whole(ConfigValue part)
    {
        var value = Shell(part);
        if (value is not ConfigContainer container || Through(part as Reference, container) is null)
            return value;
        if (part is not Reference reference)
            return Sign.Cycle;
        if (Around(reference) is { } rest && Through(reference, rest) is null)
            return reference.Value = rest;
        return Cut(reference);
    }

    /// <summary>
    /// A reference to a value that contains it. One that refers to another is not to blame if that must have a value.
    /// </summary>
    private ConfigValue? Cut(Reference reference)
    {
        var last = reference;
        for (; last.Via is { Open: 0 } via && via != reference; last = via)
            _budget.Count();
        var blamed = last.Optional ? reference : last;
        Open(blamed);
        reference.Value = blamed.Value = BreakCycle(blamed);
        Close(blamed);
        return reference.Value;
    }

    /// <summary>
    /// Resolves what is inside a value that a reference gave, and remembers the reference for the message about a
    /// cycle.
    /// </summary>
    private Sign? Through(Reference? reference, ConfigValue value)
    {
        if (reference is null)
            return Deep(value);
        Open(reference);
        var cycle = Deep(value);
        Close(reference);
        return cycle;
    }

    /// <summary>Resolves what is inside; a sign when the value contains itself.</summary>
    private Sign? Deep(ConfigValue value)
    {
        if (value is ConfigPending { Fallback: { } fallback })
            return Deep(fallback);
        if (value is not ConfigContainer { Progress: not Progress.Done } container)
            return value as Sign;
        if (container.Progress == Progress.Running)
            return Sign.Cycle;
        _budget.Count();
        if (++_inside > _options.Limits.MaxDepth)
            throw TooDeep(value.Origin);
        container.Progress = Progress.Running;
        var cycle = Enter(value.Origin) ? RunOnOwnStack(container, Inside) : Inside(container);
        _level--;
        _inside--;
        container.Progress = cycle is null ? Progress.Done : Progress.New;
        return cycle;
    }

    private Sign? Inside(ConfigContainer container) =>
        container is ConfigObject fields ? Fields(fields) : Items((ConfigList)container);

    private Sign? Items(ConfigList list)
    {
        var (size, depth) = (0, 0);
        _budget.Count(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (Deep(item) is { } cycle)
                return cycle;
            Measure(item, ref size, ref depth, list);
        }
        (list.Size, list.Depth) = (size + 1, depth + 1);
        return null;
    }

    private Sign? Fields(ConfigObject value)
    {
        var fields = value.Fields;
        var (size, depth, absent) = (0, 0, 0);
        _budget.Count(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            var entry = fields[i].Value;
            if (entry is Slot slot)
            {
                var whole = Whole(slot);
                if (whole == Sign.Cycle)
                    return Sign.Cycle;
                entry = whole ?? Sign.Absent;
                fields.Set(i, entry);
            }
            else if (Deep(entry) == Sign.Cycle)
                return Sign.Cycle;
            if (entry is Sign)
                absent++;
            else
                Measure(entry, ref size, ref depth, value);
        }
        if (absent > 0)
            value.Fields = GetPresentFields(fields);
        (value.Size, value.Depth) = (size + 1, depth + 1);
        return null;
    }

    private static FieldMap GetPresentFields(FieldMap fields)
    {
        var present = new FieldMap(fields.Count);
        foreach (var (key, value) in fields.Fields)
        {
            if (value is not Sign)
                present.TryAdd(key, value, out _);
        }
        return present;
    }

    /// <summary>The complete value of a slot, with the origin of its field and what it overrides.</summary>
    private ConfigValue? Whole(Slot slot)
    {
        for (var layer = -1; ; )
        {
            var value = Force(slot);
            if (value is null or Sign)
                return value;
            _walk++;
            if (value is ConfigContainer && IsInside(slot))
                return Sign.Cycle;
            _walk++;
            var reference = value is ConfigContainer ? Blamed(slot) : null;
            BeginDeepening(slot, layer);
            var cycle = Through(reference, value);
            var rest = EndDeepening(slot, layer, cycle is null ? null : reference);
            if (cycle is null)
                return Shown(slot, value);
            if (reference is null)
                return Sign.Cycle;
            if (rest is not null)
                (layer, reference.Value) = (slot.Current, rest);
            else
                Cut(reference);
            _walk++;
            ForgetSlot(slot);
        }
    }

    /// <param name="layer">The one whose value is resolved without the references to it; -1 for all layers.</param>
    private static void BeginDeepening(Slot slot, int layer)
    {
        slot.Deepening = true;
        // From inside an object without this key the key is what it was before.
        slot.Current =
            layer >= 0 ? layer
            : slot.Giver is { } giver ? slot.IndexOf(giver)
            : -1;
        if (layer >= 0)
            slot.Progress = Progress.Running;
    }

    /// <param name="cyclic">The reference whose value contains itself, or null.</param>
    /// <returns>What that reference gives without itself; null when it gives nothing or is left alone.</returns>
    private ConfigValue? EndDeepening(Slot slot, int layer, Reference? cyclic)
    {
        if (layer >= 0)
            slot.Progress = Progress.Done;
        slot.Current = layer < 0 && cyclic is not null ? slot.IndexOf(cyclic) : -1;
        var rest = slot.Current < 0 ? null : Around(cyclic!);
        slot.Deepening = false;
        return rest;
    }

    private static ConfigValue Shown(Slot slot, ConfigValue value)
    {
        var overrode = slot.Overrode;
        if (slot.Count > 1 && value is not ConfigObject)
            overrode = [.. TreeBuilder.Overlay(slot).Skip(1)];
        return value.Origin == slot.Origin && overrode.Count == 0 ? value : value.At(slot.Origin, overrode);
    }

    private void Measure(ConfigValue item, ref int size, ref int depth, ConfigContainer inside)
    {
        var pending = item as ConfigPending;
        var container = (pending is null ? item : pending.Last) as ConfigContainer;
        size += (container?.Size ?? 1) + (pending?.Size ?? 0);
        depth = Math.Max(depth, (container?.Depth ?? 0) + (pending?.Nesting - 1 ?? 0));
        if (size > _options.Limits.MaxExpansion)
            throw _budget.Broken(
                "expansion",
                inside.Origin,
                $"The substitutions make more than {_options.Limits.MaxExpansion:N0} values."
            );
        if (depth >= _options.Limits.MaxDepth)
            throw TooDeep(inside.Origin);
    }

    private HoconException TooDeep(Origin origin) =>
        _budget.Broken("too-deep", origin, $"Values are nested deeper than {_options.Limits.MaxDepth} levels.");
}
