namespace ClearSettings.Domain.Hocon;

/// <summary>
/// What one resolve may still do and make. Work is counted in steps, so that a verdict never depends on how busy the
/// machine is.
/// </summary>
internal sealed class Budget(Limits limits)
{
    private long _values;
    private long _characters;

    public Limits Limits => limits;

    public long Steps { get; private set; }

    public void Count(int steps = 1)
    {
        if ((Steps += steps) <= limits.MaxSteps)
            return;
        throw Broken("too-many-steps", default, $"The substitutions need more than {limits.MaxSteps:N0} steps.");
    }

    public void Values(int count, Origin origin)
    {
        Count(count + 1);
        if ((_values += count) > limits.MaxExpansion)
            throw Broken("expansion", origin, $"The substitutions make more than {limits.MaxExpansion:N0} values.");
    }

    public void Characters(int count, Origin origin)
    {
        if ((_characters += count) > limits.MaxExpansion)
            throw Broken(
                "expansion",
                origin,
                $"The substitutions make strings of more than {limits.MaxExpansion:N0} characters."
            );
    }

    /// <summary>A value that stays pending may neither be nested too deep nor hold too much.</summary>
    public ConfigPending Pending(ConfigPending made)
    {
        if (made.Nesting > limits.MaxDepth)
            throw Broken(
                "too-many-defaults",
                made.Origin,
                $"More than {limits.MaxDepth} values from the environment with defaults are nested."
            );
        if (made.Size > limits.MaxExpansion)
            throw Broken(
                "expansion",
                made.Origin,
                $"The substitutions make more than {limits.MaxExpansion:N0} values."
            );
        return made;
    }

    public HoconException Broken(string code, Origin origin, string message) =>
        new(Resolution.Make(origin, Severity.Error, code, message, null)) { Document = origin.Document };
}
