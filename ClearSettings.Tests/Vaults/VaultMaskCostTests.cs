using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

/// <summary>
/// Masking takes work and memory in proportion to the text, whatever stands in it. Measured by bytes allocated and
/// characters looked at, for a text and for one of twice its length.
/// </summary>
public sealed class VaultMaskCostTests
{
    private const int Length = 60_000;
    private const double MaxCost = 2.5;

    public static TheoryData<ConfigFormat, string, string, string> Shapes { get; } =
        new()
        {
            { ConfigFormat.Hocon, "", "pass:a ", "\n b\n b\n b" },
            { ConfigFormat.Hocon, "a=1 # ", "token: ", "" },
            { ConfigFormat.Hocon, "a = \"\"\"", "token: ", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"", "token:", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"", "token='\\", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"", "--token \\\\\\\"", "\"" },
            { ConfigFormat.Hocon, "a = ]\n", "password ", "" },
            { ConfigFormat.Hocon, "a = ]\n", "token\n", "" },
            { ConfigFormat.Hocon, "a = ]\n", "token { ", "" },
            { ConfigFormat.Hocon, "a = ]\n", "token=\"x\n", "" },
            { ConfigFormat.Hocon, "a = \"\"\"", "a://b:c", "@h\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"", "a://b:1/@", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"", "a://\"${", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"", "-----BEGIN PRIVATE KEY-----", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"", "-----BEGIN X-----BEGIN PRIVATE KEY-----END ", "\"\"\"" },
            { ConfigFormat.Hocon, "", "# token = {\n# x\n", "" },
            { ConfigFormat.Hocon, "", "a = b # secret\n", "" },
            { ConfigFormat.Json, "{\"a\": [", "\"--token\", ", "1]}" },
            { ConfigFormat.Json, "{\"a\": \"", "\\u0074oken: ", "\"}" },
            { ConfigFormat.Json, "{", "\"token\" \"x\" ", "}" },
            { ConfigFormat.Json, "{", "\"\\u0074oken\" ", "" },
            { ConfigFormat.Json, "{\"a\": \"", "x://", "@\"}" },
            { ConfigFormat.Yaml, "a: |\n  ", "token: ", "\n" },
            { ConfigFormat.Yaml, "a: >\n", "  --token\n", "" },
            { ConfigFormat.Yaml, "a: [\n", "token: x\n", "" },
            { ConfigFormat.Yaml, "a: [\n", " token: x\n  y\n", "" },
            { ConfigFormat.Yaml, "a: [\n", "token: \"\"\"x\"\"\" ", "" },
            { ConfigFormat.Yaml, "", "# token: |\n", "a: 1\n" },
            { ConfigFormat.Hocon, "a = ]\n", "token, ", "" },
            { ConfigFormat.Hocon, "a = ]\n", "token;\n", "" },
            { ConfigFormat.Hocon, "a = ]\n", "value: [ name: token ", "" },
            { ConfigFormat.Hocon, "a = ]\n", "name: token, value: x, ", "" },
            { ConfigFormat.Hocon, "a = ]\n", "value: x, name: token, ", "" },
            { ConfigFormat.Yaml, "a: [\n", "- value: x\n   y\n  name: token\n", "" },
            { ConfigFormat.Yaml, "a: [\n", "value: \"\\\nname: token\n", "" },
            { ConfigFormat.Hocon, "a = [", "{name = token, value = x}, ", "]" },
            { ConfigFormat.Hocon, "", "a.name = token, a.value = x\n", "" },
            { ConfigFormat.Json, "{\"a\": [", "\"--token\", [", "" },
            { ConfigFormat.Hocon, "a = \"\"\"curl ", "-u=", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"curl ", "-u '", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"curl ", "-u 'a:b", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"", "ENV token ", "\"\"\"" },
            { ConfigFormat.Hocon, "a = \"\"\"", "ENV  ", "\"\"\"" },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Masking_twice_the_text_takes_twice_the_work_and_memory(
        ConfigFormat format,
        string begin,
        string piece,
        string end
    )
    {
        string Text(int length) => begin + string.Concat(Enumerable.Repeat(piece, length / piece.Length)) + end;
        var (one, two) = (Cost(Text(Length), format), Cost(Text(2 * Length), format));
        Assert.True(two.Bytes <= MaxCost * one.Bytes, $"{one.Bytes:N0} bytes, then {two.Bytes:N0}");
        Assert.True(two.Work <= MaxCost * one.Work, $"{one.Work:N0} characters, then {two.Work:N0}");
        Assert.True(two.Bytes < 600L * 2 * Length, $"{two.Bytes:N0} bytes for {2 * Length:N0} characters");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Comparing_and_other_uses_stay_in_proportion_too(
        ConfigFormat format,
        string begin,
        string piece,
        string end
    )
    {
        string Text(int length) => begin + string.Concat(Enumerable.Repeat(piece, length / piece.Length)) + end;
        foreach (
            var use in new Action<string>[]
            {
                t => VaultDiff.Compare(t, format, t + "\n", format),
                t => VaultMask.MaskStrings(t, format),
                t => VaultMask.MaskValue(t),
                t => VaultMask.MarkedPaths(t, format),
            }
        )
        {
            var (one, two) = (Bytes(Text(Length), use), Bytes(Text(2 * Length), use));
            Assert.True(two <= (MaxCost * one) + 65_536, $"{one:N0} bytes, then {two:N0}");
        }
    }

    [Fact]
    public void A_text_over_the_budget_is_hidden_as_a_whole()
    {
        const string text = "a = 1\npassword = x";
        Assert.Equal(VaultMask.Hidden, VaultMask.Mask(text, ConfigFormat.Hocon, new MaskBudget(10)));
        Assert.NotEqual(VaultMask.Hidden, VaultMask.Mask(text, ConfigFormat.Hocon, MaskBudget.ForLength(text.Length)));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_text_needs_more_than_its_budget(ConfigFormat format, string begin, string piece, string end)
    {
        var text = begin + string.Concat(Enumerable.Repeat(piece, Length / piece.Length)) + end;
        Assert.NotEqual(VaultMask.Hidden, VaultMask.Mask(text, format));
    }

    [Fact]
    public void Marks_under_a_long_key_take_no_memory_for_the_key_again()
    {
        string Text(int length) =>
            new string('k', length)
            + " {\n"
            + string.Concat(Enumerable.Range(0, length / 20).Select(i => $"b{i} = 1 # secret\n"))
            + "}";
        var (one, two) = (
            Bytes(Text(Length), t => VaultMask.MarkedPaths(t, ConfigFormat.Hocon)),
            Bytes(Text(2 * Length), t => VaultMask.MarkedPaths(t, ConfigFormat.Hocon))
        );
        Assert.True(two <= MaxCost * one, $"{one:N0} bytes, then {two:N0}");
    }

    private static (long Bytes, long Work) Cost(string text, ConfigFormat format)
    {
        var budget = MaskBudget.ForLength(text.Length);
        return (Bytes(text, t => VaultMask.Mask(t, format, budget = MaskBudget.ForLength(t.Length))), budget.Spent);
    }

    private static long Bytes(string text, Action<string> use)
    {
        // Once before, for what is made only the first time.
        use(text);
        // The least of some, because a collection in between takes pooled buffers away.
        return Enumerable.Range(0, 3).Min(_ => BytesOnce(text, use));
    }

    private static long BytesOnce(string text, Action<string> use)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        use(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
