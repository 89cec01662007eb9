namespace ClearSettings.Tests.Hocon;

/// <summary>A reference to a variable, or to a path of the same text.</summary>
internal sealed class ClientReference(string name, bool optional)
{
    public string Name => name;

    public bool Optional => optional;

    public ClientValues Parent { get; set; } = null!;

    public int Index { get; set; }
}

/// <summary>A value in several pieces, or with references, on its way to become one value.</summary>
internal sealed class ClientValues
{
    private readonly List<object?> _pieces;

    public ClientValues(IEnumerable<object?> pieces)
    {
        _pieces = [.. pieces];
        if (_pieces.Count == 0)
            _pieces.Add("");
        Number();
    }

    /// <summary>A tree or a list.</summary>
    public object? Parent { get; set; }

    /// <summary>A string in a tree, an index in a list.</summary>
    public object Key { get; set; } = "";

    /// <summary>The earlier value of the same key.</summary>
    public object? Overridden { get; set; }

    public int Count => _pieces.Count;

    public void Add(object? piece)
    {
        _pieces.Add(piece);
        Number();
    }

    public void Insert(object? piece)
    {
        _pieces.Insert(0, piece);
        Number();
    }

    public void Replace(int index, object? piece) => _pieces[index] = piece;

    /// <summary>Those of the values that this one overrides come first.</summary>
    public List<ClientReference> References()
    {
        List<ClientReference> found = [];
        HashSet<ClientValues> seen = [];
        for (var values = this; values is not null; values = values.Overridden as ClientValues)
        {
            if (!seen.Add(values))
                throw new ClientHangException("a value that overrides itself");
            found.InsertRange(0, values._pieces.OfType<ClientReference>());
        }
        return found;
    }

    /// <summary>The value, or this itself while there are references.</summary>
    public object? Transform()
    {
        if (References().Count > 0)
            return this;
        List<object> pieces = [.. _pieces.OfType<object>()];
        if (pieces.Count == 0)
            return null;
        if (pieces.Exists(p => KindOf(p) != KindOf(pieces[0])))
            throw new ClientErrorException("values of different types beside each other");
        return pieces[0] switch
        {
            ClientTree => Trees(pieces),
            List<object?> => Lists(pieces),
            _ when pieces.Count == 1 => pieces[0],
            _ => string.Concat(pieces.Select(Text)),
        };
    }

    private static int KindOf(object piece) =>
        piece switch
        {
            ClientTree => 0,
            List<object?> => 1,
            _ => 2,
        };

    private static string Text(object piece) =>
        piece switch
        {
            ClientNumber number => number.Text,
            bool truth => truth ? "True" : "False",
            _ => piece.ToString()!,
        };

    private ClientTree Trees(List<object> pieces)
    {
        List<ClientTree> below = [];
        HashSet<object> seen = [];
        for (
            var node = Overridden;
            node is ClientValues or ClientTree { Count: > 0 };
            node = (node as ClientValues)?.Overridden
        )
        {
            if (!seen.Add(node))
                throw new ClientHangException("a value that overrides itself");
            if ((node is ClientValues values ? values.Transform() : node) is not ClientTree tree)
                break;
            below.Add(tree);
        }
        var result = new ClientTree();
        foreach (var tree in below.AsEnumerable().Reverse().Concat(pieces.Cast<ClientTree>()))
            result.Merge(tree, copyTrees: true);
        return result;
    }

    private static List<object?> Lists(List<object> pieces)
    {
        List<object?> result = [];
        foreach (var item in pieces.Cast<List<object?>>().SelectMany(p => p))
        {
            if (item is ClientValues values)
                (values.Parent, values.Key) = (result, result.Count);
            result.Add(item);
        }
        return result;
    }

    private void Number()
    {
        for (var i = 0; i < _pieces.Count; i++)
        {
            if (_pieces[i] is ClientReference reference)
                (reference.Parent, reference.Index) = (this, i);
        }
    }
}
