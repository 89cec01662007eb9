using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// What a plain scalar means in the core schema of YAML 1.2, and where YAML 1.1, which Python's reader speaks, would
/// differ.
/// </summary>
internal static partial class YamlScalars
{
    /// <param name="Text">For a number in the grammar that HOCON and JSON share.</param>
    /// <param name="Code">A warning to give, null for none.</param>
    internal readonly record struct Meaning(
        ScalarKind Kind,
        string Text,
        string? Code = null,
        string? Message = null,
        string? Fix = null
    );

    /// <summary>Read as infinity or not-a-number; neither HOCON nor JSON has these.</summary>
    public static bool IsNoFiniteNumber(string text) => text.Length is 4 or 5 && NoFinite().IsMatch(text);

    /// <summary>True when every reader takes the plain text as a string.</summary>
    public static bool IsPlainString(string text) =>
        Read(text) is { Kind: ScalarKind.Unquoted, Code: null } && !IsNoFiniteNumber(text);

    public static Meaning Read(string text)
    {
        if (text.Length == 0)
            return new(ScalarKind.Null, "null");
        return text[0] switch
        {
            '~' when text.Length == 1 => new(ScalarKind.Null, "null"),
            'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'y' or 'Y' or 'o' or 'O' => Word(text),
            '-' or '+' or '.' or (>= '0' and <= '9') => Number(text),
            _ => new(ScalarKind.Unquoted, text),
        };
    }

    private static Meaning Word(string text) =>
        text switch
        {
            "null" or "Null" or "NULL" => new(ScalarKind.Null, "null"),
            "true" or "True" or "TRUE" => new(ScalarKind.Boolean, "true"),
            "false" or "False" or "FALSE" => new(ScalarKind.Boolean, "false"),
            _ when text.Length <= 3 && OldBoolean().IsMatch(text) => new(
                ScalarKind.Unquoted,
                text,
                "yaml-boolean-word",
                $"{text} is a string in YAML 1.2; older parsers read it as a boolean.",
                $"Write true or false, or \"{text}\" for the string."
            ),
            _ => new(ScalarKind.Unquoted, text),
        };

    private static Meaning Number(string text)
    {
        if (Numbers.IsNumber(text))
            return Json(text);
        if (Octal().IsMatch(text) || Hexadecimal().IsMatch(text))
            return Based(text);
        if (Integer().IsMatch(text))
            return Padded(text);
        if (Float().IsMatch(text))
            return Loose(text);
        if (!OldNumber().IsMatch(text))
            return new(ScalarKind.Unquoted, text);
        return new(
            ScalarKind.Unquoted,
            text,
            "yaml-old-number",
            $"{text} is a string in YAML 1.2; older parsers read it as a number or a date.",
            $"Write \"{text}\" for the string, or the number in plain digits."
        );
    }

    private static Meaning Json(string text)
    {
        if (
            text.Contains('.')
            && text[^1] == '0'
            && !text.EndsWith(".0", StringComparison.Ordinal)
            && text.AsSpan().IndexOfAny('e', 'E') < 0
        )
            return new(
                ScalarKind.Number,
                text,
                "yaml-number-text",
                $"{text} is a number, so readers see {Shortened(text)}.",
                $"Write \"{text}\" if it is a version or a name."
            );
        if (text.AsSpan().IndexOfAny('e', 'E') >= 0 && !OldExponent().IsMatch(text))
            return new(
                ScalarKind.Number,
                text,
                "yaml-old-number",
                $"{text} is a number in YAML 1.2; older parsers read it as a string.",
                "Write it without an exponent, or with a point and a sign: 1.0e+5."
            );
        return new(ScalarKind.Number, text);
    }

    private static string Shortened(string text) =>
        text.TrimEnd('0') is var shorter && shorter.EndsWith('.') ? shorter + "0" : shorter;

    private static Meaning Based(string text)
    {
        var digits = text[2..];
        var number =
            text[1] == 'x'
                ? BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : digits.Aggregate(BigInteger.Zero, (sum, c) => (sum * 8) + (c - '0'));
        var written = number.ToString(CultureInfo.InvariantCulture);
        return new(
            ScalarKind.Number,
            written,
            "yaml-number-text",
            $"{text} is read as the number {written}.",
            $"Write {written}, or \"{text}\" for the string."
        );
    }

    /// <summary>A plus sign or leading zeros, which the grammar of JSON does not have.</summary>
    private static Meaning Padded(string text)
    {
        var digits = text.TrimStart('+', '-').TrimStart('0');
        var written = (text[0] == '-' ? "-" : "") + (digits.Length == 0 ? "0" : digits);
        var older = text.TrimStart('+', '-').StartsWith('0') ? " Older parsers read it as octal." : "";
        return new(
            ScalarKind.Number,
            written,
            "yaml-number-text",
            $"{text} is read as the number {written}.{older}",
            $"Write {written}, or \"{text}\" for the string."
        );
    }

    /// <summary><c>.5</c>, <c>5.</c>, <c>+1.5</c>, <c>01.5</c>.</summary>
    private static Meaning Loose(string text)
    {
        var match = Float().Match(text);
        var whole = match.Groups["whole"].Value.TrimStart('0');
        var fraction = match.Groups["fraction"].Value;
        var written =
            (text[0] == '-' ? "-" : "")
            + (whole.Length == 0 ? "0" : whole)
            + "."
            + (fraction.Length == 0 ? "0" : fraction)
            + match.Groups["exponent"].Value;
        return new(
            ScalarKind.Number,
            written,
            "yaml-number-text",
            $"{text} is read as the number {written}.",
            $"Write {written}, or \"{text}\" for the string."
        );
    }

    [GeneratedRegex(@"\A([yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)\z")]
    private static partial Regex OldBoolean();

    [GeneratedRegex(@"\A([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex NoFinite();

    [GeneratedRegex(@"\A0o[0-7]{1,400}\z")]
    private static partial Regex Octal();

    [GeneratedRegex(@"\A0x[0-9a-fA-F]{1,400}\z")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"\A[-+]?[0-9]+\z")]
    private static partial Regex Integer();

    [GeneratedRegex(
        @"\A[-+]?(?:\.(?<fraction>[0-9]+)|(?<whole>[0-9]+)(?:\.(?<fraction>[0-9]*))?)(?<exponent>[eE][-+]?[0-9]+)?\z"
    )]
    private static partial Regex Float();

    [GeneratedRegex(@"\A-?[0-9]+\.[0-9]*[eE][-+][0-9]+\z")]
    private static partial Regex OldExponent();

    private const string BinaryOrHexadecimal = @"[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+";
    private const string DecimalOrSexagesimal = @"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])*(\.[0-9_]*)?";
    private const string Date = @"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?";

    [GeneratedRegex(@"\A(" + BinaryOrHexadecimal + "|" + DecimalOrSexagesimal + "|" + Date + @")\z")]
    private static partial Regex OldNumber();
}
