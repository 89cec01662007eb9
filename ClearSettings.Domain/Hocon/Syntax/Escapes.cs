using System.Globalization;
using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>Decodes the escapes of quoted strings.</summary>
internal static class Escapes
{
    /// <summary>Of the unknown escapes that the clients forgive, those of which they drop the backslash.</summary>
    public static bool IsDropped(char c) => c is '=' or '#' or '!';

    public static string Decode(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        while (text.IndexOf('\\') is >= 0 and var at && at + 1 < text.Length)
        {
            result.Append(text[..at]);
            var c = text[at + 1];
            if (c == 'u' && Hex(text[(at + 2)..]) is { } unit)
            {
                result.Append(unit);
                text = text[(at + 6)..];
                continue;
            }
            if (Simple(c) is { } plain)
                result.Append(plain);
            else
                result.Append('\\').Append(c);
            text = text[(at + 2)..];
        }
        return result.Append(text).ToString();
    }

    /// <summary>The unit of a <c>\uXXXX</c> that begins at an offset; zero when it is none.</summary>
    public static char Unit(string text, int at) => Hex(text.AsSpan(at + 2)) ?? '\0';

    private static char? Hex(ReadOnlySpan<char> digits) =>
        digits.Length >= 4
        && ushort.TryParse(digits[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;

    private static char? Simple(char c) =>
        c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ when IsDropped(c) => c,
            _ => null,
        };
}
