using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClearSettings.Domain.Hocon;

/// <summary>Makes the tree of the events. It recurses no deeper than <see cref="YamlReader.MaxDepth"/>.</summary>
internal sealed partial class YamlComposer(YamlEvents events, FindingList findings)
{
    private const string Core = "tag:yaml.org,2002:";

    /// <summary>
    /// The root of the first document; null when there is none or it is empty. A second document is an error.
    /// </summary>
    public Node? Document()
    {
        Node? root = null;
        events.Next();
        events.Next();
        if (events.Current is DocumentStart)
        {
            events.Next();
            root = Value();
            // Behind a root comes the end of its document.
            events.Next();
            events.Next();
        }
        if (events.Current is DocumentStart)
            findings.Error(
                "yaml-documents",
                GetEventSpan(),
                "A second document starts here, but a configuration is one document.",
                "Remove this line, or keep the documents in separate files."
            );
        return root is ScalarNode { Kind: ScalarKind.Null } ? null : root;
    }

    /// <summary>Reads the value at the current event and stays at its last one.</summary>
    private Node Value()
    {
        switch (events.Current)
        {
            case Scalar scalar:
                return Scalar(scalar);
            case SequenceStart sequence:
                return List(sequence);
            case MappingStart mapping:
                return Object(mapping);
            case AnchorAlias alias:
                findings.Error(
                    "yaml-alias",
                    GetEventSpan(),
                    $"*{alias.Value} is an alias; aliases are not supported.",
                    "Write the value here."
                );
                return new ScalarNode(ScalarKind.Null, "null", GetEventSpan());
            default:
                findings.Error("yaml-syntax", GetEventSpan(), "A value is expected here.", null);
                return new ScalarNode(ScalarKind.Null, "null", GetEventSpan());
        }
    }

    private ListNode List(SequenceStart start)
    {
        Check(start, "seq");
        var from = events.Start;
        var end = events.End;
        List<Node> items = [];
        for (events.Next(); events.Current is not SequenceEnd; events.Next())
        {
            items.Add(Value());
            end = items[^1].Span.End;
        }
        return new ListNode(items, new Span(from, start.Style == SequenceStyle.Flow ? events.End + 1 : end));
    }

    private ObjectNode Object(MappingStart start)
    {
        Check(start, "map");
        var from = events.Start;
        var end = events.End;
        List<MemberNode> members = [];
        HashSet<string> keys = [];
        for (events.Next(); events.Current is not MappingEnd; events.Next())
        {
            if (Field(keys) is not { } field)
                continue;
            members.Add(field);
            end = field.Span.End;
        }
        var flow = start.Style == MappingStyle.Flow;
        return new ObjectNode(members, flow, new Span(from, flow ? events.End + 1 : end));
    }

    private FieldNode? Field(HashSet<string> keys)
    {
        var key = Key();
        if (key is { } name && !keys.Add(name.Text))
            findings.Error(
                "duplicate-key",
                name.Span,
                $"The key {HoconPath.Write([name.Text])} appears twice in this object.",
                "Remove one of the two."
            );
        events.Next();
        findings.Path.Add(key?.Text ?? "");
        var value = Value();
        findings.Path.RemoveAt(findings.Path.Count - 1);
        return key is { } path
            ? new FieldNode(
                [path],
                Separator.Colon,
                value,
                new Span(path.Span.Start, Math.Max(path.Span.End, value.Span.End))
            )
            : null;
    }

    /// <summary>The key at the current event; null when it is refused.</summary>
    private PathElement? Key()
    {
        var span = GetEventSpan();
        if (events.Current is not Scalar scalar)
        {
            findings.Error(
                "yaml-key",
                span,
                "A key must be a string, not a list, an object or an alias.",
                "Write the key as text."
            );
            Value();
            return null;
        }
        Check(scalar, "str", "int", "float", "bool", "null");
        if (scalar is { Style: ScalarStyle.Plain, Value: "<<" })
            findings.Error(
                "yaml-merge-key",
                span,
                "The merge key << is not supported.",
                "Write the values here, or \"<<\" in quotes if it is a key."
            );
        return new PathElement(scalar.Value, true, span);
    }

    private Span GetEventSpan()
    {
        var end = Math.Min(events.End, findings.Text.Length);
        var start = Math.Min(events.Start, end);
        if (events.Current is not (Scalar { Style: ScalarStyle.Literal or ScalarStyle.Folded } or DocumentStart))
            return new Span(start, end);
        // The parser counts the line end behind a block, and everything up to the next token, as a part of it.
        while (end > start + 1 && char.IsWhiteSpace(findings.Text[end - 1]))
            end--;
        return new Span(start, end);
    }

    /// <summary>Anchors, and tags other than those of the core schema that fit, are errors.</summary>
    private void Check(NodeEvent node, params ReadOnlySpan<string> tags)
    {
        if (!node.Anchor.IsEmpty)
            findings.Error(
                "yaml-anchor",
                GetMarkSpan(),
                $"&{node.Anchor.Value} is an anchor; anchors are not supported.",
                $"Remove &{node.Anchor.Value}."
            );
        if (node.Tag.IsEmpty || IsOneOf(node.Tag.Value, tags))
            return;
        var tag = node.Tag.Value;
        var name = tag.StartsWith(Core, StringComparison.Ordinal) ? "!!" + tag[Core.Length..] : tag;
        findings.Error(
            "yaml-tag",
            GetMarkSpan(),
            $"The tag {name} is not allowed here.",
            "Remove the tag. Allowed are !!str, !!int, !!float, !!bool, !!null, !!seq and !!map where they "
                + "fit the value."
        );
    }

    private static bool IsOneOf(string tag, ReadOnlySpan<string> allowed)
    {
        if (!tag.StartsWith(Core, StringComparison.Ordinal))
            return false;
        foreach (var name in allowed)
        {
            if (tag.AsSpan(Core.Length).SequenceEqual(name))
                return true;
        }
        return false;
    }

    private Span GetMarkSpan()
    {
        var span = GetEventSpan();
        return span.Length > 0 ? span : new Span(span.Start, Math.Min(span.Start + 1, findings.Text.Length));
    }
}
