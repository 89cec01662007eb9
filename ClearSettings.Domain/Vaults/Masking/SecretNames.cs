using System.Text.RegularExpressions;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Which keys have secret values. The patterns have no part that can be matched in more than one way, so none is slow.
/// </summary>
internal static partial class SecretNames
{
    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>A key by itself.</summary>
    public static bool IsSecret(ReadOnlySpan<char> key) => SecretKey().IsMatch(key);

    /// <summary>
    /// A key as it stands in running text: elements with dots between them, each maybe in quotes; also the signature of
    /// an address.
    /// </summary>
    public static bool IsSecretPath(ReadOnlySpan<char> path)
    {
        foreach (var element in path.Split('.'))
        {
            var key = path[element].Trim("\"'");
            if (SecretKey().IsMatch(key) || Signature().IsMatch(key))
                return true;
        }
        return false;
    }

    /// <summary>A key whose text names the setting beside it, as in <c>{ name: DB_PASSWORD, value: … }</c>.</summary>
    public static bool NamesSetting(ReadOnlySpan<char> key) =>
        key.Equals("name", StringComparison.OrdinalIgnoreCase) || key.Equals("key", StringComparison.OrdinalIgnoreCase);

    /// <summary>The key of the value in such a pair.</summary>
    public static bool IsValue(ReadOnlySpan<char> key) => key.Equals("value", StringComparison.OrdinalIgnoreCase);

    public static bool IsBearer(ReadOnlySpan<char> word) => word.Equals("bearer", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the next element of a list is the value: <c>"--password"</c>, <c>"Authorization:"</c>, <c>"Bearer"</c>.
    /// </summary>
    public static bool AsksForNext(string element)
    {
        var text = element.AsSpan().TrimEnd();
        if (IsBearer(text[(text.LastIndexOfAny(" :") + 1)..]))
            return true;
        var signed = text.Length > 0 && text[^1] is ':' or '=';
        if (signed)
            text = text[..^1].TrimEnd();
        var start = text.Length;
        while (start > 0 && SettingScanner.IsKey(text[start - 1]))
            start--;
        var key = text[start..];
        return key.Length > 0 && (signed || key[0] == '-') && IsSecretPath(key);
    }

    /// <summary>An option, which is no value of the option before it.</summary>
    public static bool IsOption(string element) =>
        element.Length > 2
        && element.StartsWith("--", StringComparison.Ordinal)
        && char.IsAsciiLetter(element[2])
        && element.AsSpan().IndexOfAny(" \t\n") < 0;

    private const string Words = "secret|token|passw|private|authorization";

    private const string Passphrase =
        @"pass(phrase|code|key)|(^|[_\- ])pass[_\- ]{1,2}(word|wd|phrase|code|key)"
        + @"|((^|[_\- ])(pass|pwd|sas)|(store|key)pass)[0-9]*$|(?-i:[a-z0-9](Pass|Pwd))[0-9]*$";

    private const string KeyOrConnection =
        @"credentials[_\- ]?json|account[_\- ]?key|api[_\- ]?key|connection[_\- ]?string"
        + "|^ssh_host_(rsa|ecdsa|ed25519)_key$";

    [GeneratedRegex(Words + "|" + Passphrase + "|" + KeyOrConnection, Options)]
    private static partial Regex SecretKey();

    // Of presigned addresses.
    [GeneratedRegex("(^|-)sig(nature)?$", Options)]
    private static partial Regex Signature();
}
