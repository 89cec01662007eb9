using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClearSettings.Domain.Hocon;

/// <summary>Scalars and their types.</summary>
internal sealed partial class YamlComposer
{
    private ScalarNode Scalar(Scalar scalar)
    {
        Check(scalar, "str", "int", "float", "bool", "null");
        var span = GetEventSpan();
        if (!scalar.Tag.IsEmpty)
            return Tagged(scalar, span);
        if (scalar.Style != ScalarStyle.Plain)
            return new ScalarNode(
                scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded ? ScalarKind.TripleQuoted : ScalarKind.Quoted,
                scalar.Value,
                span
            );
        var text = scalar.Value;
        if (YamlScalars.IsNoFiniteNumber(text))
        {
            findings.Error(
                "no-finite-number",
                span,
                $"{text} is infinity or not-a-number, which no configuration can hold.",
                $"Write a number, or \"{text}\" for the string."
            );
            return new ScalarNode(ScalarKind.Unquoted, text, span);
        }
        var meaning = YamlScalars.Read(text);
        if (meaning.Code is { } code)
            findings.Warning(code, span, meaning.Message!, meaning.Fix);
        return new ScalarNode(meaning.Kind, meaning.Text, span);
    }

    /// <summary>A tag of the core schema decides the type, and the text must fit it.</summary>
    private ScalarNode Tagged(Scalar scalar, Span span)
    {
        var type = scalar.Tag.Value.StartsWith(Core, StringComparison.Ordinal) ? scalar.Tag.Value[Core.Length..] : "";
        if (type is not ("int" or "float" or "bool" or "null"))
            return new ScalarNode(ScalarKind.Quoted, scalar.Value, span);
        var meaning = YamlScalars.Read(scalar.Value);
        var whole = meaning.Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        switch (type, meaning.Kind)
        {
            case ("int", ScalarKind.Number) when whole:
            case ("float", ScalarKind.Number) when !whole:
            case ("bool", ScalarKind.Boolean):
            case ("null", ScalarKind.Null):
                return new ScalarNode(meaning.Kind, meaning.Text, span);
            case ("float", ScalarKind.Number):
                return new ScalarNode(ScalarKind.Number, meaning.Text + ".0", span);
            default:
                findings.Error(
                    "yaml-tag",
                    span,
                    $"The value does not fit its tag !!{type}.",
                    "Correct the value or remove the tag."
                );
                return new ScalarNode(ScalarKind.Null, "null", span);
        }
    }
}
