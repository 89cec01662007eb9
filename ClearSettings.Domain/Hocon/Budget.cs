using System.Diagnostics;

namespace ClearSettings.Domain.Hocon;

/// <summary>What one resolve may still make.</summary>
internal sealed class Budget(Limits limits)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _steps;
    private long _values;
    private long _characters;

    public Limits Limits => limits;

    /// <summary>One more step; also looks at the clock now and then.</summary>
    public void Count()
    {
        if ((++_steps & 63) == 0 && limits.Timeout is { } limit && Stopwatch.GetElapsedTime(_started) > limit) throw Broken("timeout", default, $"Resolving took longer than {limit.TotalSeconds:0.###} seconds.");
    }

    public void Values(int count, Origin origin)
    {
        Count();
        if ((_values += count) > limits.MaxExpansion) throw Broken("expansion", origin, $"The substitutions make more than {limits.MaxExpansion:N0} values.");
    }

    public void Characters(int count, Origin origin)
    {
        if ((_characters += count) > limits.MaxExpansion) throw Broken("expansion", origin, $"The substitutions make strings of more than {limits.MaxExpansion:N0} characters.");
    }

    /// <summary>A value that stays pending may neither be nested too deep nor hold too much.</summary>
    public ConfigPending Pending(ConfigPending made)
    {
        if (made.Nesting > limits.MaxDepth) throw Broken("too-many-defaults", made.Origin, $"More than {limits.MaxDepth} values from the environment with defaults stand inside each other.");
        if (made.Size > limits.MaxExpansion) throw Broken("expansion", made.Origin, $"The substitutions make more than {limits.MaxExpansion:N0} values.");
        return made;
    }

    public HoconException Broken(string code, Origin origin, string message) => new(Resolution.Make(origin, Severity.Error, code, message, null)) { Document = origin.Document };
}
