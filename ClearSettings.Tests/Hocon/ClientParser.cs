using System.Text.Json.Nodes;

namespace ClearSettings.Tests.Hocon;

/// <summary>A model of the parser that ClearML's clients carry (pyhocon): what it reads from a served text in an
/// environment, its faults included. It is checked against a table of readings of the real one.</summary>
public sealed class ClientParser
{
    private const int MaxSteps = 20_000;

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly ClientTree _root;
    private readonly Dictionary<ClientValues, List<ClientValues>> _chains = [];
    private int _steps;

    private ClientParser(string text, IReadOnlyDictionary<string, string> environment) =>
        (_root, _environment) = (new ClientTextReader(text).Root(), environment);

    /// <summary>The value as JSON; <see cref="ClientErrorException"/> where clients drop the text, <see
    /// cref="ClientHangException"/> where they hang.</summary>
    public static JsonNode Read(string text, IReadOnlyDictionary<string, string> environment)
    {
        if (text.Length == 0)
            return new JsonObject();
        var parser = new ClientParser(text, environment);
        parser.FixSelfReferences();
        parser.Resolve();
        return Json(parser._root)!;
    }

    private static JsonNode? Json(object? value) =>
        value switch
        {
            ClientTree tree => new JsonObject(
                tree.Keys.Zip(tree.Values, (k, v) => KeyValuePair.Create(k.Trim('"'), Json(v)))
            ),
            List<object?> list => new JsonArray([.. list.Select(Json)]),
            ClientNumber number => JsonNode.Parse(number.Text),
            bool truth => JsonValue.Create(truth),
            string text => JsonValue.Create(text),
            ClientValues => throw new ClientErrorException("something is unresolved"),
            _ => null,
        };

    private void FixSelfReferences()
    {
        foreach (var key in _root.Keys)
        {
            var history = _root.History![key];
            if (history.Count > 1)
                FixHistory(key, history);
            else
                FixSingleValue(key, history[0]);
        }
    }

    private void FixHistory(string key, IReadOnlyList<object?> history)
    {
        var previous = history[0];
        foreach (var item in history.Skip(1))
        {
            var current = item;
            foreach (var reference in Find(item).Where(r => IsSelf(r, key)))
                (_, _, current) = Substitute(reference, Overridden(key, previous, reference), true);
            previous = current;
        }
    }

    private static object? Overridden(string key, object? previous, ClientReference reference)
    {
        if (previous is ClientValues)
            throw new ClientErrorException($"{reference.Name}: check for cycles");
        var path = ClientTree.ParseKey(reference.Name);
        return path.Count == 1
            ? previous
            : (previous as ClientTree ?? throw new ClientErrorException($"{key}: not an object")).Get(
                string.Join('.', path.Skip(1))
            );
    }

    private void FixSingleValue(string key, object? item)
    {
        foreach (var reference in Find(item).Where(r => IsSelf(r, key)))
        {
            if (reference.Optional)
                Substitute(reference, null, true);
            if (_environment.TryGetValue(key, out var value))
                Substitute(reference, value, true);
            else if (reference.Optional)
                Substitute(reference, null, true);
        }
    }

    private bool IsSelf(ClientReference reference, string key)
    {
        var path = ClientTree.ParseKey(reference.Name);
        return path[0] == key && (path.Count == 1 || _root.Get(reference.Name) is null);
    }

    private void Resolve()
    {
        var open = Find(_root);
        List<ClientReference>? before = null;
        var unresolved = false;
        while (open.Count > 0 && (before is null || !open.ToHashSet().SetEquals(before)))
        {
            before = [.. open];
            foreach (var reference in before)
            {
                if (++_steps > MaxSteps)
                    throw new ClientHangException("no end of references");
                var found = LookUp(reference, out var value);
                if (reference.Parent.Overridden is not null && IsChainedTo(value, reference.Parent))
                    value = reference.Parent.Overridden;
                (unresolved, var more, var result) = Substitute(reference, value, found);
                open.AddRange(more);
                if (result is not ClientValues)
                    open.Remove(reference);
            }
        }
        Finish(_root);
        if (unresolved)
            throw new ClientErrorException("something is unresolved");
        Finish(_root);
    }

    private bool IsChainedTo(object? value, ClientValues link) =>
        value is ClientValues values && Chain(values).Contains(link);

    private List<ClientValues> Chain(ClientValues values)
    {
        if (_chains.TryGetValue(values, out var chain))
            return chain;
        _chains[values] = chain = [];
        for (var link = values; link is not null; link = link.Overridden as ClientValues)
            chain.Add(link);
        return chain;
    }

    private bool LookUp(ClientReference reference, out object? value)
    {
        if (_root.Find(reference.Name, out value))
            return true;
        if (_environment.TryGetValue(reference.Name, out var text))
        {
            value = text;
            return true;
        }
        return reference.Optional ? false : throw new ClientErrorException($"{reference.Name} is not set");
    }

    private static (bool Unresolved, List<ClientReference> More, object? Result) Substitute(
        ClientReference reference,
        object? value,
        bool found
    )
    {
        if (value is ClientValues open)
            value = open.Transform();
        if (value is ClientValues)
            return (true, [], value);
        if (value is ClientTree or List<object?>)
            throw new NotSupportedException("The model copies no objects and lists.");
        var values = reference.Parent;
        values.Replace(reference.Index, value);
        var result = values.Transform();
        if (result is null && !found)
            result = values.Overridden;
        if (result is null && Contains(values.Parent!, values.Key))
        {
            if (values.Parent is ClientTree tree)
                tree.Remove((string)values.Key);
            else
                ((List<object?>)values.Parent!).RemoveAt((int)values.Key);
            return (false, [], null);
        }
        Put(values.Parent!, values.Key, result);
        var more = Find(result);
        return (more.Count > 0, more, result);
    }

    // Of a list, Python looks for the number among the elements.
    private static bool Contains(object parent, object key) =>
        parent is ClientTree tree
            ? tree.Contains((string)key)
            : ((List<object?>)parent).Exists(i => i is ClientNumber number && number.Text == key.ToString());

    private static void Put(object parent, object key, object? value)
    {
        if (parent is ClientTree tree)
            tree.Set((string)key, value);
        else
            ((List<object?>)parent)[(int)key] = value;
    }

    private static List<ClientReference> Find(object? value) =>
        value switch
        {
            ClientValues values => values.References(),
            ClientTree tree => [.. tree.Values.SelectMany(Find)],
            List<object?> list => [.. list.SelectMany(Find)],
            _ => [],
        };

    private static object? Finish(object? value)
    {
        switch (value)
        {
            case ClientValues values:
                return values.Transform();
            case List<object?> list:
                return list.ConvertAll(Finish);
            case ClientTree tree:
                foreach (var (key, field) in tree.Items)
                    tree.Set(key, Finish(field));
                return tree;
            default:
                return value;
        }
    }
}
