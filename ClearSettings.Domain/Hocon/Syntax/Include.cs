namespace ClearSettings.Domain.Hocon;

/// <summary>
/// How an include names its text: <c>include "x"</c>, <c>file("x")</c>, <c>url("x")</c> or <c>classpath("x")</c>.
/// </summary>
public enum IncludeKind : byte
{
    Heuristic,
    File,
    Url,
    Classpath,
}

/// <summary>What an <c>include</c> asks for.</summary>
/// <param name="From">The name of the text in which the include stands.</param>
public sealed record IncludeRequest(IncludeKind Kind, string Name, bool Required, string From);

/// <summary>
/// A text that was found for an include; it is parsed in <paramref name="Dialect"/>, in that of the including document
/// when null.
/// </summary>
public sealed record IncludedText(string Text, string Name, Dialect? Dialect = null);

/// <summary>
/// Finds the texts of includes. Without one every include is an error, since a text from a stranger must not read files
/// or addresses.
/// </summary>
public interface IIncludeResolver
{
    /// <summary>
    /// The texts in the order in which they are merged; empty when there is nothing, which is an error only for
    /// <c>required(...)</c>.
    /// </summary>
    IReadOnlyList<IncludedText> Find(IncludeRequest request);
}
