using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Walks through a syntax tree and collects what is secret: whole values by their key or mark, pieces of other strings.
/// </summary>
internal sealed class SecretCollector(Document document, string text, ConfigFormat format, MaskBudget budget)
{
    private readonly SecretMarks _marks = new(document);

    /// <summary>Whole values.</summary>
    public List<VaultMask.MaskedSpan> Places { get; } = [];

    /// <summary>Pieces of strings.</summary>
    public List<Span> Found { get; } = [];

    public void Collect(Node node, bool secret)
    {
        budget.Spend(1);
        switch (node)
        {
            case ObjectNode value:
                Fields(value.Fields, secret);
                break;
            case ListNode list:
                Items(list, secret);
                break;
            case ConcatNode concat when concat.Pieces.Any(p => p is ObjectNode or ListNode):
                Pieces(concat, secret);
                break;
            // The name of a variable is no secret, nor is a switch.
            case ReferenceNode or ScalarNode { Kind: ScalarKind.Boolean or ScalarKind.Null }:
                break;
            default:
                Text(node, secret);
                break;
        }
    }

    /// <summary>The fields of all objects that are joined are one object.</summary>
    private void Pieces(ConcatNode concat, bool secret)
    {
        foreach (var piece in concat.Pieces)
            if (piece is not ObjectNode)
                Collect(piece, secret);
        Fields(concat.Pieces.OfType<ObjectNode>().SelectMany(o => o.Fields), secret);
    }

    private void Text(Node node, bool secret)
    {
        if (node.Span.Length == 0)
            return;
        if (secret)
            Places.Add(new(node.Span, true));
        else if (node is ConcatNode or ScalarNode { IsString: true })
            VaultMask.ScanString(MaskView.Create(node, text, format), Folds(node), budget, Found);
    }

    private void Fields(IEnumerable<FieldNode> fields, bool secret)
    {
        // Where a name is secret: the keys above it, so that env.db.name and env.db.value belong together.
        HashSet<string>? named = null;
        foreach (var field in fields)
        {
            if (field.Path is [.., var last] && SecretNames.NamesSetting(last.Text) && IsSecretName(field.Value))
                (named ??= []).Add(Above(field));
        }
        foreach (var field in fields)
        {
            var isNamed =
                named is not null
                && field.Path is [.., var last]
                && SecretNames.IsValue(last.Text)
                && named.Contains(Above(field));
            Collect(field.Value, secret || isNamed || HasSecretKey(field) || _marks.Has(field));
        }
    }

    private bool IsSecretName(Node node)
    {
        if (node is ConcatNode concat)
            return concat.Pieces.Any(IsSecretName);
        if (node is not ScalarNode { IsString: true } name)
            return false;
        budget.Spend(name.Text.Length);
        return SecretNames.IsSecretPath(name.Text.AsSpan().Trim());
    }

    private string Above(FieldNode field)
    {
        if (field.Path.Count < 2)
            return "";
        budget.Spend(field.Path.Sum(p => p.Text.Length));
        return string.Join('\n', field.Path.SkipLast(1).Select(p => p.Text));
    }

    private bool HasSecretKey(FieldNode field)
    {
        foreach (var key in field.Path)
        {
            budget.Spend(key.Text.Length);
            if (SecretNames.IsSecret(key.Text))
                return true;
        }
        return false;
    }

    private void Items(ListNode list, bool secret)
    {
        var asked = false;
        foreach (var item in list.Items)
        {
            var element = item is ScalarNode { IsString: true } scalar ? scalar.Text : null;
            Collect(item, secret || _marks.Has(item) || (asked && (element is null || !SecretNames.IsOption(element))));
            budget.Spend(element?.Length ?? 0);
            asked = element is not null && SecretNames.AsksForNext(element);
        }
    }

    // All texts of YAML but those behind "|" have their line breaks folded.
    private bool Folds(Node node) => format == ConfigFormat.Yaml && text[node.Span.Start] != '|';
}
