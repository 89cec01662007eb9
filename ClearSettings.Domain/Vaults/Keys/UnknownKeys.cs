using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Finds the keys of a vault that no client reads. Each is a warning, since a newer client may know it; what is below
/// it is not looked at.
/// </summary>
internal sealed class UnknownKeys
{
    /// <summary>Whoever has more of them has another kind of text; looking for what was meant takes time.</summary>
    private const int MaxFindings = 100;

    private readonly WriterFindings _findings = new();

    public static IReadOnlyList<ResolvedFinding> In(ConfigObject root)
    {
        var unknown = new UnknownKeys();
        unknown.Fields(root, KnownKeys.Root);
        return unknown._findings.All;
    }

    private void Fields(ConfigObject fields, KnownKeyNode known)
    {
        foreach (var (key, value) in fields)
        {
            if (_findings.All.Count >= MaxFindings)
                return;
            if (VaultRules.IsSpecial(key))
                continue;
            _findings.Path.Add(key);
            if (known[key] is { } below)
                Below(value, below);
            else
                Unknown(key, value, known);
            _findings.Path.RemoveAt(_findings.Path.Count - 1);
        }
    }

    private void Below(ConfigValue value, KnownKeyNode known)
    {
        if (known.IsFree)
            return;
        switch (value)
        {
            case ConfigObject fields when known.HasKeys:
                Fields(fields, known);
                break;
            case ConfigList list when known.Items is { } items:
                foreach (var item in list.Items)
                    Below(item, items);
                break;
            case ConfigPending { Fallback: { } fallback }:
                Below(fallback, known);
                break;
        }
    }

    private void Unknown(string key, ConfigValue value, KnownKeyNode known)
    {
        var path = known.Path.Length == 0 ? HoconPath.Write([key]) : $"{known.Path}.{HoconPath.Write([key])}";
        var fix = known.Nearest(key) is { } nearest
            ? $"Did you mean {nearest.Path}?"
            : "Check the name, or ignore this if a newer client reads it.";
        _findings.WarningAtKey(value, "unknown-key", $"Unknown key {path}: no ClearML client reads it.", fix);
    }
}
