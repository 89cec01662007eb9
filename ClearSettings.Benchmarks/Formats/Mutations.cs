using System.Text;

namespace ClearSettings.Benchmarks.Formats;

/// <summary>
/// Texts that are nearly configuration documents: seeds, cut and pasted at random. The same seed number gives the same
/// texts.
/// </summary>
public sealed class Mutations(IReadOnlyList<string> seeds, int seed)
{
    /// <summary>No text is longer.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "=",
        "+=",
        "\"",
        "\"\"\"",
        "\\",
        "${",
        "${?",
        "}",
        "$",
        "#",
        "//",
        "\n",
        "\r\n",
        "\t",
        " ",
        ".",
        "..",
        "a",
        "a.b",
        "a = ",
        "null",
        "true",
        "1",
        "-",
        "1e5",
        "0",
        "é",
        "😀",
        "\uD83D",
        "\uFEFF",
        "\u2028",
        "\0",
        "\\u00e9",
        "\\u",
        "\\x",
        "include ",
        "include \"a\"",
        "include required(file(\"a\"))",
        "${a}",
        "${?a}",
        "${a.b}",
        "${HOME}",
        "a = ${a}",
        "a = ${?a}[1]",
        "a += 1",
        "a = ${b}\nb = ${a}\n",
        "b = ${a}${a}\n",
        "a { b = ${a} }\n",
        "[${a}, ${?b}]",
        "x = ${x} {y = 1}\n",
        "- ",
        "? ",
        ": ",
        "&a ",
        "*a",
        "!!int ",
        "|\n",
        ">-\n",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "<<: ",
        "'",
        "@",
        "`",
        "%",
        "!",
        "~",
        "no",
        "010",
        "  ",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Documents that show each construct once.</summary>
    public static IReadOnlyList<string> OwnSeeds { get; } =
    [
        "a = 1\nb { c = [1, 2.5, \"x\"], d : null } # c\n// e\n\"f.g\".h = \"\"\"long\ntext\"\"\"\n",
        "port = 80\nport = ${?PORT}\nurl = \"http://\"${host}\":\"${port}/x\nhost = h\n",
        "base { x = 1, list = [1] }\nmine = ${base} { y = 2, list += 2 }\npath = ${?path}[\"a\"]\n",
        "a = [1, [2, {b = 3}], ${?X}, \"\"]\nurl = http://h:80, image = nvidia/cuda:11.0\nt = True\n",
        "{\"a\": {\"b\": [1, true, null, \"\\u00e9\\n\"]}, \"c\": -1.5e-3}",
        "a: 1\nb:\n  - x\n  - {c: d, e: [f]}\ng: |\n  text\n  more\nh: \"q\" # c\n? i\n: j\n",
        "a = ${b}\nb = ${c}\nc { d = ${a.e}, e = 1 }\n",
    ];

    public string Next()
    {
        var text = new StringBuilder(Seed());
        for (var changes = _random.Next(8); changes >= 0; changes--)
            Change(text);
        if (_random.Next(50) == 0)
            Grow(text);
        if (text.Length > MaxLength)
            text.Length = MaxLength;
        return text.ToString();
    }

    private string Seed() =>
        seeds[_random.Next(seeds.Count)] is var seed && seed.Length > 4096 && _random.Next(20) > 0 ? Seed() : seed;

    private void Change(StringBuilder text)
    {
        var at = _random.Next(text.Length + 1);
        var length = Math.Min(_random.Next(1, 1 << _random.Next(1, 7)), text.Length - at);
        _ = _random.Next(7) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(_random.Next(text.Length + 1), text.ToString(at, length)),
            2 => text.Insert(at, Piece()),
            3 when length > 0 => Overwrite(text, at),
            4 => text.Insert(at, string.Concat(Enumerable.Repeat(Piece(), _random.Next(1, 40)))),
            5 => InsertPartOf(Seed(), text, at),
            _ => text.Remove(at, length).Insert(at, Piece()),
        };
    }

    private StringBuilder Overwrite(StringBuilder text, int at)
    {
        text[at] = (char)_random.Next(_random.Next(3) == 0 ? 0x10000 : 0x80);
        return text;
    }

    private StringBuilder InsertPartOf(string seed, StringBuilder text, int at)
    {
        var from = _random.Next(seed.Length + 1);
        return text.Insert(at, seed.AsSpan(from, Math.Min(_random.Next(200), seed.Length - from)));
    }

    /// <summary>
    /// Up to the whole 64 KB of one piece or text over and over, for what grows faster than the text.
    /// </summary>
    private void Grow(StringBuilder text)
    {
        var part =
            _random.Next(2) == 0
                ? Piece() + (_random.Next(2) == 0 ? Piece() : "")
                : text.ToString(0, Math.Min(text.Length, _random.Next(1, 200)));
        var times = _random.Next(1, Math.Max(2, MaxLength / Math.Max(1, part.Length)));
        var at = _random.Next(text.Length + 1);
        text.Insert(at, string.Concat(Enumerable.Repeat(part, times)));
    }

    private string Piece() => Pieces[_random.Next(Pieces.Length)];
}
