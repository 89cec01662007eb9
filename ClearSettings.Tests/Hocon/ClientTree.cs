using System.Text.RegularExpressions;

namespace ClearSettings.Tests.Hocon;

/// <summary>The clients drop the whole text.</summary>
public sealed class ClientErrorException(string message) : Exception(message);

/// <summary>The clients never answer.</summary>
public sealed class ClientHangException(string message) : Exception(message);

/// <summary>A null that was written. A C# null in a tree is Python's None, which is what an absent reference
/// leaves.</summary>
internal sealed class ClientNull
{
    public static readonly ClientNull Instance = new();
}

/// <summary>A number, by its text.</summary>
internal sealed record ClientNumber(string Text);

/// <summary>An object of the clients' parser. The root also keeps every value that a key ever had.</summary>
internal sealed partial class ClientTree(bool root = false)
{
    private readonly OrderedDictionary<string, object?> _fields = [];

    public Dictionary<string, List<object?>>? History { get; } = root ? [] : null;

    public int Count => _fields.Count;

    public IEnumerable<string> Keys => [.. _fields.Keys];

    /// <summary>The values themselves, unlike those of <see cref="Items"/>.</summary>
    public IEnumerable<object?> Values => [.. _fields.Values];

    /// <summary>What the parser sees when it goes over the fields: copies of lists, and None for null.</summary>
    public IEnumerable<(string Key, object? Value)> Items => [.. _fields.Select(f => (f.Key, Seen(f.Value)))];

    public bool Contains(string key) => Find(ParseKey(key), out _);

    public object? Get(string key) => Find(ParseKey(key), out var value) ? value : null;

    /// <summary>False when a key of the path is missing; an error when one of them is no object.</summary>
    public bool Find(string path, out object? value)
    {
        var keys = ParseKey(path);
        for (var i = 1; i < keys.Count; i++)
        {
            if (!Find(keys[..i], out var above))
                break;
            if (above is not ClientTree)
                throw new ClientErrorException($"{path}: not an object");
        }
        return Find(keys, out value);
    }

    public void Set(string key, object? value) => _fields[key] = value;

    public void Remove(string key) => _fields.Remove(key);

    public ClientTree Copy()
    {
        var copy = new ClientTree();
        foreach (var (key, value) in Items)
        {
            if (value is ClientValues values)
                values.Parent = copy;
            copy.Set(key, value);
        }
        return copy;
    }

    public static List<string> ParseKey(string path) =>
        [
            .. Key()
                .Matches(path)
                .Select(m => m.Value)
                .Select(t => t.AsSpan().IndexOfAny("$}[]:=+#`^?!@*&.") >= 0 ? t : t.Trim('"')),
        ];

    /// <summary>Merges the fields of another object into this one.</summary>
    public ClientTree Merge(ClientTree other, bool copyTrees)
    {
        foreach (var (key, value) in other.Items)
        {
            if (value is ClientTree above && Get(key) is ClientTree below)
            {
                if (copyTrees)
                    Set(key, below = below.Copy());
                below.Merge(above, copyTrees);
                continue;
            }
            if (value is ClientValues values)
            {
                (values.Parent, values.Key) = (this, key);
                if (Contains(key))
                    values.Overridden = Get(key);
            }
            Set(key, value);
        }
        return this;
    }

    /// <summary>A field as it is read from the text.</summary>
    public void Put(string key, object? value)
    {
        var existing = Get(key);
        var append = value switch
        {
            List<object?> => false,
            ClientTree => existing is not List<object?>,
            ClientValues => existing is List<object?> or ClientTree,
            _ => false,
        };
        if (value is ClientTree above && existing is ClientTree below)
            Set(key, Remember(key, Merged(below, above)));
        else if (append)
            Append(key, existing, value);
        else
        {
            if (value is ClientValues values)
                (values.Parent, values.Key, values.Overridden) = (this, key, existing);
            Set(key, Remember(key, value));
        }
    }

    private ClientTree Merged(ClientTree below, ClientTree above) =>
        History is null
            ? below.Merge(above, copyTrees: false)
            : new ClientTree().Merge(below, copyTrees: true).Merge(above, copyTrees: true);

    private void Append(string key, object? existing, object? value)
    {
        switch (existing, value)
        {
            case (ClientValues before, _):
                before.Add(value);
                return;
            case (ClientTree tree, ClientValues values):
                values.Insert(tree);
                (values.Parent, values.Key, values.Overridden) = (this, key, tree);
                break;
            case (List<object?> list, ClientValues values):
                (values.Parent, values.Key, values.Overridden) = (this, key, list);
                break;
            case (null, _):
                break;
            default:
                throw new ClientErrorException($"{key}: an object over a {existing.GetType().Name}");
        }
        Set(key, Remember(key, value));
    }

    private object? Remember(string key, object? value)
    {
        if (History is null)
            return value;
        if (!History.TryGetValue(key, out var past))
            History[key] = past = [];
        past.Add(value);
        return value;
    }

    private bool Find(List<string> keys, out object? value)
    {
        value = this;
        foreach (var key in keys)
        {
            if (value is not ClientTree tree || !tree._fields.TryGetValue(key, out value))
            {
                value = null;
                return false;
            }
        }
        value = Seen(value);
        return true;
    }

    private static object? Seen(object? value) =>
        value switch
        {
            ClientNull => null,
            List<object?> list => list.ConvertAll(i => i is ClientNull ? null : i),
            _ => value,
        };

    [GeneratedRegex("\"[^\"]+\"|[^$}\\[\\]:=+#`^?!@*&.]+")]
    private static partial Regex Key();
}
