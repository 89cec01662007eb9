namespace ClearSettings.Domain.Hocon;

/// <summary>Where a value was set: the document and its piece of text. A value made by code has no document.</summary>
public readonly record struct Origin(Document? Document, Span Span)
{
    public Position Start => Document?.Source.GetPosition(Span.Start) ?? new Position(1, 1);

    /// <summary>The value as it was written.</summary>
    public string Text => Document?.Source.Slice(Span) ?? "";

    public override string ToString() => Document is null ? "" : $"{Document.Source.Name}:{Start}";
}

/// <summary>A value after merging and substitution. Values do not change.</summary>
public abstract class ConfigValue
{
    public Origin Origin { get; internal set; }

    /// <summary>
    /// Where else the same key was set before, newest first: what this value hides. Empty for most values.
    /// </summary>
    public IReadOnlyList<Origin> Overrode { get; internal set; } = [];

    /// <summary>The type in words for messages: "a string", "an object" ….</summary>
    public abstract string TypeName { get; }

    /// <summary>The same value as if it were set at another place.</summary>
    internal ConfigValue At(Origin origin, IReadOnlyList<Origin> overrode)
    {
        var copy = (ConfigValue)MemberwiseClone();
        (copy.Origin, copy.Overrode) = (origin, overrode);
        return copy;
    }
}

/// <summary>A list or an object.</summary>
public abstract class ConfigContainer : ConfigValue
{
    private protected ConfigContainer() { }

    internal Progress Progress { get; set; }

    /// <summary>
    /// Values inside, shared ones counted as often as they appear; known when the container is resolved.
    /// </summary>
    internal int Size { get; set; }

    /// <summary>Levels of containers, this one included; known when the container is resolved.</summary>
    internal int Depth { get; set; }
}

/// <summary>How far a value is resolved.</summary>
internal enum Progress : byte
{
    New,
    Running,
    Done,
}

/// <summary>A list.</summary>
public sealed class ConfigList(IReadOnlyList<ConfigValue> items) : ConfigContainer
{
    public IReadOnlyList<ConfigValue> Items { get; } = items;

    public override string TypeName => "a list";
}

/// <summary>A string.</summary>
public sealed class ConfigString : ConfigValue
{
    private readonly ScalarNode? _node;
    private readonly string? _value;

    public ConfigString(string value) => _value = value;

    internal ConfigString(ScalarNode node) => _node = node;

    public string Value => _value ?? _node!.Text;

    /// <summary>False when it was written without quotes.</summary>
    public bool Quoted => _node is not { Kind: ScalarKind.Unquoted };

    public override string TypeName => "a string";
}

/// <summary>
/// A number. <see cref="Text"/> is kept as written, whatever its size and digits; it always is a JSON number.
/// </summary>
public sealed class ConfigNumber : ConfigValue
{
    private readonly ScalarNode? _node;
    private readonly string? _text;

    public ConfigNumber(string text) => _text = text;

    internal ConfigNumber(ScalarNode node) => _node = node;

    public string Text => _text ?? Numbers.Canonical(_node!.Text);

    public bool IsInteger => Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    public override string TypeName => "a number";
}

/// <summary>True or false.</summary>
public sealed class ConfigBoolean(bool value) : ConfigValue
{
    public bool Value { get; } = value;

    public override string TypeName => "a boolean";
}

/// <summary>An explicit null.</summary>
public sealed class ConfigNull : ConfigValue
{
    public override string TypeName => "null";
}
