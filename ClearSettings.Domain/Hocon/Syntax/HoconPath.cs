using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>Paths as text: <c>a.b."x.y"</c>.</summary>
public static class HoconPath
{
    /// <summary>The keys of a path; throws <see cref="HoconException"/> when the text is no path.</summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        if (IsPlain(text))
            return text.Contains('.') ? text.Split('.') : [text];
        var path = Parser.ParsePath(text, out var finding);
        return path is null ? throw new HoconException(finding!) : Array.ConvertAll(path, p => p.Text);
    }

    /// <summary>Writes keys as a path, with quotes where they are needed.</summary>
    public static string Write(IEnumerable<string> keys)
    {
        var text = new StringBuilder();
        foreach (var key in keys)
        {
            if (text.Length > 0)
                text.Append('.');
            if (key.Length > 0 && key.All(IsPlain))
                text.Append(key);
            else
                Quote(text, key);
        }
        return text.ToString();
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static bool IsPlain(string text)
    {
        var afterDot = true;
        foreach (var c in text)
        {
            if (c == '.' ? afterDot : !IsPlain(c))
                return false;
            afterDot = c == '.';
        }
        return !afterDot;
    }

    private static void Quote(StringBuilder text, string key)
    {
        text.Append('"');
        foreach (var c in key)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (c < ' ')
                text.Append("\\u").Append(((int)c).ToString("X4"));
            else
                text.Append(c);
        }
        text.Append('"');
    }
}
