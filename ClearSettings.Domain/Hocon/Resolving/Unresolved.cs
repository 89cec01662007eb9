namespace ClearSettings.Domain.Hocon;

/// <summary>Stands in the fields of an object until it is resolved.</summary>
internal abstract class Unresolved : ConfigValue
{
    /// <summary>How often it was computed to no final value, which happens only in cycles.</summary>
    public byte Attempts { get; set; }

    public override string TypeName => "a substitution";
}

/// <summary>What was written for one key, oldest first. Its value is computed once, when someone needs it.</summary>
internal sealed class Slot : Unresolved
{
    private readonly List<ConfigValue>? _layers;
    private readonly ConfigValue? _only;
    private ConfigValue?[]? _seen;

    public Slot(ConfigValue only) => (_only, Origin) = (only, only.Origin);

    public Slot(ConfigValue below, ConfigValue top) => (_layers, Origin) = ([below, top], top.Origin);

    public int Count => _layers?.Count ?? 1;

    public ConfigValue this[int layer] => _layers is null ? _only! : _layers[layer];

    public ConfigValue Top => this[^1];

    /// <summary>The layer that a reference is; -1 when it is none.</summary>
    public int IndexOf(Reference reference) =>
        _layers is null
            ? _only == reference
                ? 0
                : -1
            : _layers.LastIndexOf(reference);

    public Progress Progress { get; set; }

    /// <summary>
    /// The number of the last walk over merged slots that came here; they share layers, and each is looked at once.
    /// </summary>
    public int Walk { get; set; }

    /// <summary>What is inside its value is being resolved.</summary>
    public bool Deepening { get; set; }

    /// <summary>The layer that is being computed. A reference back to this slot sees only the layers below.</summary>
    public int Current { get; set; }

    /// <summary>
    /// What a reference back saw below a layer: the same object for the same layer, so that a cycle through it is
    /// noticed.
    /// </summary>
    public (int Layer, ConfigValue? Value) SeenBelow { get; set; } = (-1, null);

    /// <summary>The layers are computed for a reference back, not for the value.</summary>
    public bool LookedBack { get; set; }

    /// <summary>The newest layer up to which those that a newer one hides have been looked at.</summary>
    public int Hidden { get; set; } = -1;

    /// <summary>Null when there is no value; objects may have unresolved fields.</summary>
    public ConfigValue? Value { get; set; }

    /// <summary>The reference that gave <see cref="Value"/> as it is; null when no single one did.</summary>
    public Reference? Giver { get; set; }

    /// <summary>
    /// What the layers from one downwards give, as far as a reference back has asked; <see cref="Sign.Absent"/> for no
    /// value.
    /// </summary>
    public ConfigValue? SeenFrom(int layer) => _seen?[layer];

    public void Remember(int layer, ConfigValue value) => (_seen ??= new ConfigValue?[Count])[layer] = value;

    public void ForgetSeen() => _seen = null;

    /// <summary>The slot with one more layer on top.</summary>
    public Slot Push(ConfigValue top)
    {
        if (_layers is null)
            return new Slot(_only!, top) { Overrode = Overrode };
        _layers.Add(top);
        Origin = top.Origin;
        return this;
    }
}

/// <summary>A computation that runs at most once.</summary>
internal abstract class Expression : Unresolved
{
    public Progress Progress { get; set; }

    public ConfigValue? Value { get; set; }
}

/// <summary>A substitution. <paramref name="prefix"/> is the path at which its document is included.</summary>
internal sealed class Reference(IReadOnlyList<PathElement> path, bool optional, IReadOnlyList<PathElement>? prefix)
    : Expression
{
    public IReadOnlyList<PathElement> Path => path;

    public IReadOnlyList<PathElement>? Prefix => prefix;

    public bool Optional => optional;

    /// <summary>How often it is being followed or what it gave is being resolved.</summary>
    public int Open { get; set; }

    /// <summary>The reference that gave its value in a look back: one on a layer below.</summary>
    public Reference? Via { get; set; }

    /// <summary>It is written in the value of the key that it names, or of one above it.</summary>
    public bool LooksBack { get; init; }

    public string Name => HoconPath.Write(path.Select(p => p.Text));

    public override string ToString() => $"${{{(optional ? "?" : "")}{Name}}}";
}

/// <summary>Pieces beside each other of which at least one is unresolved.</summary>
/// <param name="includesBelow">A piece is the key itself, so that an object already has all that lower layers
/// have.</param>
internal sealed class Concatenation(IReadOnlyList<ConfigValue> pieces, bool includesBelow) : Expression
{
    public bool IncludesBelow => includesBelow;

    public IReadOnlyList<ConfigValue> Pieces => pieces;
}

/// <summary>A list of which at least one element is unresolved.</summary>
internal sealed class UnresolvedList(IReadOnlyList<ConfigValue> items) : Expression
{
    public IReadOnlyList<ConfigValue> Items => items;
}

/// <summary>What a computation gives instead of a value.</summary>
internal sealed class Sign(string name) : ConfigValue
{
    /// <summary>The value needs itself.</summary>
    public static readonly Sign Cycle = new("a cycle");

    /// <summary>There is no value because of an error that has been reported.</summary>
    public static readonly Sign Broken = new("an error");

    /// <summary>There is no value.</summary>
    public static readonly Sign Absent = new("nothing");

    public override string TypeName => name;
}
