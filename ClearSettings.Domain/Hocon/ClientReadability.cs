namespace ClearSettings.Domain.Hocon;

/// <summary>What the parser inside ClearML's clients makes of references to the environment; see docs/configuration-formats.md#environment-variables.</summary>
public static class ClientReadability
{
    /// <summary>True when a client can read this text forever: an object that holds a reference, followed by an optional reference on the same
    /// key, as in <c>{"s3":{"region":${?REGION}},"s3":${?S3}}</c> where <c>S3</c> is not set. <see cref="CanonicalWriter"/> refuses to write
    /// such a text; it may come from a version that did not.</summary>
    /// <param name="served">A text that <see cref="CanonicalWriter"/> wrote. False for anything that does not parse: clients drop it.</param>
    public static bool HangsClients(string served)
    {
        var document = Document.Parse(served);
        return !document.HasErrors && Hangs(document.Root);
    }

    // Where the variable is absent, the client merges the object with itself, and from then on each reference inside overrides itself.
    private static bool Hangs(Node node)
    {
        if (node is ListNode list) return list.Items.Any(Hangs);
        if (node is not ObjectNode fields) return false;
        var withReference = new HashSet<string>();
        foreach (var field in fields.Fields)
        {
            var key = field.Path[^1].Text;
            if (field.Value is ObjectNode inner && HoldsReference(inner)) withReference.Add(key);
            if ((IsOptional(field.Value) && withReference.Contains(key)) || Hangs(field.Value)) return true;
        }
        return false;
    }

    // References in lists do no harm.
    private static bool HoldsReference(Node node) => node switch
    {
        ReferenceNode => true,
        ObjectNode fields => fields.Fields.Any(f => HoldsReference(f.Value)),
        ConcatNode concat => concat.Pieces.Any(p => p is ReferenceNode),
        _ => false,
    };

    private static bool IsOptional(Node node) => node is ReferenceNode { Optional: true } || (node is ConcatNode concat && concat.Pieces.All(IsOptional));
}
