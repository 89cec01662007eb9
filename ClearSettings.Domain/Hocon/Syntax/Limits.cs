namespace ClearSettings.Domain.Hocon;

/// <summary>
/// How much a document may ask for before it is refused. The defaults are safe for text from strangers.
/// </summary>
public sealed class Limits
{
    public static Limits Default { get; } = new();

    /// <summary>Size of one text in UTF-8 bytes.</summary>
    public int MaxBytes { get; init; } = 1 << 20;

    /// <summary>Objects and lists inside each other, and elements of a key's path.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Fields, elements and pieces of one text.</summary>
    public int MaxNodes { get; init; } = 500_000;

    /// <summary>Values, and separately characters of joined strings, that substitutions may make.</summary>
    public int MaxExpansion { get; init; } = 1_000_000;

    /// <summary>Substitutions that need each other in one chain.</summary>
    public int MaxChain { get; init; } = 10_000;

    /// <summary>Findings that are reported; the rest is counted in one more.</summary>
    public int MaxFindings { get; init; } = 100;

    /// <summary>
    /// Steps of one resolve, such as a value that is looked up, merged or measured. An ordinary value takes about five;
    /// at the limit a resolve has taken about a second.
    /// </summary>
    public int MaxSteps { get; init; } = 5_000_000;
}
