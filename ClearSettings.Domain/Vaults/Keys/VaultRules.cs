using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>The rules of vaults that their language does not have.</summary>
internal sealed class VaultRules
{
    /// <summary>
    /// Of everything that decides whether a vault is accepted and what clients receive of it. Raise it with each change
    /// by which a vault that is enabled would be checked or written differently, so that the next start checks all
    /// vaults again; see <see cref="UpgradeVaults"/>.
    /// </summary>
    public const int Version = 1;

    // The clients' reader keeps the quotes of a key with one of these as a part of the key.
    private const string Special = "$}[]:=+#`^?!@*&.";

    /// <summary>
    /// A machine decides these for itself; a vault that set them would break agents on every other machine.
    /// </summary>
    private static readonly string[] ProtectedKeys =
    [
        "cuda_version",
        "cudnn_version",
        "default_python",
        "worker_id",
        "worker_name",
        "debug",
    ];

    private static readonly string[] ProtectedPaths = [.. ProtectedKeys.Select(name => $"agent.{name}")];

    private readonly WriterFindings _findings = new();

    public IReadOnlyList<ResolvedFinding> Findings => _findings.All;

    /// <summary>Clients do not see this key under its name; there is a finding of its own for that.</summary>
    public static bool IsSpecial(string key) =>
        key.Length == 0
        || key.AsSpan().IndexOfAny(Special) >= 0
        || key.AsSpan().IndexOfAny('"', '\\') >= 0
        || key.Any(char.IsControl);

    /// <summary>A vault may not set this at all.</summary>
    public static bool IsProtected(string path) => Array.IndexOf(ProtectedPaths, path) >= 0;

    public void Check(ConfigObject root)
    {
        Protected(root);
        foreach (var (key, value) in root)
        {
            _findings.Path.Add(key);
            Key(key, value);
            if (key == "environment" && value is ConfigObject environment)
                Environment(environment);
            else
                Value(value);
            _findings.Path.RemoveAt(0);
        }
    }

    public void CheckSize(ConfigValue root, int bytes)
    {
        if (bytes > VaultCheck.MaxBytes)
            _findings.Error(
                root,
                "vault-too-large",
                $"The vault has {bytes / 1024.0:0} KB; every client would take many seconds to start. The limit is "
                    + $"{VaultCheck.MaxBytes / 1024} KB.",
                "Store large data elsewhere and put its address here."
            );
        else if (bytes > VaultCheck.WarnBytes)
            _findings.Warning(
                root,
                "vault-large",
                $"The vault has {bytes / 1024.0:0} KB; every start of a client takes about {bytes / 36_000.0:0.0} "
                    + "seconds longer.",
                "Remove what clients do not need."
            );
    }

    private void Protected(ConfigObject root)
    {
        if (root.GetValueOrDefault("agent") is not ConfigObject agent)
            return;
        foreach (var name in ProtectedKeys)
        {
            if (!agent.TryGetValue(name, out var value))
                continue;
            _findings.Path.AddRange(["agent", name]);
            _findings.ErrorAtKey(
                value,
                "machine-key",
                $"agent.{name} belongs to each machine, so a vault cannot set it.",
                "Remove it here and set it in that machine's clearml.conf."
            );
            _findings.Path.Clear();
        }
    }

    private void Key(string key, ConfigValue value)
    {
        if (key.Contains('.'))
            _findings.WarningAtKey(
                value,
                "dotted-key",
                $"{HoconPath.Write([key])} is one key with a dot in its name, not a path, and clients look for a path.",
                "Write it as a path without quotes, or as nested objects."
            );
        else if (key.AsSpan().IndexOfAny(Special) >= 0)
            _findings.WarningAtKey(
                value,
                "special-key",
                $"Clients read the quotes of the key {HoconPath.Write([key])} as part of its name.",
                "Use letters, digits, - and _ in keys."
            );
    }

    private void Value(ConfigValue value)
    {
        switch (value)
        {
            case ConfigObject fields:
                Fields(fields);
                break;
            case ConfigList list:
                foreach (var item in list.Items)
                    Value(item);
                break;
            case ConfigNumber number when PythonNumbers.Format(number.Text) is { } seen && seen != number.Text:
                _findings.Warning(
                    value,
                    "number-text",
                    $"Clients read {number.Text} as {seen}.",
                    $"Write \"{number.Text}\" if it is a version or a name, or {seen}."
                );
                break;
            case ConfigPending pending:
                Pending(pending);
                break;
        }
    }

    private void Fields(ConfigObject fields)
    {
        foreach (var (key, field) in fields)
        {
            _findings.Path.Add(key);
            Key(key, field);
            Value(field);
            _findings.Path.RemoveAt(_findings.Path.Count - 1);
        }
    }

    private void Pending(ConfigPending pending)
    {
        if (pending.Fallback is { } fallback)
            Value(fallback);
        foreach (var name in Required(pending).Distinct())
            _findings.Warning(
                pending,
                "required-variable",
                $"On a client where {name} is not set, the whole vault is ignored.",
                $"Use ${{?{name}}}, with a default on a line before it."
            );
    }

    private static IEnumerable<string> Required(ConfigValue value) =>
        value switch
        {
            ConfigReference { Optional: false } reference => [reference.Name],
            ConfigConcat concat => concat.Pieces.SelectMany(Required),
            _ => [],
        };

    /// <summary>Clients turn each value of this section into text: Python's str(value or "").</summary>
    private void Environment(ConfigObject environment)
    {
        foreach (var (key, value) in environment)
        {
            _findings.Path.Add(key);
            Key(key, value);
            if (value is ConfigContainer)
                _findings.Warning(
                    value,
                    "environment-value",
                    "An environment variable is a string; clients write this value as Python code.",
                    "Write a string in quotes."
                );
            if (Seen(value) is { } seen)
                Changed(value, seen);
            else
                Value(value);
            _findings.Path.RemoveAt(_findings.Path.Count - 1);
        }
    }

    private void Changed(ConfigValue value, string seen)
    {
        var written = value switch
        {
            ConfigNumber number => number.Text,
            ConfigBoolean boolean => boolean.Value ? "true" : "false",
            _ => "null",
        };
        if (seen == written)
            return;
        _findings.Warning(
            value,
            "environment-value",
            seen.Length == 0
                ? $"The variable will be empty on clients, not {written}."
                : $"The variable will be {seen} on clients, not {written}.",
            $"Quote it: \"{written}\"."
        );
    }

    /// <summary>What a client sets for a value that is no text; null for other values.</summary>
    private static string? Seen(ConfigValue value) =>
        value switch
        {
            ConfigNull => "",
            ConfigBoolean boolean => boolean.Value ? "True" : "",
            ConfigNumber number => PythonNumbers.Format(number.Text) is var text && text is "0" or "0.0" or "-0.0"
                ? ""
                : text,
            _ => null,
        };
}
