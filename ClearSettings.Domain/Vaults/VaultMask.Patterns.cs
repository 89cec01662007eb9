using System.Text.RegularExpressions;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>What secrets look like where no syntax tree tells: inside strings and comments, and in texts with errors. Each pattern begins at a word, so that none takes quadratic time.</summary>
public static partial class VaultMask
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    // Milliseconds; far more than a text of the greatest length takes on a busy machine.
    private const int Patience = 3_000;

    /// <summary>Settings such as PASSWORD=… or --token … within a piece of text.</summary>
    private static void Settings(List<Place> places, string text, Span within, Regex? value = null)
    {
        var end = within.End;
        for (var match = Setting().Match(text, within.Start, within.Length); match.Success; match = match.NextMatch())
        {
            var key = match.Groups["key"].Value;
            if (!match.Groups["sign"].Success && !key.StartsWith("--", StringComparison.Ordinal)) continue;
            if (!IsSecretWord(key)) continue;
            var at = match.Index + match.Length;
            var found = (value ?? Word()).Match(text, at, end - at);
            if (found.Success) places.Add(new(new(found.Groups["value"].Index, found.Groups["value"].Index + found.Groups["value"].Length), false));
        }
    }

    private static void Addresses(List<Place> places, string text)
    {
        foreach (Match match in InAddress().Matches(text))
        {
            var value = match.Groups["value"];
            places.Add(new(new(value.Index, value.Index + value.Length), false));
        }
    }

    private static void Broken(List<Place> places, string text, ConfigFormat format)
    {
        foreach (Match match in BrokenField().Matches(text))
        {
            if (!IsSecretWord(match.Groups["key"].Value)) continue;
            var at = match.Index + match.Length;
            var found = BrokenValue().Match(text, at);
            if (!found.Success) continue;
            var to = found.Index + found.Length;
            places.Add(new(new(found.Index, format == ConfigFormat.Yaml ? Math.Max(to, EndOfBlock(text, match.Index)) : to), false));
        }
    }

    /// <summary>Where the lines end that stand deeper than a key of YAML, or are its list.</summary>
    private static int EndOfBlock(string text, int key)
    {
        var begin = text.LastIndexOf('\n', Math.Max(0, key - 1)) + 1;
        var depth = text.AsSpan(begin).IndexOfAnyExcept(' ', '-');
        var end = text.IndexOf('\n', key);
        while (end >= 0 && end + 1 < text.Length)
        {
            var line = text.AsSpan(end + 1);
            var next = line.IndexOf('\n');
            if (next >= 0) line = line[..next];
            var indent = line.IndexOfAnyExcept(' ');
            if (indent >= 0 && indent < depth) break;
            if (indent == depth && line[indent] != '-') break;
            if (next < 0) return text.Length;
            end += 1 + next;
        }
        return end < 0 ? text.Length : end;
    }

    private static bool IsSecretWord(string path) => path.Split('.').Select(p => p.Trim('"', '\'')).Any(p => IsSecret(p) || Signature().IsMatch(p));

    [GeneratedRegex("secret|token|passw|passphrase|private|credentials[_-]?json|account[_-]?key|api[_-]?key|authorization|connection[_-]?string|(^|[_-])(pass|pwd|sas)$", Options, 100)]
    private static partial Regex SecretKey();

    // Of presigned addresses.
    [GeneratedRegex("(^|-)sig(nature)?$", Options, 100)]
    private static partial Regex Signature();

    [GeneratedRegex(@"(#|//)\s*secret\b", Options, Patience)]
    private static partial Regex AnyMarker();

    [GeneratedRegex(@"(?<![\w.\-])(?<key>(?>[\w.\-]+))((\\?[""'])?[ \t]*(?<sign>\+?[:=])\s*|[ ]+)", Options, Patience)]
    private static partial Regex Setting();

    [GeneratedRegex(@"\G((bearer|basic|token)\s+)?(\\?[""'](?<value>[^""'\r\n]+)|(?<value>((bearer|basic|token)\s+)?([^\s""'&;\\]|\\(?![""']))+))", Options, Patience)]
    private static partial Regex Word();

    [GeneratedRegex(@"\G(?<value>\S[^\r\n]*)", Options, Patience)]
    private static partial Regex RestOfLine();

    [GeneratedRegex(@"(?<![\w.\-""'])(?<key>(?>[\w.\-""']+))\s*(\+?[:=]\s*|(?=[{\[]))", Options, Patience)]
    private static partial Regex BrokenField();

    // Brackets that may never close hide all that follows.
    [GeneratedRegex(@"\G(""""""[\s\S]*?(""""""|\z)|[{\[][\s\S]*|\S[^\r\n]*)", Options, Patience)]
    private static partial Regex BrokenValue();

    // The password of an address; a port, or a variable alone, is none. Then a name without a password that is too long for one: a token.
    // What has no @ far enough is given up at once, so that a text of nothing but beginnings takes no time.
    [GeneratedRegex(@"(?<![a-z0-9+.\-])[a-z][a-z0-9+.\-]{0,40}://(?=[^\s@]{0,2400}@)([^\s/:@""']{0,256}:(?!""?\$\{[^}\s]*\}""?@)(?!\d{1,5}[/?#,;])(?<value>([^\s""']|""\$\{[^}\s]*\}""){1,2048})@|(?<=https?://)(?<value>[^\s/:@""'$]{12,256})@)", Options, Patience)]
    private static partial Regex InAddress();

    [GeneratedRegex("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----[\\s\\S]*?(-----END [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----|\\z)", Options, Patience)]
    private static partial Regex PrivateKey();
}
