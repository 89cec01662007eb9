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
        return !document.HasErrors && new HangDetector().Hangs(document.Root);
    }
}

/// <summary>Merges the fields of a served text in the order in which the clients do, without their values.</summary>
internal sealed class HangDetector
{
    private bool _hangs;

    public bool Hangs(Node root)
    {
        Read(root);
        return _hangs;
    }

    private Shape Read(Node node)
    {
        switch (node)
        {
            case ObjectNode fields: return Object(fields);
            case ListNode list:
                foreach (var item in list.Items) Read(item);
                return Shape.Constant;
            case ReferenceNode reference: return reference.Optional ? Shape.Optional : Shape.Text;
            case ConcatNode concat: return Concat(concat);
            default: return Shape.Constant;
        }
    }

    private Shape Concat(ConcatNode concat)
    {
        List<Shape> pieces = [.. concat.Pieces.Select(Read)];
        return pieces.TrueForAll(p => p == Shape.Optional) ? Shape.Optional : pieces.Exists(p => p.IsPending) ? Shape.Text : Shape.Constant;
    }

    private Shape Object(ObjectNode node)
    {
        var result = new Shape([]);
        foreach (var field in node.Fields)
        {
            var value = Read(field.Value);
            var key = field.Path[^1].Text;
            var old = result.Fields!.GetValueOrDefault(key);
            // The client puts the object itself in front of the reference. Where the reference is absent, it merges the object with
            // itself, and from then on each reference inside overrides itself.
            if (old is { Fields.Count: > 0 } && value == Shape.Optional) _hangs |= old.HoldsReference();
            if (old is { IsPending: true } && value.Fields is not null) continue;
            if (old?.Fields is not null && value.Fields is not null) old.Merge(value);
            else result.Fields![key] = value;
        }
        return result;
    }

    /// <param name="fields">Of an object; null for any other value.</param>
    private sealed class Shape(Dictionary<string, Shape>? fields)
    {
        /// <summary>A value without references, or a list.</summary>
        public static readonly Shape Constant = new(null);

        /// <summary>Nothing but optional references.</summary>
        public static readonly Shape Optional = new(null);

        /// <summary>Text with a reference in it, or a required reference.</summary>
        public static readonly Shape Text = new(null);

        public Dictionary<string, Shape>? Fields { get; } = fields;

        public bool IsPending => this == Optional || this == Text;

        public bool HoldsReference() => IsPending || Fields?.Values.Any(f => f.HoldsReference()) == true;

        public void Merge(Shape newer)
        {
            foreach (var (key, value) in newer.Fields!)
            {
                if (value.Fields is not null && Fields!.GetValueOrDefault(key) is { Fields: not null } old) old.Merge(value);
                else Fields![key] = value;
            }
        }
    }
}
