namespace ClearSettings.Domain.Hocon;

/// <summary>A value that only the environment of the reader can decide. It is left over by a partial resolve.</summary>
public abstract class ConfigPending : ConfigValue
{
    private protected ConfigPending(ConfigValue? fallback, IReadOnlyList<ConfigValue> pieces)
    {
        Fallback = fallback;
        var (size, nesting) = (1L, 1);
        for (var i = -1; i < pieces.Count; i++)
        {
            var inner = (i < 0 ? fallback : pieces[i]) as ConfigPending;
            size += inner?.Size ?? 1;
            nesting = Math.Max(nesting, (inner?.Nesting ?? 0) + 1);
        }
        (Size, Nesting) = ((int)Math.Min(size, int.MaxValue / 2), nesting);
    }

    /// <summary>References and strings inside, shared ones counted as often as they appear.</summary>
    internal int Size { get; }

    /// <summary>Levels of references with defaults inside each other, this one included.</summary>
    internal int Nesting { get; }

    /// <summary>
    /// True when nothing but optional references is inside, so that the default holds where no variable is set.
    /// </summary>
    internal abstract bool IsOptional { get; }

    /// <summary>True when it is optional and no default below it always holds.</summary>
    internal bool MayBeAbsent => IsOptional && Fallback is (null or ConfigPending { MayBeAbsent: true });

    /// <summary>What holds when nothing of the environment is defined; null when there is nothing.</summary>
    internal ConfigValue? Last
    {
        get
        {
            var last = Fallback;
            while (last is ConfigPending pending)
                last = pending.Fallback;
            return last;
        }
    }

    /// <summary>What holds when the pending part turns out undefined: of <c>port = 80, port = ${?PORT}</c> the 80.
    /// It may be pending itself. Null when there is none, and always for a part that cannot be undefined.</summary>
    public ConfigValue? Fallback { get; }

    public override string TypeName => "a value from the environment";
}

/// <summary>
/// A reference to an environment variable, <c>${NAME}</c> or <c>${?NAME}</c>; the name matches
/// <c>[A-Za-z_][A-Za-z0-9_]*</c>.
/// </summary>
public sealed class ConfigReference(string name, bool optional, ConfigValue? fallback = null)
    : ConfigPending(fallback, [])
{
    public string Name { get; } = name;

    public bool Optional { get; } = optional;

    internal override bool IsOptional => Optional;
}

/// <summary>
/// A string of which some pieces come from the environment. The pieces are <see cref="ConfigString"/> (white space
/// included) and <see cref="ConfigReference"/>, in order; neighbouring strings are joined.
/// </summary>
public sealed class ConfigConcat(IReadOnlyList<ConfigValue> pieces, ConfigValue? fallback = null)
    : ConfigPending(fallback, pieces)
{
    public IReadOnlyList<ConfigValue> Pieces { get; } = pieces;

    internal override bool IsOptional { get; } = pieces.All(p => p is ConfigPending { IsOptional: true });
}
