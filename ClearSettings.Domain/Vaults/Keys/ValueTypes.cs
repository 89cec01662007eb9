using System.Globalization;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Finds values of known keys that are not of the type that clients expect there. What stops clients is an error: a
/// section that is no object, a setting that each login reads, a list of credentials that is none. All else is a
/// warning.
/// </summary>
internal sealed class ValueTypes
{
    public const string Code = "wrong-type";

    private const int MaxFindings = 100;

    // Each client reads these while it starts, and stops if it cannot.
    private const string ReadAtLogin = "api.";

    private static readonly string[] Credentials =
    [
        "sdk.aws.s3.credentials",
        "sdk.google.storage.credentials",
        "sdk.azure.storage.containers",
    ];

    private readonly WriterFindings _findings = new();

    public static IReadOnlyList<ResolvedFinding> In(ConfigObject root)
    {
        var types = new ValueTypes();
        types.Fields(root, KnownKeys.Root);
        return types._findings.All;
    }

    private void Fields(ConfigObject fields, KnownKeyNode known)
    {
        foreach (var (key, value) in fields)
        {
            if (_findings.All.Count >= MaxFindings)
                return;
            if (VaultRules.IsSpecial(key) || known[key] is not { } below)
                continue;
            _findings.Path.Add(key);
            Value(value, below);
            _findings.Path.RemoveAt(_findings.Path.Count - 1);
        }
    }

    private void Value(ConfigValue value, KnownKeyNode known)
    {
        if (known.Key is { } key && !key.Accepts("any") && !VaultRules.IsProtected(key.Path))
            Check(value, key);
        switch (value)
        {
            case ConfigObject fields:
                Fields(fields, known);
                break;
            case ConfigList list when known.Items is { } items:
                Items(list, items, known.Path);
                break;
            case ConfigPending { Fallback: { } fallback }:
                Value(fallback, known);
                break;
        }
    }

    private void Items(ConfigList list, KnownKeyNode items, string path)
    {
        foreach (var item in list.Items)
        {
            if (_findings.All.Count >= MaxFindings)
                return;
            if (item is ConfigObject fields)
                Fields(fields, items);
            else if (item is not ConfigPending)
                Report(
                    item,
                    Array.IndexOf(Credentials, path) >= 0,
                    $"{path} is a list of objects, and this element is {item.TypeName}.",
                    "Write each element in braces."
                );
        }
    }

    private void Check(ConfigValue value, KnownKey key)
    {
        switch (value)
        {
            case ConfigPending:
                Pending(value, key);
                break;
            case ConfigString text when key.Accepts("true / false"):
                BooleanAsText(text, key);
                break;
            case ConfigString text when key.Type == "number" && !key.Accepts("text") && IsNumber(text.Value):
                _findings.Warning(
                    value,
                    Code,
                    $"{key.Path} is a number, and clients may not convert a string.",
                    $"Write {text.Value.Trim()} without quotes."
                );
                break;
            default:
                if (!IsOfType(value, key))
                    WrongType(value, key);
                break;
        }
    }

    private void WrongType(ConfigValue value, KnownKey key) =>
        Report(value, Stops(value, key), $"{key.Path} is {Expected(key)}, not {value.TypeName}.", Example(key));

    private static bool IsOfType(ConfigValue value, KnownKey key) =>
        value switch
        {
            ConfigObject => key.Accepts("object"),
            ConfigList => key.Accepts("list"),
            ConfigBoolean => key.Accepts("true / false"),
            ConfigNumber { Text: "0" or "1" } => key.Accepts("true / false") || key.Accepts("number"),
            ConfigNumber => key.Accepts("number"),
            ConfigString => key.Accepts("text"),
            // A setting without a value; a section without one is gone.
            ConfigNull => key.Type != "object",
            _ => false,
        };

    /// <summary>
    /// Clients take every text but the empty one for true, and what begins like a path for a file of certificates.
    /// </summary>
    private void BooleanAsText(ConfigString value, KnownKey key)
    {
        var meant = GetMeant(value.Value);
        if (key.Type != "true / false" || (meant is null && key.Accepts("text")))
            return;
        var fix = meant is null ? Example(key) : $"Write {meant} without quotes.";
        if (key.Accepts("text"))
            Report(
                value,
                Stops(value, key),
                $"Clients read the string {value.Value} as the path of a certificate file.",
                fix
            );
        else if (meant == "false")
            _findings.Warning(value, Code, $"Clients read every string as true, even {value.Value}.", fix);
        else
            Report(value, Stops(value, key), $"{key.Path} is {Expected(key)}, not a string.", fix);
    }

    /// <summary>"true" or "false", or null for a text that says neither.</summary>
    private static string? GetMeant(string text) =>
        text.Trim().ToLowerInvariant() switch
        {
            "true" or "yes" or "on" or "1" => "true",
            "false" or "no" or "off" or "0" => "false",
            _ => null,
        };

    /// <summary>The value of a variable is always a text.</summary>
    private void Pending(ConfigValue value, KnownKey key)
    {
        if (key.Accepts("text") || key.Accepts("number"))
            return;
        if (key.Accepts("true / false"))
            _findings.Warning(
                value,
                Code,
                "The value of an environment variable is a string, and clients read every non-empty string as true.",
                "Set true or false in the vault."
            );
        else
            Report(
                value,
                Stops(value, key),
                $"{key.Path} is {Expected(key)}, but the value of an environment variable is a string.",
                Example(key)
            );
    }

    private static bool Stops(ConfigValue value, KnownKey key) =>
        value is not ConfigNull
        && (
            key.Type == "object"
            || key.Path.StartsWith(ReadAtLogin, StringComparison.Ordinal) && key.Type != "text"
            || Array.IndexOf(Credentials, key.Path) >= 0
        );

    private void Report(ConfigValue value, bool stops, string message, string fix)
    {
        if (stops)
            _findings.Error(value, Code, $"{message} Clients that receive it stop working.", fix);
        else
            _findings.Warning(value, Code, message, fix);
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Expected(KnownKey key) =>
        key.Type switch
        {
            "object" => "an object",
            "true / false" => "true or false",
            "text" => "a string",
            var type => $"a {type}",
        };

    private static string Example(KnownKey key) =>
        key.Type switch
        {
            "object" => "Write its settings in braces.",
            "list" => $"Write a list, such as {(key.Default.Length > 2 ? key.Default : "[\"one\", \"two\"]")}.",
            "number" => $"Write a number, such as {(key.Default.Length > 0 ? key.Default : "10")}.",
            "true / false" => "Write true or false.",
            _ => $"Write a string in quotes{(key.Default.Length > 0 ? $", such as \"{key.Default}\"" : "")}.",
        };
}
