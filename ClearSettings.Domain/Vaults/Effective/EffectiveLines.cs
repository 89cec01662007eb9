using System.Globalization;
using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>Writes a merged configuration line by line, each with its origin.</summary>
internal sealed class EffectiveLines(ConfigFormat format, EffectiveSecrets secrets)
{
    private const int MaxLineLength = 96;

    // Stands for a reference while the text around it is looked through.
    private const char Reference = MaskView.Unknown;

    private readonly List<EffectiveLine> _lines = [];

    private bool Json => format == ConfigFormat.Json;

    public IReadOnlyList<EffectiveLine> Render(EffectiveObject root)
    {
        if (root.Fields.Count == 0)
            return [];
        if (Json)
            Plain("{", 0);
        Fields(root, Json ? 1 : 0, secret: false, secrets.Marked);
        if (Json)
            Plain("}", 0);
        return _lines;
    }

    private void Fields(EffectiveObject value, int depth, bool secret, SecretPaths? marked)
    {
        var left = value.Fields.Count;
        foreach (var (key, field) in value.Fields)
        {
            var below = marked?.Below(key);
            var hides = secret || EffectiveSecrets.IsSecret(key, below) || EffectiveSecrets.IsNamed(key, value.Fields);
            Field(key, field, new(depth, hides, Json && --left > 0 ? "," : "", null, below));
        }
    }

    private void Field(string key, EffectiveNode node, FieldContext context)
    {
        var name = Json ? Quote(key) + ":" : HoconPath.Write([key]);
        var (depth, secret, comma, note, marked) = context;
        switch (node)
        {
            case EffectiveObject { Fields.Count: > 0 } inner:
                Begin(name + " {", inner, depth, note);
                Fields(inner, depth + 1, secret, marked);
                Plain("}" + comma, depth);
                break;
            case EffectiveObject empty:
                WithNote(name + (Json ? " {}" : " = {}") + comma, empty, depth, note);
                break;
            case EffectiveLeaf { Otherwise: { } otherwise } leaf:
                Pending(key, leaf, otherwise, context);
                break;
            case EffectiveLeaf leaf:
                var isOmitted = Json && leaf.Value is ConfigReference { Optional: true };
                note ??= isOmitted ? "Omitted if the variable is not set" : null;
                Leaf(name + (Json ? " " : " = "), leaf, context with { Note = note });
                break;
        }
    }

    private void Begin(string code, EffectiveObject value, int depth, string? note)
    {
        if (value.Overrode.Count == 0 && note is null)
            Plain(code, depth);
        else
            WithNote(code, value, depth, note);
    }

    // HOCON says a default and its variable in two lines; JSON shows the default and a note.
    private void Pending(string key, EffectiveLeaf leaf, EffectiveNode otherwise, FieldContext context)
    {
        var ifSet = Json ? context.Note ?? $"{Variable(leaf, context.Secret)} if the variable is set" : null;
        Field(key, otherwise, context with { Note = ifSet });
        if (!Json)
            Leaf(HoconPath.Write([key]) + " = ", leaf, context with { Comma = "", Note = null });
    }

    private string Variable(EffectiveLeaf leaf, bool secret) =>
        Pieces((ConfigPending)leaf.Value, secret, leaf.Source, quoted: false) + $" from {leaf.Source.Name}";

    private void Leaf(string begin, EffectiveLeaf leaf, FieldContext context)
    {
        var (depth, secret, comma, note, _) = context;
        var text = Write(leaf.Value, secret, leaf.Source);
        if (leaf.Value is not ConfigList { Items.Count: > 1 } list || begin.Length + text.Length <= MaxLineLength)
        {
            WithNote(begin + text + comma, leaf, depth, note);
            return;
        }
        WithNote(begin + "[", leaf, depth, note);
        var left = list.Items.Count;
        foreach (var (item, asked) in EffectiveSecrets.Items(list))
            _lines.Add(
                Line(Write(item, secret || asked, leaf.Source) + (--left > 0 ? "," : ""), depth + 1, leaf.Source)
            );
        Plain("]" + comma, depth);
    }

    private void Plain(string code, int depth) => _lines.Add(new(new string(' ', depth * 2) + code, null, null, []));

    private void WithNote(string code, EffectiveNode node, int depth, string? note) =>
        _lines.Add(
            Line(code, depth, node.Source) with
            {
                Overrode = [.. node.Overrode.Select(s => s.Name)],
                Note = note,
            }
        );

    private static EffectiveLine Line(string code, int depth, EffectiveSource source) =>
        new(new string(' ', depth * 2) + code, source.Name, source.VaultId, []);

    private string Write(ConfigValue value, bool secret, EffectiveSource source) =>
        value switch
        {
            ConfigString text => Quote(secret ? VaultMask.Hidden : secrets.Hide(text.Value, source)),
            ConfigNumber number => secret ? Quote(VaultMask.Hidden)
            : secrets.Hide(number.Text, source) is var shown && shown == number.Text ? shown
            : Quote(shown),
            ConfigBoolean boolean => boolean.Value ? "true" : "false",
            ConfigList list => $"[{string.Join(", ", Items(list, secret, source))}]",
            ConfigObject { Count: 0 } => "{}",
            ConfigObject fields =>
                $"{{{string.Join(", ", fields.Select(f => Inline(f.Key, f.Value, fields, secret, source)))}}}",
            ConfigPending pending => Pieces(pending, secret, source, quoted: true),
            _ => "null",
        };

    private IEnumerable<string> Items(ConfigList list, bool secret, EffectiveSource source) =>
        EffectiveSecrets.Items(list).Select(i => Write(i.Item, secret || i.IsSecret, source));

    private string Inline(string key, ConfigValue value, ConfigObject beside, bool secret, EffectiveSource source)
    {
        var hides = secret || VaultMask.IsSecret(key) || EffectiveSecrets.IsNamed(key, beside);
        return $"{(Json ? Quote(key) + ":" : HoconPath.Write([key]) + " =")} {Write(value, hides, source)}";
    }

    /// <summary>
    /// References and the strings around them. JSON has no references: there all of it is one string.
    /// </summary>
    private string Pieces(ConfigPending pending, bool secret, EffectiveSource source, bool quoted)
    {
        static string Name(ConfigReference r) => $"${{{(r.Optional ? "?" : "")}{r.Name}}}";
        IReadOnlyList<ConfigValue> pieces = pending is ConfigConcat concat ? concat.Pieces : [pending];
        // Looked through as a whole, since an address can have its password in one piece and its host in another.
        var whole = string.Concat(
            pieces.Select(p => p is ConfigString s ? s.Value : Reference.ToString(CultureInfo.InvariantCulture))
        );
        var hides =
            pieces.Any(p => p is ConfigString)
            && (
                secret
                || pieces.OfType<ConfigString>().Any(s => secrets.Hide(s.Value, source) != s.Value)
                || secrets.Hide(whole, source) != whole
            );
        if (hides)
            return quoted ? Quote(VaultMask.Hidden) : VaultMask.Hidden;
        if (Json || !quoted)
        {
            var text = string.Concat(pieces.Select(p => p is ConfigReference r ? Name(r) : ((ConfigString)p).Value));
            return quoted ? Quote(text) : text;
        }
        return string.Concat(pieces.Select(p => p is ConfigReference r ? Name(r) : Quote(((ConfigString)p).Value)));
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    < ' ' => $"\\u{(int)c:x4}",
                    _ => c.ToString(),
                }
            );
        return quoted.Append('"').ToString();
    }

    /// <summary>What is known of a field from around it.</summary>
    /// <param name="Secret">Its whole value is hidden.</param>
    /// <param name="Comma">Ends it, where others follow in JSON.</param>
    /// <param name="Marked">Keys in it that are marked as secret.</param>
    private readonly record struct FieldContext(
        int Depth,
        bool Secret,
        string Comma,
        string? Note,
        SecretPaths? Marked
    );
}
