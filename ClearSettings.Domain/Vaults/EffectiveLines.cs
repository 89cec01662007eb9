using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>Writes a merged configuration line by line, each with its origin.</summary>
internal sealed class EffectiveLines(ConfigFormat format, IReadOnlyList<ServedVault> vaults, string localName)
{
    private const int LongestLine = 96;

    private readonly Dictionary<string, ServedVault> byId = vaults.ToDictionary(v => v.Id.Text());
    private readonly HashSet<string> marked = [.. vaults.SelectMany(v => v.MarkedPaths)];
    private readonly List<EffectiveLine> lines = [];
    private readonly List<string> path = [];

    private bool Json => format == ConfigFormat.Json;

    public IReadOnlyList<EffectiveLine> Of(ConfigObject root)
    {
        if (Json) Plain("{", 0);
        Fields(root, Json ? 1 : 0);
        if (Json) Plain("}", 0);
        return lines;
    }

    private void Fields(ConfigObject value, int depth)
    {
        var left = value.Count;
        foreach (var (key, field) in value)
        {
            path.Add(key);
            Field(key, field, depth, Json && --left > 0 ? "," : "");
            path.RemoveAt(path.Count - 1);
        }
    }

    private void Field(string key, ConfigValue value, int depth, string comma)
    {
        var name = Json ? Quote(key) + ": " : HoconPath.Write([key]);
        if (value is ConfigObject { Count: > 0 } inner)
        {
            Plain(name + (Json ? "{" : " {"), depth);
            Fields(inner, depth + 1);
            Plain("}" + comma, depth);
            return;
        }
        var secret = VaultMask.IsSecret(path) || marked.Contains(HoconPath.Write(path));
        var begin = name + (Json ? "" : " = ");
        var text = Write(value, secret);
        if (value is ConfigList { Items.Count: > 1 } list && begin.Length + text.Length > LongestLine)
        {
            Told(begin + "[", value, depth);
            for (var i = 0; i < list.Items.Count; i++) Told(Write(list.Items[i], secret) + (i < list.Items.Count - 1 ? "," : ""), value, depth + 1, overrode: false);
            Plain("]" + comma, depth);
        }
        else Told(begin + text + comma, value, depth);
    }

    private void Plain(string code, int depth) => lines.Add(new(new string(' ', depth * 2) + code, null, null, []));

    private void Told(string code, ConfigValue value, int depth, bool overrode = true)
    {
        var source = value.Origin.Document?.Source.Name;
        var vault = source is null ? null : byId.GetValueOrDefault(source);
        List<string> before = overrode ? [.. value.Overrode.Select(o => o.Document?.Source.Name).OfType<string>().Where(n => n != source).Distinct().Select(NameOf)] : [];
        lines.Add(new(new string(' ', depth * 2) + code, vault?.Name ?? (source is null ? null : localName), vault?.Id, before));
    }

    private string NameOf(string source) => byId.GetValueOrDefault(source)?.Name ?? localName;

    private string Write(ConfigValue value, bool secret) => value switch
    {
        ConfigString text => Quote(secret ? VaultMask.Hidden : VaultMask.MaskValue(text.Value)),
        ConfigNumber number => secret ? Quote(VaultMask.Hidden) : number.Text,
        ConfigBoolean boolean => boolean.Value ? "true" : "false",
        ConfigList list => $"[{string.Join(", ", list.Items.Select(i => Write(i, secret)))}]",
        ConfigObject fields => fields.Count == 0 ? "{}" : $"{{{string.Join(", ", fields.Select(f => $"{(Json ? Quote(f.Key) + ":" : HoconPath.Write([f.Key]) + " =")} {Write(f.Value, secret || VaultMask.IsSecret(f.Key))}"))}}}",
        ConfigPending pending => Pending(pending, secret),
        _ => "null",
    };

    // JSON has no variables: there they stand in quotes, as a person would read them.
    private string Pending(ConfigPending pending, bool secret)
    {
        string Reference(ConfigReference r) => $"${{{(r.Optional ? "?" : "")}{r.Name}}}";
        var text = pending switch
        {
            ConfigReference reference => Reference(reference),
            ConfigConcat concat => string.Concat(concat.Pieces.Select(p => p is ConfigReference r ? Reference(r) : p is ConfigString s ? Json ? s.Value : Quote(secret ? VaultMask.Hidden : s.Value) : "")),
            _ => "",
        };
        if (Json) text = Quote(text);
        return pending.Fallback is { } otherwise ? $"{text} // otherwise {Write(otherwise, secret)}" : text;
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text) quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", < ' ' => $"\\u{(int)c:x4}", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }
}
