namespace ClearSettings.Domain.Hocon;

/// <summary>What the parser inside ClearML's clients makes of a text that it is served; see
/// docs/configuration-formats.md#environment-variables.</summary>
public static class ClientReadability
{
    /// <summary>True when a client may never finish reading the text: it has an object with a reference inside,
    /// followed by an optional reference on the same key, as in <c>{"s3":{"region":${?REGION}},"s3":${?S3}}</c>.
    /// Clients where <c>S3</c> is not set hang. <see cref="CanonicalWriter"/> refuses to write such a text, but earlier
    /// versions did not.</summary>
    /// <param name="served">A text from <see cref="CanonicalWriter"/>. The result for a text that does not parse is
    /// false.</param>
    public static bool HangsClients(string served)
    {
        var document = Document.Parse(served);
        return !document.HasErrors && Hangs(document.Root);
    }

    // Where the variable is not set, the client merges the object with itself. From then on each reference inside
    // overrides itself.
    private static bool Hangs(Node node)
    {
        if (node is ListNode list)
            return list.Items.Any(Hangs);
        if (node is not ObjectNode fields)
            return false;
        var withReference = new HashSet<string>();
        foreach (var field in fields.Fields)
        {
            var key = field.Path[^1].Text;
            if (field.Value is ObjectNode inner && HoldsReference(inner))
                withReference.Add(key);
            if ((IsOptional(field.Value) && withReference.Contains(key)) || Hangs(field.Value))
                return true;
        }
        return false;
    }

    // Not in lists: the client does not merge their elements.
    private static bool HoldsReference(Node node) =>
        node switch
        {
            ReferenceNode => true,
            ObjectNode fields => fields.Fields.Any(f => HoldsReference(f.Value)),
            ConcatNode concat => concat.Pieces.Any(p => p is ReferenceNode),
            _ => false,
        };

    private static bool IsOptional(Node node) =>
        node is ReferenceNode { Optional: true } || (node is ConcatNode concat && concat.Pieces.All(IsOptional));
}
