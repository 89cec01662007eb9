namespace ClearSettings.Domain.Hocon;

/// <summary>Slots and expressions: their values, of objects only the shell.</summary>
internal sealed partial class Resolution
{
    private const int ManyLayers = 32;
    private const int MaxAttempts = 8;

    /// <summary>The reference that was followed last.</summary>
    private Reference? _giver;

    /// <summary>The same, of those that a look back came upon.</summary>
    private Reference? _giverBelow;

    /// <summary>The value of a slot; null when it has none. Objects may still have unresolved fields.</summary>
    private ConfigValue? Force(Slot slot)
    {
        if (slot.Progress == Progress.Done)
        {
            _giver = slot.Giver;
            return slot.Value;
        }
        if (slot.Progress == Progress.Running)
            return LookBack(slot);
        slot.Progress = Progress.Running;
        _budget.Count();
        var cuts = _cuts;
        var value = Enter(slot.Origin) ? RunOnOwnStack(slot, Down) : Down(slot);
        _level--;
        slot.Value = value;
        slot.Giver = value is ConfigContainer && _giver?.Value == value ? _giver : null;
        slot.Progress = IsFinal(slot, value, cuts) ? Progress.Done : Progress.New;
        return value;
    }

    /// <summary>
    /// A value is remembered, but not that it is absent for now because something that needs it is being computed. That
    /// is tried again a few times, not without end: cycles of many optional references would else take exponential
    /// time.
    /// </summary>
    private bool IsFinal(Unresolved of, ConfigValue? value, int cuts) =>
        (value is null ? cuts == _cuts : value != Sign.Cycle) || ++of.Attempts >= MaxAttempts;

    /// <summary>
    /// A reference came back to a slot that is being computed: it sees the layers below the current one, if that one is
    /// a substitution.
    /// </summary>
    private ConfigValue? LookBack(Slot slot)
    {
        if (slot.Count == 1)
            return Sign.Cycle;
        var current = slot.Current;
        if (slot.SeenBelow.Layer == current)
            return slot.SeenBelow.Value;
        var layer = slot[current];
        if (layer is not (Reference or Concatenation or Slot))
            return Sign.Cycle;
        var inner = layer is Slot { Progress: Progress.Running, Count: > 1 } nested ? LookBack(nested) : null;
        if (inner is not (null or ConfigObject or ConfigPending))
            return inner;
        var outer = slot.LookedBack;
        slot.LookedBack = true;
        var below = Enter(slot.Origin)
            ? RunOnOwnStack((slot, current), s => Below(s.slot, s.current - 1))
            : Below(slot, current - 1);
        _level--;
        (slot.Current, slot.LookedBack) = (current, outer);
        _giverBelow = _giver;
        var seen = inner is null || below is Sign ? below : Merged(inner, below, slot);
        if (seen is ConfigContainer)
            slot.SeenBelow = (current, seen);
        return seen;
    }

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
        var objects = default(List<ConfigObject>);
        var seen = default(HashSet<ConfigObject>);
        var pending = default(List<ConfigPending>);
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
                if ((seen ??= []).Add(part))
                    (objects ??= []).Add(part);
                if (rest is not null || slot[i] is Concatenation { IncludesBelow: true })
                    break;
            }
            else if (objects is not null)
                result =
                    value is null || value == Sign.Cycle ? value : Hidden(slot, i - 1) ?? Overlay(objects, value, slot);
            else if (rest is null && value is ConfigPending { MayBeAbsent: true } open)
                (pending ??= []).Add(open);
            else if (value is not null)
                result = Hidden(slot, i - 1) ?? value;
        }
        if (result is null && objects is not null)
            result = objects.Count == 1 ? objects[0] : _join.Objects(objects, objects[0].Origin);
        return pending is null || result is Sign ? result : OnTop(pending, result);
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
        return objects.Count == 1 ? objects[0] : _join.Objects(objects, objects[0].Origin);
    }

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

    private ConfigValue? Shell(ConfigValue layer) =>
        layer switch
        {
            Slot slot => Force(slot),
            Expression expression => Compute(expression),
            _ => layer,
        };

    private ConfigValue? Compute(Expression expression)
    {
        if (expression.Progress == Progress.Done)
        {
            _giver = expression as Reference;
            return expression.Value;
        }
        if (expression.Progress == Progress.Running)
            return Sign.Cycle;
        expression.Progress = Progress.Running;
        var (cuts, inside) = (_cuts, _inside);
        _inside = 0;
        _budget.Count();
        var value = expression switch
        {
            Reference reference => Follow(reference),
            Concatenation concatenation => Concat(concatenation),
            _ => List((UnresolvedList)expression),
        };
        _inside = inside;
        expression.Progress = IsFinal(expression, value, cuts) ? Progress.Done : Progress.New;
        expression.Value = value;
        _giver = expression as Reference;
        return value;
    }

    private ConfigValue? Concat(Concatenation concatenation)
    {
        var pieces = new List<ConfigValue>(concatenation.Pieces.Count);
        _budget.Count(concatenation.Pieces.Count);
        foreach (var piece in concatenation.Pieces)
        {
            var value = Whole(piece);
            if (value is Sign)
                return value;
            if (value is not null)
                pieces.Add(value);
        }
        if (pieces.Count == 0)
            return null;
        var joined = _join.All(pieces, concatenation.Origin);
        return pieces.Count > 1 && joined is ConfigContainer && Deep(joined) is { } cycle ? cycle : joined;
    }

    private ConfigValue List(UnresolvedList list)
    {
        var items = new List<ConfigValue>(list.Items.Count);
        _budget.Count(list.Items.Count);
        foreach (var item in list.Items)
        {
            var value = Whole(item);
            if (value == Sign.Cycle)
                return value;
            if (value is not (null or Sign))
                items.Add(value);
        }
        var result = new ConfigList(items.ToArray()) { Origin = list.Origin };
        Deep(result);
        return result;
    }
}
