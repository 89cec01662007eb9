using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

/// <summary>
/// Compares a value with the JSON of the reference: keys in any order, numbers by value, 1 and 1.0 told apart. JSON is
/// read by another reader than ours.
/// </summary>
public static class ConformanceExpected
{
    /// <param name="extra">Paths that were given from outside and do not belong to the reading.</param>
    public static string? Difference(
        ConfigValue actual,
        string expected,
        IReadOnlyList<IReadOnlyList<string>>? extra = null
    )
    {
        using var json = JsonDocument.Parse(expected, new JsonDocumentOptions { MaxDepth = 500 });
        foreach (var path in extra ?? [])
        {
            if (actual is ConfigObject root)
                actual = Without(root, path, 0, json.RootElement);
        }
        return Difference(actual, json.RootElement, "");
    }

    private static string? Difference(ConfigValue actual, JsonElement expected, string path)
    {
        if (!SameScalarOrCount(actual, expected))
            return $"{path}: {Shown(actual)} instead of {Short(expected.GetRawText())}";
        if (actual is ConfigObject value)
        {
            return expected
                .EnumerateObject()
                .Select(m =>
                    value.TryGetValue(m.Name, out var field)
                        ? Difference(field, m.Value, $"{path}.{m.Name}")
                        : $"{path}.{m.Name} is missing"
                )
                .FirstOrDefault(d => d is not null);
        }
        return actual is ConfigList items
            ? items
                .Items.Select((item, i) => Difference(item, expected[i], $"{path}[{i}]"))
                .FirstOrDefault(d => d is not null)
            : null;
    }

    private static bool SameScalarOrCount(ConfigValue actual, JsonElement expected) =>
        (actual, expected.ValueKind) switch
        {
            (ConfigString text, JsonValueKind.String) => text.Value == expected.GetString(),
            (ConfigNumber number, JsonValueKind.Number) => SameNumber(number.Text, expected.GetRawText()),
            (ConfigBoolean boolean, JsonValueKind.True or JsonValueKind.False) => boolean.Value
                == expected.GetBoolean(),
            (ConfigNull, JsonValueKind.Null) => true,
            (ConfigObject fields, JsonValueKind.Object) => fields.Count == expected.EnumerateObject().Count(),
            (ConfigList list, JsonValueKind.Array) => list.Items.Count == expected.GetArrayLength(),
            _ => false,
        };

    private static bool SameNumber(string a, string b)
    {
        if (BigInteger.TryParse(a, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var x))
            return BigInteger.TryParse(b, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var y)
                && x == y;
        return b.AsSpan().IndexOfAny('.', 'e', 'E') >= 0
            && double.Parse(a, CultureInfo.InvariantCulture).Equals(double.Parse(b, CultureInfo.InvariantCulture));
    }

    private static ConfigObject Without(ConfigObject value, IReadOnlyList<string> path, int at, JsonElement expected)
    {
        var wanted =
            expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty(path[at], out var there)
                ? there
                : default(JsonElement?);
        var fields = value.ToList();
        var i = fields.FindIndex(f => f.Key == path[at]);
        if (i < 0 || (wanted is not null && at == path.Count - 1))
            return value;
        if (wanted is { } inner && fields[i].Value is ConfigObject below)
            fields[i] = new(path[at], Without(below, path, at + 1, inner));
        else if (wanted is null)
            fields.RemoveAt(i);
        return new ConfigObject(fields);
    }

    private static string Shown(ConfigValue value) =>
        Short(value is ConfigPending ? value.TypeName : PrettyWriter.JsonLine(value));

    private static string Short(string text) => text.Length > 120 ? text[..120] + "…" : text;
}
