using ClearSettings.Domain.Hocon;
using CsCheck;

namespace ClearSettings.Tests.Hocon;

/// <summary>
/// Random values with everything that is awkward to write: words that look like something else, all kinds of
/// characters, odd numbers, references.
/// </summary>
public static class RoundTripTrees
{
    private static readonly Gen<string> Awkward = Gen.OneOf(
        "",
        " ",
        "a b",
        "true",
        "True",
        "null",
        "~",
        "no",
        "Yes",
        "on",
        "1.10",
        "010",
        "0o7",
        "0x1F",
        "1_000",
        "1:30",
        "2026-01-31",
        "1e5",
        ".5",
        "5.",
        "+5",
        ".inf",
        "-",
        "- x",
        "# x",
        "x #y",
        "x # y",
        "a: b",
        "a:",
        ":a",
        "${HOME}",
        "${?X}",
        "\"",
        "\\",
        "a\"b",
        "'",
        "''",
        "\"\"\"",
        "C:\\tmp",
        "\n",
        "a\n",
        "\na",
        "line\nnext",
        "line\nnext\n",
        "line\n\nnext",
        " lead\nx",
        "x\n  y\nz",
        "trail \nx",
        "a\n\n",
        "\t",
        "a\tb",
        "a\n\tb",
        "\r\n",
        "a\rb",
        "é",
        "日本",
        "😀",
        "a\u00A0b",
        "\u2028",
        "\uFEFF",
        "\uFEFFa",
        "\u0085",
        "\u0001",
        "\u007F",
        "\b\f",
        "|",
        "> x",
        "@x",
        "`x`",
        "%x",
        "&x",
        "*x",
        "!x",
        "!!str x",
        "{}",
        "[1]",
        "{a",
        "a,b",
        "a}",
        "? x",
        "---",
        "--- x",
        "...",
        "<<",
        "=",
        "include",
        "include \"x\"",
        "nvidia/cuda:11.0",
        "http://h:80/x?y=1&z=a+b",
        "10s",
        "//",
        "a//b",
        "+=",
        "k".PadRight(200, 'k')
    );

    private static readonly Gen<string> Random = Gen.OneOf(
            Gen.Char['a', 'z'],
            Gen.Char[' ', '~'],
            Gen.OneOf('\n', '\t', ' ', '"', '\\', '$', '{', '}', ':', '#', '-', 'é', '\u2029')
        )
        .Array[0, 14]
        .Select(c => new string(c));

    public static readonly Gen<string> Text = Gen.OneOf(
        Awkward,
        Random,
        Gen.Char['a', 'z'].Array[1, 6].Select(c => new string(c))
    );

    public static readonly Gen<string> PlainKey = Gen.Char['a', 'z'].Array[1, 5].Select(c => new string(c));

    /// <summary>Keys that the clients can read.</summary>
    public static readonly Gen<string> ClientKey = Text.Where(t =>
        t.Length > 0 && !t.Any(c => c is '"' or '\\' || char.IsControl(c))
    );

    private static readonly Gen<string> NumberText = Gen.OneOf(
        Gen.OneOf(
            "0",
            "-0",
            "1.0",
            "0.10",
            "1e5",
            "1E+5",
            "-1.5e-7",
            "123456789012345678901234567890",
            "3.141592653589793",
            "1.10",
            "1e300",
            "0.0"
        ),
        Gen.Int[-100_000, 100_000].Select(i => i.ToString())
    );

    private static readonly Gen<ConfigValue> Scalar = Gen.Frequency(
        (5, Text.Select(t => (ConfigValue)new ConfigString(t))),
        (3, NumberText.Select(n => (ConfigValue)new ConfigNumber(n))),
        (1, Gen.Bool.Select(b => (ConfigValue)new ConfigBoolean(b))),
        (1, Gen.Const((ConfigValue)new ConfigNull()))
    );

    private static readonly Gen<ConfigReference> Variable = Gen.Select(
        Gen.OneOf("ENV_A", "ENV_b1", "_ENV"),
        Gen.Bool,
        (name, optional) => new ConfigReference(name, optional)
    );

    private static readonly Gen<ConfigReference> Required = Gen.OneOf("ENV_A", "ENV_b1")
        .Select(name => new ConfigReference(name, false));

    private static readonly Gen<ConfigValue> Concat = Gen.Select(
        Text,
        Variable,
        Text,
        Variable,
        Text,
        (a, b, c, d, e) => (ConfigValue)Joined(new ConfigString(a), b, new ConfigString(c), d, new ConfigString(e))
    );

    private static readonly Gen<ConfigValue> Pending = Gen.OneOf(
        Variable.Select(v => (ConfigValue)v),
        Concat,
        Gen.Select(
            Scalar.Where(s => s is not ConfigNull),
            Variable,
            (fallback, v) => (ConfigValue)new ConfigReference(v.Name, true, fallback)
        )
    );

    /// <summary>Objects without references.</summary>
    public static readonly Gen<ConfigObject> Plain = Object(4, Text, Scalar, Scalar);

    /// <summary>Objects with references to the environment, as the clients can read them.</summary>
    public static readonly Gen<ConfigObject> ForClients = Object(
        4,
        ClientKey,
        Gen.Frequency((4, Scalar), (1, Pending)),
        Gen.Frequency((4, Scalar), (1, Required.Select(v => (ConfigValue)v)))
    );

    /// <summary>Objects whose keys are words.</summary>
    public static readonly Gen<ConfigObject> Simple = Object(3, PlainKey, Scalar, Scalar);

    private static Gen<ConfigObject> Object(
        int depth,
        Gen<string> keys,
        Gen<ConfigValue> fields,
        Gen<ConfigValue> items
    ) =>
        Gen.Select(keys, Value(depth - 1, keys, fields, items, fields), (key, value) => KeyValuePair.Create(key, value))
            .Array[0, 4]
            .Select(f => new ConfigObject(f));

    private static Gen<ConfigValue> Value(
        int depth,
        Gen<string> keys,
        Gen<ConfigValue> fields,
        Gen<ConfigValue> items,
        Gen<ConfigValue> leaf
    ) =>
        depth == 0
            ? leaf
            : Gen.Frequency(
                (3, leaf),
                (2, Object(depth, keys, fields, items).Select(o => (ConfigValue)o)),
                (
                    1,
                    Value(depth - 1, keys, fields, items, items).Array[0, 4].Select(v => (ConfigValue)new ConfigList(v))
                )
            );

    /// <summary>Pieces as the engine keeps them: neighbouring strings joined, empty ones left out.</summary>
    private static ConfigConcat Joined(params ConfigValue[] pieces) =>
        new([
            .. pieces
                .Where(p => p is not ConfigString { Value.Length: 0 })
                .Prepend(new ConfigString("/"))
                .Aggregate(
                    new List<ConfigValue>(),
                    (list, piece) =>
                    {
                        if (list.Count > 0 && list[^1] is ConfigString a && piece is ConfigString b)
                            list[^1] = new ConfigString(a.Value + b.Value);
                        else
                            list.Add(piece);
                        return list;
                    }
                ),
        ]);
}
