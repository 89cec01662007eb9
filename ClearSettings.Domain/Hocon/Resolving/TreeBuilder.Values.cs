namespace ClearSettings.Domain.Hocon;

/// <summary>Values, without the keys.</summary>
internal sealed partial class TreeBuilder
{
    private ConfigValue Value(Node node)
    {
        budget.Count();
        return node switch
        {
            ScalarNode scalar => Scalar(scalar),
            ObjectNode value => Object(value),
            ListNode list => List(list),
            ReferenceNode reference => new Reference(reference.Path, reference.Optional, _prefix)
            {
                Origin = GetOrigin(node),
                LooksBack = LooksBack(reference.Path),
            },
            ConcatNode concat => Concat(concat),
            _ => throw budget.Broken("bad-tree", GetOrigin(node), $"A {node.GetType().Name} is not a value."),
        };
    }

    private ConfigValue Scalar(ScalarNode node)
    {
        ConfigValue value = node.Kind switch
        {
            ScalarKind.Number => new ConfigNumber(node),
            ScalarKind.Boolean => new ConfigBoolean(node.Text == "true"),
            ScalarKind.Null => new ConfigNull(),
            _ => new ConfigString(node),
        };
        value.Origin = GetOrigin(node);
        return value;
    }

    private ConfigObject Object(ObjectNode node)
    {
        var value = new ConfigObject(new FieldMap(Math.Min(node.Members.Count, MaxCapacity)))
        {
            Origin = GetOrigin(node),
        };
        Into(value, node);
        return value;
    }

    private ConfigValue List(ListNode node)
    {
        if (++_depth > budget.Limits.MaxDepth)
            throw budget.Broken(
                "too-deep",
                GetOrigin(node),
                $"Values are nested deeper than {budget.Limits.MaxDepth} levels."
            );
        var items = new ConfigValue[node.Items.Count];
        var unresolved = false;
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value(node.Items[i]);
            unresolved |= items[i] is Unresolved;
        }
        _depth--;
        return unresolved
            ? new UnresolvedList(items) { Origin = GetOrigin(node) }
            : new ConfigList(items) { Origin = GetOrigin(node) };
    }

    private ConfigValue Concat(ConcatNode node)
    {
        var pieces = new ConfigValue[node.Pieces.Count];
        var unresolved = false;
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = Value(node.Pieces[i]);
            unresolved |= pieces[i] is Unresolved;
        }
        if (unresolved)
            return new Concatenation(pieces, Array.Exists(pieces, p => p is Reference reference && IsHere(reference)))
            {
                Origin = GetOrigin(node),
            };
        return join.All(pieces, GetOrigin(node));
    }

    private bool IsResolved(FieldNode field) => field.Separator != Separator.PlusEquals && IsResolved(field.Value);

    private bool IsResolved(Node node)
    {
        budget.Count();
        return node switch
        {
            ReferenceNode => false,
            ListNode list => list.Items.All(IsResolved),
            ConcatNode concat => concat.Pieces.All(IsResolved),
            ObjectNode value => value.Members.All(m => m is FieldNode field && IsResolved(field)),
            _ => true,
        };
    }

    private bool LooksBack(IReadOnlyList<PathElement> path)
    {
        for (var i = 0; i < path.Count && i < _path.Count; i++)
        {
            if (path[i].Text != _path[i].Text)
                return false;
        }
        return _prefix is null && path.Count >= _path.Count;
    }

    private bool IsHere(Reference reference) => reference.LooksBack && reference.Path.Count == _path.Count;

    /// <summary><c>a += x</c> is <c>a = ${?a} [x]</c>.</summary>
    private void Append(ConfigObject target, string key, FieldNode field)
    {
        var origin = GetOrigin(field.Value);
        var self = new Reference(_path.ToArray(), true, null) { Origin = origin, LooksBack = true };
        var value = Value(field.Value);
        ConfigValue list =
            value is Unresolved
                ? new UnresolvedList([value]) { Origin = origin }
                : new ConfigList([value]) { Origin = origin };
        Put(target, key, new Concatenation([self, list], true) { Origin = origin });
    }
}
