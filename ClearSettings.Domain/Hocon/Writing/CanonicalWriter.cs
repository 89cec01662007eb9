using System.Globalization;
using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Writes the one text that ClearML's clients read exactly as it is meant: JSON on one line, plus references to
/// environment variables (<c>"url":"http://"${HOST}"/x"</c>) and, for a default under an optional reference, the key
/// twice (<c>"port":80,"port":${?PORT}</c>). What their reader would take for something else, in any environment, is
/// refused. An empty object is the empty text.
/// </summary>
public static class CanonicalWriter
{
    /// <summary>Objects and lists inside each other, the root included.</summary>
    public const int MaxDepth = 20;

    public static RenderedText Write(ConfigValue value)
    {
        var findings = new WriterFindings();
        if (value is not ConfigObject root)
        {
            findings.Error(
                value,
                "root-no-object",
                $"The document is {value.TypeName}; clients ignore everything except an object.",
                "Write keys with values."
            );
            return new RenderedText(null, findings.All);
        }
        var text = root.Count == 0 ? "" : new CanonicalText(findings).Render(root);
        new ClientRules(findings).Check(root);
        return new RenderedText(findings.HasErrors ? null : text, findings.All);
    }

    /// <summary>
    /// The text also where the clients may take something in it for something else: for what was accepted by earlier
    /// rules.
    /// </summary>
    internal static string WriteRegardless(ConfigObject root) =>
        root.Count == 0 ? "" : new CanonicalText(new WriterFindings()).Render(root);
}

/// <summary>One text in the making.</summary>
internal sealed class CanonicalText(WriterFindings findings)
{
    // Python refuses to read longer ones.
    private const int MaxDigits = 4300;

    private readonly StringBuilder _text = new();
    private string _unset = "clearsettings";
    private int _depth;

    public string Render(ConfigObject root)
    {
        // The clients look a reference up among the keys of the document first.
        while (root.ContainsKey(_unset))
            _unset += "_";
        Object(root);
        return _text.ToString();
    }

    private void Object(ConfigObject value)
    {
        if (!Enter(value))
            return;
        _text.Append('{');
        var first = true;
        foreach (var (key, field) in value)
        {
            if (!first)
                _text.Append(',');
            first = false;
            findings.Path.Add(key);
            CheckKey(key, field);
            Field(key, field);
            findings.Path.RemoveAt(findings.Path.Count - 1);
        }
        _text.Append('}');
        _depth--;
    }

    private void List(ConfigList value)
    {
        if (!Enter(value))
            return;
        _text.Append('[');
        for (var i = 0; i < value.Items.Count; i++)
        {
            if (i > 0)
                _text.Append(',');
            Element(value.Items[i]);
        }
        _text.Append(']');
        _depth--;
    }

    private bool Enter(ConfigValue value)
    {
        if (_depth == CanonicalWriter.MaxDepth)
        {
            findings.Error(
                value,
                "too-deep",
                $"Values are nested deeper than {CanonicalWriter.MaxDepth} levels, more than clients can read.",
                "Use fewer levels."
            );
            return false;
        }
        _depth++;
        return true;
    }

    private void Field(string key, ConfigValue value)
    {
        if (
            value is ConfigPending pending
            && OverrideChain.From(pending) is { Default: { } below, Overrides: [var top, ..] }
        )
        {
            Field(key, below);
            _text.Append(',');
            value = top;
        }
        WriterQuotes.ForClients(_text, key);
        _text.Append(':');
        Value(value);
    }

    private void Element(ConfigValue value)
    {
        // In the clients' reader an empty string vanishes from a list unless it stands behind a reference.
        if (value is ConfigString { Value.Length: 0 })
            _text.Append("${?").Append(_unset).Append(".empty}\"\"");
        else
            Value(value);
    }

    private void Value(ConfigValue value)
    {
        switch (value)
        {
            case ConfigObject fields:
                Object(fields);
                break;
            case ConfigList list:
                List(list);
                break;
            case ConfigString text:
                String(text);
                break;
            case ConfigNumber number:
                Number(number);
                break;
            case ConfigReference reference:
                Reference(reference);
                break;
            case ConfigConcat concat:
                Concat(concat);
                break;
            default:
                _text.Append(value is ConfigBoolean boolean ? (boolean.Value ? "true" : "false") : "null");
                break;
        }
    }

    private void Concat(ConfigConcat concat)
    {
        foreach (var piece in concat.Pieces)
            Value(piece);
    }

    private void Reference(ConfigReference reference)
    {
        if (!IsEnvironmentName(reference.Name))
            findings.Error(
                reference,
                "bad-variable",
                $"{reference.Name} is not the name of an environment variable.",
                "Use letters, digits and _."
            );
        _text.Append(reference.Optional ? "${?" : "${").Append(reference.Name).Append('}');
    }

    private void String(ConfigString value)
    {
        if (WriterQuotes.HasLoneSurrogate(value.Value))
            findings.Error(
                value,
                "lone-surrogate",
                "The text has half a surrogate pair, which is not a character.",
                "Remove it or write the whole pair."
            );
        WriterQuotes.ForClients(_text, value.Value);
    }

    private void Number(ConfigNumber value)
    {
        if (
            value.IsInteger
                ? value.Text.Length > MaxDigits
                : !double.IsFinite(double.Parse(value.Text, CultureInfo.InvariantCulture))
        )
            findings.Error(value, "number-range", "The number is larger than clients can read.", "Put it in quotes.");
        _text.Append(value.Text);
    }

    private void CheckKey(string key, ConfigValue value)
    {
        if (key.Length == 0)
            findings.Error(value, "empty-key", "A key is empty; clients then ignore the whole document.", "Name it.");
        else if (key.Any(c => c is '"' or '\\' || char.IsControl(c)) || WriterQuotes.HasLoneSurrogate(key))
            findings.Error(
                value,
                "unreadable-key",
                "A key has a quote, a backslash or a control character; clients misread it.",
                "Use other characters."
            );
    }

    private static bool IsEnvironmentName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
