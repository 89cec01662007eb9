namespace ClearSettings.Domain.Hocon;

/// <summary>
/// What ClearML's clients refuse in a file that they read themselves, though the specification allows it. In a vault it
/// is a warning, since clients are sent another text that means the same.
/// </summary>
public static class ClientFile
{
    /// <summary>Code of the finding.</summary>
    public const string ByteOrderMark = "byte-order-mark";

    /// <summary>
    /// Code of the finding: white space other than spaces, tabs and line ends, outside quotes and comments.
    /// </summary>
    public const string SpecialSpace = "special-space";

    /// <summary>The findings of a text that is such a file: what makes clients refuse it is an error.</summary>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<Finding> findings) =>
        [.. findings.Select(f => f.Code is ByteOrderMark or SpecialSpace ? f with { Severity = Severity.Error } : f)];

    /// <summary>The text with a space for each character of special white space that is reported.</summary>
    public static string WithOrdinarySpaces(string text, ConfigFormat format)
    {
        var characters = text.ToCharArray();
        foreach (var finding in ConfigFormats.Read(text, format).Findings.Where(f => f.Code == SpecialSpace))
            characters.AsSpan(finding.Span.Start, finding.Span.Length).Fill(' ');
        return new string(characters);
    }
}
