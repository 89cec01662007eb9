namespace ClearSettings.Tests.Hocon;

/// <summary>Random HOCON as people write it, with references to environment variables in all places and repeated
/// keys.</summary>
internal sealed class EnvironmentTexts(Random random)
{
    private static readonly string[] Keys = ["k", "m", "n", "a b", "a.b"];
    private static readonly string[] Scalars = ["c", "7", "\"\"", "true", "\"x y\"", "1.50", "null", "\"a\\\"b\""];
    private static readonly string[] Texts =
    [
        "x${?A}",
        "${?A}\" \"${?B}",
        "${?A}${?B}",
        "${?A}${?B}${?C}",
        "${R}/x",
        "${?A}-${?B}-${?C}",
        "${R}${?A}",
        "\"\"${?A}",
    ];

    /// <summary>The variables that the texts refer to.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["A", "B", "C", "R"];

    /// <summary>Every way to set some of the variables; in some of them one is set to nothing.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Environments { get; } =
    [
        .. Enumerable.Range(0, 16).Select(set => Environment(set, false)),
        .. Enumerable.Range(0, 16).Where(set => set % 3 == 1).Select(set => Environment(set, true)),
    ];

    public string Next(int fields) => Fields(fields, 3);

    private static Dictionary<string, string> Environment(int set, bool firstIsEmpty)
    {
        var values = Enumerable
            .Range(0, 4)
            .Where(i => (set & (1 << i)) != 0)
            .ToDictionary(i => Variables[i], i => $"{Variables[i].ToLowerInvariant()}${{?A}}");
        if (firstIsEmpty)
            values[values.Keys.First()] = "";
        return values;
    }

    private string Fields(int most, int depth)
    {
        List<string> fields = [];
        var count = random.Next(1, most + 1);
        for (var i = 0; i < count; i++)
        {
            var key = Keys[random.Next(random.Next(2, Keys.Length + 1))];
            var times = random.Next(4) == 0 ? 1 : random.Next(1, 4);
            for (var j = 0; j < times; j++)
                fields.Add(
                    $"{(key.Length > 1 ? $"\"{key}\"" : key)} = {(j == 0 ? Value(most, depth) : Override(most, depth))}"
                );
        }
        return string.Join(", ", fields);
    }

    private string Override(int most, int depth) =>
        random.Next(4) switch
        {
            0 => Value(most, depth),
            1 => Texts[random.Next(Texts.Length)],
            _ => Optional(),
        };

    private string Value(int most, int depth) =>
        random.Next(depth > 0 ? 12 : 7) switch
        {
            < 3 => Scalar(),
            3 => Optional(),
            4 => Texts[random.Next(Texts.Length)],
            5 => "${R}",
            6 => random.Next(3) == 0 ? $"${{?{Keys[random.Next(3)]}}}" : Scalar(),
            < 10 => $"{{ {Fields(most - 1 < 1 ? 1 : most - 1, depth - 1)} }}",
            _ => $"[{string.Join(", ", Enumerable.Range(0, random.Next(3)).Select(_ => Element(most, depth - 1)))}]",
        };

    private string Element(int most, int depth) =>
        random.Next(6) switch
        {
            0 => Scalar(),
            1 => "${R}",
            2 => Texts[random.Next(Texts.Length)],
            _ => Value(most - 1 < 1 ? 1 : most - 1, depth),
        };

    private string Scalar() => Scalars[random.Next(Scalars.Length)];

    private string Optional() => $"${{?{Variables[random.Next(3)]}}}";
}
