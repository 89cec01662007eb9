namespace ClearSettings.Domain.Hocon;

/// <summary>A value that only the environment of the reader can decide. It is left over by a partial resolve.</summary>
public abstract class ConfigPending(ConfigValue? fallback) : ConfigValue
{
    /// <summary>What holds when the pending part turns out undefined: of <c>port = 80, port = ${?PORT}</c> the 80.
    /// It may be pending itself. Null when there is none, and always for a part that cannot be undefined.</summary>
    public ConfigValue? Fallback { get; } = fallback;

    public override string TypeName => "a value from the environment";
}

/// <summary>A reference to an environment variable, <c>${NAME}</c> or <c>${?NAME}</c>; the name matches <c>[A-Za-z_][A-Za-z0-9_]*</c>.</summary>
public sealed class ConfigReference(string name, bool optional, ConfigValue? fallback = null) : ConfigPending(fallback)
{
    public string Name { get; } = name;

    public bool Optional { get; } = optional;
}

/// <summary>A string of which some pieces come from the environment. The pieces are <see cref="ConfigString"/> (white space included)
/// and <see cref="ConfigReference"/>, in order; neighbouring strings are joined.</summary>
public sealed class ConfigConcat(IReadOnlyList<ConfigValue> pieces, ConfigValue? fallback = null) : ConfigPending(fallback)
{
    public IReadOnlyList<ConfigValue> Pieces { get; } = pieces;
}
