using System.Text.Json;
using System.Text.Json.Nodes;
using ClearSettings.Web.Api;

namespace ClearSettings.Tests.Rules;

public abstract partial class HostileShapesTests
{
    /// <summary>Shapes of a value, as JSON, by size.</summary>
    private static readonly (string Name, Func<int, string> Write)[] Values =
    [
        ("long text", n => $"\"{new string('x', n)}\""),
        ("escaped text", n => $"\"{string.Concat(Enumerable.Repeat("\\u0041", n / 6))}\""),
        ("dots", n => $"\"{new string('.', n)}\""),
        ("brackets", n => $"\"{string.Concat(Enumerable.Repeat("[a-", n / 3))}\""),
        ("list of texts", n => $"[{string.Join(',', Enumerable.Repeat("\"name\"", n))}]"),
        (
            "list of ids",
            n =>
                "["
                + string.Join(',', Enumerable.Range(0, n / 40).Select(i => $"\"{new Guid(i, 0, 0, new byte[8]):N}\""))
                + "]"
        ),
        ("list of lists", n => $"[{string.Join(',', Enumerable.Repeat("[]", n))}]"),
        ("deep lists", n => new string('[', n) + new string(']', n)),
        ("deep objects", n => string.Concat(Enumerable.Repeat("{\"a\":", n)) + "1" + new string('}', n)),
        ("many fields", n => $"{{{string.Join(',', Enumerable.Range(0, n / 10).Select(i => $"\"f{i}\":1"))}}}"),
        ("long names", n => $"{{\"{new string('n', n)}\":1}}"),
        ("dotted names", n => $"{{\"{string.Concat(Enumerable.Repeat("a.", n / 2))}a\":1}}"),
        ("long number", n => new string('9', n)),
        ("number", _ => "7"),
        ("fraction", _ => "-0.5e300"),
        ("true", _ => "true"),
        ("null", _ => "null"),
        ("empty list", _ => "[]"),
        ("empty object", _ => "{}"),
        ("list of nulls", _ => "[null,null]"),
        ("mixed", _ => "[1,\"a\",{},[],null,true]"),
        ("half a character", _ => "\"\\ud800\""),
        ("nul", _ => "\"a\\u0000b\""),
        ("a byte that is no text", _ => "\"a\u00FF\""),
        ("a name that is no text", _ => "{\"a\u00FF\":1}"),
        ("half a character in bytes", _ => "\"\u00ED\u00A0\u0080\""),
    ];

    /// <summary>Shapes of a form, by size, made of the names that the page binds.</summary>
    private static readonly (string Name, Func<int, IReadOnlyList<string>, string> Write)[] Forms =
    [
        ("long texts", (n, names) => Join(names.Select(name => (name, new string('x', n * 8 / names.Count))))),
        (
            "lines",
            (n, names) => Join(names.Select(name => (name, string.Concat(Enumerable.Repeat("a, ", n / names.Count)))))
        ),
        (
            "many values",
            (n, names) =>
                Join(names.SelectMany(name => Enumerable.Repeat((name, "1"), Math.Min(1_000, n / 40) / names.Count)))
        ),
        (
            "many ids",
            (n, names) =>
                Join(
                    names.SelectMany(name =>
                        Enumerable
                            .Range(0, Math.Min(1_000, n / 40) / names.Count)
                            .Select(i => (name, $"{new Guid(i, 1, 0, new byte[8]):N}"))
                    )
                )
        ),
        (
            "deep names",
            (n, names) =>
                Join(names.Select(name => (name + string.Concat(Enumerable.Repeat(".a", Math.Min(140, n / 200))), "1")))
        ),
        (
            "indexes",
            (n, names) =>
                Join(names.Select(name => (name + string.Concat(Enumerable.Repeat("[0]", Math.Min(90, n / 300))), "1")))
        ),
        ("brackets", (_, names) => Join(names.Select(name => (name + "[b[", "1")))),
        ("odd characters", (_, names) => Join(names.Select(name => (name, "\0\u0007\u202E\uFFFF<b>'\"%")))),
        ("invalid encodings", (_, names) => string.Join('&', names.Select(name => name + "=%FF%C0%80%ED%A0%80%"))),
        ("too many fields", (_, _) => string.Join('&', Enumerable.Range(0, 3_000).Select(i => $"f{i}=1"))),
        ("wrong types", (_, names) => Join(names.Select(name => (name, "9999999999999999999999")))),
    ];

    /// <summary>Forms that cannot be read, with their types.</summary>
    private static readonly (string Type, string Body)[] Unreadable =
    [
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhello"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\""),
        ("multipart/form-data; boundary=x", "--x\r\n" + new string('h', 40_000)),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; "
                + "charset=utf-7\r\n\r\n+AGE-\r\n--x--\r\n"
        ),
        ("multipart/form-data; boundary=x", ""),
        ("multipart/form-data", "a=1"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a[b[\"\r\n\r\n1\r\n--x--\r\n"
        ),
        ("application/x-www-form-urlencoded; charset=utf-7", "a=1"),
        ("application/x-www-form-urlencoded; charset=nonsense", "a=1"),
        ("application/x-www-form-urlencoded; charset=utf-16", "a=1"),
        ("application/x-www-form-urlencoded", "a=%FF%ED%A0%80&%FF=1&%=%"),
        ("application/x-www-form-urlencoded", "\u00FF=\u00FF"),
    ];

    private static readonly string[] Queries =
    [
        "a[b[=1",
        "p=99999999999999999999",
        "p=-1",
        "q=%FF%C0%80%",
        "q=" + new string('x', 6_000),
        string.Join('&', Enumerable.Repeat("q=1", 1_500)),
        string.Concat(Enumerable.Repeat("q.", 3_000)) + "=1",
        "handler=%00",
        "sort=%00&p=%00&id=%00&kind=%00&person=%00&state=%00&role=%00&group=%00&vault=%00&from=%00&to=%00",
    ];

    /// <summary>Each shape in each member, in an unknown one, and in a member of a member.</summary>
    private static IEnumerable<(string Shape, Func<int, string> Body)> Bodies(ApiAction action)
    {
        foreach (var (name, write) in Values)
        {
            foreach (var path in Paths(action.Input))
                yield return ($"{name} in {path}", n => Wrap(path, write(n)));
        }
        yield return ("invalid UTF-8", _ => "\u00FF\u00C0");
        yield return ("cut off", n => "{\"a\": [" + new string('1', n));
        yield return ("white space", n => new string(' ', n * 10) + "{}");
    }

    private static IEnumerable<string> Paths(Type input)
    {
        yield return "unknown";
        foreach (var property in input.GetProperties().Where(p => p.Name is not ("FormId" or "Members")))
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            yield return name;
            if (property.PropertyType == typeof(JsonObject))
                yield return name + ".a";
            if (
                property.PropertyType.IsClass
                && property.PropertyType.Namespace!.StartsWith("ClearSettings", StringComparison.Ordinal)
            )
                foreach (var inner in property.PropertyType.GetProperties())
                    yield return $"{name}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(inner.Name)}";
        }
    }

    private static string Wrap(string path, string value) =>
        path.Split('.').Reverse().Aggregate(value, (inner, name) => $"{{\"{name}\":{inner}}}");

    private static string Join(IEnumerable<(string Name, string Value)> fields) =>
        string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value)}"));
}
