using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace ClearSettings.Web.Api;

/// <summary>
/// Limits of the body of an action's input, where the defaults of <see cref="ApiLimits"/> do not fit.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BodyLimitAttribute(int bytes) : Attribute
{
    public int Bytes { get; } = bytes;

    /// <summary>JSON tokens.</summary>
    public int Values { get; init; } = ApiLimits.Values;

    /// <summary>
    /// The member that a body in JSON lines is: each line is an item of this list. Null where only one JSON object is
    /// accepted.
    /// </summary>
    public string? Lines { get; init; }
}

/// <summary>
/// Limits of what a call may send, the same for every action unless its input declares another one: [StringLength] for
/// the characters of a text, [MaxLength] for the items of a list, <see cref="BodyLimitAttribute"/> for the body.
/// </summary>
public static class ApiLimits
{
    /// <summary>Bytes of a body.</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>Levels of JSON objects and lists inside each other.</summary>
    public const int Depth = 32;

    /// <summary>JSON tokens in a body: values, names and brackets.</summary>
    public const int Values = 50_000;

    /// <summary>Fields at the top level, of a query, and of a form.</summary>
    public const int Fields = 200;

    /// <summary>Characters of the name of a query parameter or form field.</summary>
    public const int NameLength = 300;

    /// <summary>Parts of a dotted name in a query or form, such as 2 in "deep.er".</summary>
    public const int NameParts = 8;

    /// <summary>Characters of a text.</summary>
    public const int Text = 1_000;

    /// <summary>Items of a list.</summary>
    public const int Items = 500;

    /// <summary>Characters of a text in a list.</summary>
    public const int ItemText = 320;

    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Field>> Known = new();

    private static readonly BodyLimitAttribute DefaultBody = new(Bytes);

    /// <summary>Limits of the body of an action's input.</summary>
    public static BodyLimitAttribute BodyOf(Type input) =>
        input.GetCustomAttribute<BodyLimitAttribute>() ?? DefaultBody;

    /// <returns>The first field over its limit, or null.</returns>
    public static ApiError? Check(Type input, JsonObject members)
    {
        if (members.Count > Fields)
            return ApiError.Validation.With($"at most {Fields} fields");
        return Check(Known.GetOrAdd(input, FieldsOf), members, "");
    }

    /// <summary>Before the values are put into a tree.</summary>
    public static ApiError? CheckNames(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        var count = 0;
        foreach (var (name, values) in pairs)
        {
            if (++count > Fields || values.Count > Items)
                return ApiError.Validation.With($"at most {Fields} parameters, each at most {Items} times");
            if (name.Length > NameLength || name.AsSpan().Count('.') >= NameParts)
                return ApiError.Validation.With(
                    $"a parameter name has at most {NameLength} characters and {NameParts} parts"
                );
        }
        return null;
    }

    private static ApiError? Check(IReadOnlyDictionary<string, Field> fields, JsonObject members, string prefix)
    {
        foreach (var (name, value) in members)
        {
            if (value is null || !fields.TryGetValue(name, out var field))
                continue;
            var error = value switch
            {
                JsonObject nested when field.Nested is { } type => Check(
                    Known.GetOrAdd(type, FieldsOf),
                    nested,
                    $"{prefix}{name}."
                ),
                JsonArray list when field.Items is { } items => CheckList(list, items, prefix + name),
                JsonValue text when field.Items is not null => CheckText(text, ItemText, prefix + name),
                JsonValue text when field.Text is { } characters => CheckText(text, characters, prefix + name),
                _ => null,
            };
            if (error is not null)
                return error;
        }
        return null;
    }

    private static ApiError? CheckList(JsonArray list, int items, string name)
    {
        if (list.Count > items)
            return ApiError.Validation.With($"field {name} has more than {items} items");
        foreach (var item in list)
            if (item is JsonValue text && CheckText(text, ItemText, name) is { } error)
                return error;
        return null;
    }

    private static ApiError? CheckText(JsonValue value, int characters, string name) =>
        value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length > characters
            ? ApiError.Validation.With($"field {name} is longer than {characters} characters")
            : null;

    private static Dictionary<string, Field> FieldsOf(Type input) =>
        input.GetProperties().ToDictionary(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name), FieldOf);

    private static Field FieldOf(PropertyInfo property)
    {
        if (property.PropertyType == typeof(string))
            return new(Text: property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength ?? Text);
        if (property.PropertyType == typeof(string[]))
            return new(Items: property.GetCustomAttribute<MaxLengthAttribute>()?.Length ?? Items);
        return
            property.PropertyType.Namespace?.StartsWith(nameof(ClearSettings), StringComparison.Ordinal) == true
            && property.PropertyType.IsClass
            ? new(Nested: property.PropertyType)
            : new();
    }

    private sealed record Field(int? Text = null, int? Items = null, Type? Nested = null);
}
