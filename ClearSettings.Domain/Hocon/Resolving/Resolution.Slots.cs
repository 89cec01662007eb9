namespace ClearSettings.Domain.Hocon;

/// <summary>Slots and expressions: their values, of objects only the shell.</summary>
internal sealed partial class Resolution
{
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
