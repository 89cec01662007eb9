using System.Text;

namespace ClearSettings.Domain.Users.Preferences;

/// <summary>
/// Hides values of environment variables in the arguments of a container, as they are shown in logs and pages.
/// Understands what Docker does: <c>-e KEY=VALUE</c>, <c>-e=KEY=VALUE</c>, <c>-eKEY=VALUE</c>,
/// <c>--env KEY=VALUE</c> and <c>--env=KEY=VALUE</c>, flags before the e (<c>-ite KEY=VALUE</c>), quotes, several
/// lines, and keys that are given more than once.
/// </summary>
public static class ContainerArguments
{
    // Of "docker run", which can be in one word with the e: -d, -i, -P, -q, -t.
    private const string FlagsWithoutValue = "diPqt";

    /// <summary>What is shown instead of a value, whatever its length.</summary>
    public const string Hidden = "********";

    /// <summary>What is hidden unless the user chooses otherwise.</summary>
    public static readonly IReadOnlyList<string> DefaultKeys =
    [
        "CLEARML_API_SECRET_KEY",
        "CLEARML_AGENT_GIT_PASS",
        "AWS_SECRET_ACCESS_KEY",
        "AZURE_STORAGE_KEY",
    ];

    /// <param name="text">A command line or part of one, on one or several lines.</param>
    /// <param name="keys">Names of environment variables; upper and lower case differ.</param>
    /// <returns>The text with the values of these variables replaced by <see cref="Hidden"/>, and nothing else
    /// changed. Takes time in proportion to the text.</returns>
    public static string Redact(string text, IEnumerable<string> keys)
    {
        var hidden = keys.ToHashSet(StringComparer.Ordinal);
        var result = new StringBuilder(text.Length);
        var (copied, isAssignment) = (0, false);
        foreach (var word in new ShellWords(text).Read())
        {
            var start = isAssignment ? 0 : GetAssignment(word.Text);
            isAssignment = !isAssignment && IsOptionAlone(word.Text, start);
            if (start < 0 || isAssignment || GetValue(word.Text, start, hidden) is not { } value)
                continue;
            result
                .Append(text, copied, word.Sources[value - 1] + 1 - copied)
                .Append(Hidden)
                .Append(GetQuote(text, word, value));
            copied = word.End;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    // Where KEY=VALUE begins in a word that is or starts with the option, or -1.
    private static int GetAssignment(string word)
    {
        if (word.StartsWith("--", StringComparison.Ordinal))
            return GetAssignment(word, "--env".Length, word.StartsWith("--env", StringComparison.Ordinal));
        var e = word.IndexOf('e');
        var isOption = e > 0 && word[0] == '-' && !word.AsSpan(1, e - 1).ContainsAnyExcept(FlagsWithoutValue);
        return isOption && (e + 1 == word.Length || word[e + 1] != '=') ? e + 1 : GetAssignment(word, e + 1, isOption);
    }

    private static int GetAssignment(string word, int end, bool isOption)
    {
        if (!isOption)
            return -1;
        if (end == word.Length)
            return end;
        return word[end] == '=' ? end + 1 : -1;
    }

    private static bool IsOptionAlone(string word, int start) => start > 0 && start == word.Length && word[^1] != '=';

    private static int? GetValue(string word, int start, HashSet<string> hidden)
    {
        var equals = word.IndexOf('=', start);
        return equals > start && hidden.Contains(word[start..equals]) ? equals + 1 : null;
    }

    // A quote that was open at the value is closed again, unless the text does not do so itself.
    private static string GetQuote(string text, ShellWord word, int value)
    {
        var quote = word.Quotes[value - 1];
        return quote >= 0 && IsClosed(text, word, quote) ? text[quote].ToString() : "";
    }

    private static bool IsClosed(string text, ShellWord word, int quote)
    {
        // The characters of the word that are in this quote end before the one that closes it.
        var last = word.Quotes.Count - 1;
        while (word.Quotes[last] != quote)
            last--;
        return word.Sources[last] + 1 < word.End
            && text.AsSpan(word.Sources[last] + 1, word.End - word.Sources[last] - 1).Contains(text[quote]);
    }
}
