namespace ClearSettings.Domain.Hocon;

/// <summary>The layers of a slot: what was written for one key. A newer one hides or extends the older.</summary>
internal sealed partial class Resolution
{
    private const int ManyLayers = 32;

    private ConfigValue? Down(Slot slot)
    {
        // Each += looks back at the one before: computed from below, a thousand of them need no thousand levels.
        for (var i = 0; slot.Count > ManyLayers && i < slot.Count; i++)
        {
            _budget.Count();
            slot.Current = i;
            if (slot[i] is Concatenation or Reference { LooksBack: true })
                Compute((Expression)slot[i]);
        }
        return Down(slot, slot.Count - 1);
    }

    /// <summary>
    /// What a reference back sees: the value of the layers from one downwards, computed once for each.
    /// </summary>
    private ConfigValue? Below(Slot slot, int from)
    {
        if (from < 0)
            return null;
        if (slot.SeenFrom(from) is { } seen)
        {
            _giver = slot[from] as Reference;
            return seen == Sign.Absent ? null : seen;
        }
        var cuts = _cuts;
        var value = Down(slot, from);
        if (value is null ? cuts == _cuts : value != Sign.Cycle)
            slot.Remember(from, value ?? Sign.Absent);
        return value;
    }

    /// <summary>The value of the layers from one downwards.</summary>
    private ConfigValue? Down(Slot slot, int from)
    {
        var above = default(OpenLayers);
        var result = default(ConfigValue);
        for (var i = from; i >= 0 && result is null; i--)
        {
            _budget.Count();
            slot.Current = i;
            // What all layers from here downwards give may be known from a look back.
            var rest = i < from ? slot.SeenFrom(i) : null;
            if (rest == Sign.Absent)
                break;
            var value = rest ?? Shell(slot[i]);
            if (value is ConfigObject part)
            {
                above.Add(part);
                if (rest is not null || slot[i] is Concatenation { IncludesBelow: true })
                    break;
            }
            else if (above.Objects is null && rest is null && value is ConfigPending { MayBeAbsent: true } open)
                above.Add(open);
            else if (value is not null)
                result = EndAt(i, slot, above.Objects, value);
        }
        if (result is null && above.Objects is { } objects)
            result = Join(objects);
        return above.Pending is null || result is Sign ? result : OnTop(above.Pending, result);
    }

    /// <summary>The value of a slot in which this layer hides all layers below it.</summary>
    /// <param name="objects">The values of the layers above; null when there are none.</param>
    /// <param name="value">Of this layer.</param>
    private ConfigValue EndAt(int layer, Slot slot, List<ConfigObject>? objects, ConfigValue value)
    {
        if (objects is not null && value == Sign.Cycle)
            return value;
        return Hidden(slot, layer - 1) ?? (objects is null ? value : Overlay(objects, value, slot));
    }

    /// <summary>Optional references over what holds when all of them are undefined.</summary>
    private ConfigValue? OnTop(List<ConfigPending> pending, ConfigValue? below)
    {
        if (pending.Count > _options.Limits.MaxDepth)
            throw _budget.Broken(
                "too-many-defaults",
                pending[0].Origin,
                $"More than {_options.Limits.MaxDepth} optional references to the environment are set for one key."
            );
        for (var i = pending.Count - 1; i >= 0; i--)
            below = WithFallback(pending[i], below);
        return below;
    }

    /// <summary>
    /// What is hidden must still have a value: a required substitution that has none is an error, as in the reference
    /// implementation.
    /// </summary>
    private ConfigValue? Hidden(Slot slot, int from)
    {
        for (var i = from; i > slot.Hidden; i--)
        {
            _budget.Count();
            if (slot[i] is not (Unresolved or ConfigObject))
                continue;
            slot.Current = i;
            if (Whole(slot[i]) == Sign.Broken)
                return Sign.Broken;
        }
        slot.Hidden = Math.Max(slot.Hidden, from);
        return null;
    }

    private ConfigValue? Merged(ConfigValue above, ConfigValue? below, Slot slot) =>
        (above, below) switch
        {
            (_, null) => above,
            (ConfigObject top, ConfigObject under) => _join.Objects([top, under], top.Origin),
            (ConfigObject top, _) => Overlay([top], below, slot),
            (ConfigPending { MayBeAbsent: true } pending, _) => WithFallback(pending, below),
            _ => above,
        };

    /// <summary>
    /// Objects over something that is none: it is hidden. Only when that may be an object once the environment is
    /// known, no one can tell.
    /// </summary>
    private ConfigObject Overlay(List<ConfigObject> objects, ConfigValue below, Slot slot)
    {
        if (below is ConfigPending)
            Error(
                slot.Origin,
                "object-over-environment",
                "An object is merged over a value from the environment; the result depends on the machine "
                    + "that reads it.",
                "Use two different keys."
            );
        return Join(objects);
    }

    private ConfigObject Join(List<ConfigObject> objects) =>
        objects.Count == 1 ? objects[0] : _join.Objects(objects, objects[0].Origin);

    /// <summary>The value with one more default below all that it has.</summary>
    private ConfigPending WithFallback(ConfigPending pending, ConfigValue? below)
    {
        if (below is null)
            return pending;
        if (pending.Fallback is ConfigPending inner)
            below = WithFallback(inner, below);
        return _budget.Pending(
            pending is ConfigReference reference
                ? new ConfigReference(reference.Name, reference.Optional, below) { Origin = pending.Origin }
                : new ConfigConcat(((ConfigConcat)pending).Pieces, below) { Origin = pending.Origin }
        );
    }

    /// <summary>The values of the layers that were read so far, newest first.</summary>
    private struct OpenLayers
    {
        private HashSet<ConfigObject>? _seen;

        public List<ConfigObject>? Objects { get; private set; }

        /// <summary>Optional references to the environment, above all objects.</summary>
        public List<ConfigPending>? Pending { get; private set; }

        /// <summary>An object counts once, however many layers give it.</summary>
        public void Add(ConfigObject value)
        {
            if ((_seen ??= []).Add(value))
                (Objects ??= []).Add(value);
        }

        public void Add(ConfigPending value) => (Pending ??= []).Add(value);
    }
}
