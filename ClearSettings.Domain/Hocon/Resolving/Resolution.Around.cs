namespace ClearSettings.Domain.Hocon;

/// <summary>References to an object around them: <c>p { q = 1, q = ${p} }</c>.</summary>
internal sealed partial class Resolution
{
    /// <summary>
    /// A reference to an object around it sees that object with the keys that are being computed as they were before:
    /// <c>{ q = 1 }</c>. Null when the value is no such object, or nothing was there before; then it is a cycle.
    /// </summary>
    private ConfigObject? Around(Reference reference) =>
        reference.Value is ConfigObject { Progress: Progress.Running } value ? Before(value) : null;

    private ConfigObject? Before(ConfigObject value)
    {
        var fields = new FieldMap(value.Count);
        var found = false;
        _budget.Values(value.Count, value.Origin);
        foreach (var (key, field) in value.Fields.Fields)
        {
            var before = field;
            if (field is Slot slot && (slot.Progress == Progress.Running || slot.Deepening) && CanLookBack(slot))
            {
                found = true;
                before = LookBack(slot) ?? Sign.Absent;
                if (before == Sign.Cycle)
                    return null;
            }
            else if (field is ConfigObject { Progress: Progress.Running } inner && Before(inner) is { } rest)
                (found, before) = (true, rest);
            if (before != Sign.Absent)
                fields.TryAdd(key, before, out _);
        }
        return found ? new ConfigObject(fields) { Origin = value.Origin } : null;
    }

    private static bool CanLookBack(Slot slot) =>
        slot.Count > 1 && slot.Current >= (slot.LookedBack ? 1 : 0) && slot[slot.Current] is Reference or Concatenation;
}
