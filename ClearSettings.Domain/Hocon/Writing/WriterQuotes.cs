using System.Globalization;
using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>Strings in double quotes, as the different readers need them.</summary>
internal static class WriterQuotes
{
    /// <summary>With only those escapes that the clients' reader decodes: <c>\" \\ \n \r \t</c>.</summary>
    public static void ForClients(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            if (Short(c) is { } escape && c is not ('\b' or '\f'))
                text.Append(escape);
            else
                text.Append(c);
        }
        text.Append('"');
    }

    /// <summary>
    /// For JSON, HOCON and YAML: also control characters and halves of surrogate pairs are escaped, all else stays as
    /// it is.
    /// </summary>
    public static void ForPeople(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (Short(c) is { } escape)
                text.Append(escape);
            else if (c < ' ' || c is '\u007F' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF' || IsLone(value, i))
                text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }
        text.Append('"');
    }

    /// <summary>Half a surrogate pair is no character; UTF-8 has no way to write it.</summary>
    public static bool HasLoneSurrogate(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (IsLone(value, i))
                return true;
        }
        return false;
    }

    private static bool IsLone(string value, int at)
    {
        if (!char.IsSurrogate(value[at]))
            return false;
        return char.IsHighSurrogate(value[at])
            ? at + 1 >= value.Length || !char.IsLowSurrogate(value[at + 1])
            : at == 0 || !char.IsHighSurrogate(value[at - 1]);
    }

    private static string? Short(char c) =>
        c switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\b' => "\\b",
            '\f' => "\\f",
            _ => null,
        };
}
