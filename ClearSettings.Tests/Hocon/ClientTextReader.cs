namespace ClearSettings.Tests.Hocon;

/// <summary>Reads texts of the form that clients are sent, and builds what the clients' parser builds while it
/// reads.</summary>
internal sealed class ClientTextReader(string text)
{
    private int _at;

    public ClientTree Root()
    {
        var root = Object(root: true);
        return _at == text.Length ? root : throw new ClientErrorException($"{text[_at..]} after the end");
    }

    private ClientTree Object(bool root = false)
    {
        var tree = new ClientTree(root);
        Expect('{');
        while (!Accept('}'))
        {
            var key = Key();
            Expect(':');
            tree.Put(key, Value());
            if (text[_at] != '}')
                Expect(',');
        }
        return tree;
    }

    private List<object?> List()
    {
        List<object?> items = [];
        Expect('[');
        while (!Accept(']'))
        {
            // An empty string is dropped.
            if (Value() is not "" and var item)
                items.Add(item);
            if (text[_at] != ']')
                Expect(',');
        }
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is ClientValues values)
                (values.Parent, values.Key) = (items, i);
        }
        return items;
    }

    private object? Value()
    {
        List<object?> pieces = [];
        while (text[_at] is not (',' or '}' or ']'))
            pieces.Add(Piece());
        return new ClientValues(pieces).Transform();
    }

    private object Piece() =>
        text[_at] switch
        {
            '{' => Object(),
            '[' => List(),
            '"' => String(),
            '$' => Reference(),
            _ => Word(),
        };

    private ClientReference Reference()
    {
        var end = text.IndexOf('}', _at);
        var name = text[(_at + 2)..end];
        _at = end + 1;
        return name[0] == '?' ? new ClientReference(name[1..], true) : new ClientReference(name, false);
    }

    private object Word()
    {
        var start = _at;
        while (text[_at] is not (',' or '}' or ']'))
            _at++;
        return text[start.._at] switch
        {
            "true" => true,
            "false" => false,
            "null" => ClientNull.Instance,
            var number => new ClientNumber(number),
        };
    }

    // The parser keeps the quotes of a key that has special characters, and splits and trims as it does paths.
    private string Key()
    {
        var start = _at;
        String();
        var keys = ClientTree.ParseKey(text[start.._at]);
        return keys.Count == 1 ? keys[0] : throw new ClientErrorException($"{text[start.._at]} is no key");
    }

    private string String()
    {
        Expect('"');
        var value = new System.Text.StringBuilder();
        for (; text[_at] != '"'; _at++)
        {
            if (text[_at] != '\\')
                value.Append(text[_at]);
            else
                value.Append(
                    text[++_at] switch
                    {
                        'n' => "\n",
                        'r' => "\r",
                        't' => "\t",
                        '"' => "\"",
                        '\\' => "\\",
                        var c => $"\\{c}",
                    }
                );
        }
        _at++;
        return value.ToString();
    }

    private bool Accept(char c)
    {
        if (text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Accept(c))
            throw new ClientErrorException($"{c} expected at {_at} of {text}");
    }
}
