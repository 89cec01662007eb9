using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public sealed class VaultDiffTests
{
    [Theory]
    [InlineData("", "", "", 0, 0)]
    [InlineData("", "a = 1\nb = 2\n", "+a = 1|+b = 2", 2, 0)]
    [InlineData("a = 1\n", "", "-a = 1", 0, 1)]
    [InlineData("a = 1", "a = 1\n", "", 0, 0)]
    [InlineData("a = 1", "a = 2", "-a = 1|+a = 2", 1, 1)]
    [InlineData("a\nb\nc", "a\nx\nb\nc\ny", " a|+x| b| c|+y", 2, 0)]
    [InlineData("a\nb\nc", "c\nb\na", null, 2, 2)]
    [InlineData("a = <b>\n  c", "a = <b>\n c", " a = <b>|-  c|+ c", 1, 1)]
    public void Lines_are_told_apart(string before, string after, string? expected, int added, int removed)
    {
        var comparison = VaultDiff.Compare(before, ConfigFormat.Hocon, after, ConfigFormat.Hocon);
        if (expected is not null)
            Assert.Equal(expected, Show(comparison));
        Assert.Equal((added, removed), (comparison.Added, comparison.Removed));
    }

    [Fact]
    public void Only_three_lines_around_a_change_are_shown_and_numbers_count_on()
    {
        var before = string.Join('\n', Enumerable.Range(1, 30).Select(i => $"k{i} = {i}"));
        var comparison = VaultDiff.Compare(
            before,
            ConfigFormat.Hocon,
            before.Replace("k15 = 15", "k15 = 15\nk15b = 0", StringComparison.Ordinal),
            ConfigFormat.Hocon
        );
        Assert.Equal(
            [
                DiffMark.Gap,
                DiffMark.Same,
                DiffMark.Same,
                DiffMark.Same,
                DiffMark.Added,
                DiffMark.Same,
                DiffMark.Same,
                DiffMark.Same,
                DiffMark.Gap,
            ],
            comparison.Lines.Select(l => l.Mark)
        );
        Assert.Equal(
            [(13, 13), (14, 14), (15, 15), (null, 16), (16, 17), (17, 18), (18, 19)],
            comparison.Lines.Where(l => l.Mark != DiffMark.Gap).Select(l => (l.Before, l.After))
        );
    }

    [Theory]
    [InlineData(ConfigFormat.Hocon, "password = one", "password = another one")]
    [InlineData(ConfigFormat.Json, """{"token": "one"}""", """{"token": "two"}""")]
    [InlineData(ConfigFormat.Yaml, "password: |\n  one\n  one\n", "password: |\n  two\n")]
    [InlineData(ConfigFormat.Hocon, "a = \"https://u:one@h\"", "a = \"https://u:two@h\"")]
    public void A_changed_secret_is_told_without_showing_it(ConfigFormat format, string before, string after)
    {
        var comparison = VaultDiff.Compare(before, format, after, format);
        Assert.True(comparison.OnlySecrets);
        Assert.Empty(comparison.Lines);
    }

    [Fact]
    public void Beside_other_changes_a_changed_secret_is_told_too()
    {
        var comparison = VaultDiff.Compare(
            "a = 1\npassword = one",
            ConfigFormat.Hocon,
            "a = 2\npassword = two",
            ConfigFormat.Hocon
        );
        Assert.True(comparison.SecretsDiffer);
        Assert.False(comparison.OnlySecrets);
        Assert.DoesNotContain(
            comparison.Lines,
            l => l.Text.Contains("one", StringComparison.Ordinal) || l.Text.Contains("two", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_same_text_in_another_format_has_no_changed_secrets() =>
        Assert.False(
            VaultDiff
                .Compare("{\"token\": \"x\"}", ConfigFormat.Hocon, "{\"token\": \"x\"}", ConfigFormat.Json)
                .SecretsDiffer
        );

    [Fact]
    public void Texts_with_nothing_in_common_are_compared_in_reasonable_time()
    {
        var before = string.Join('\n', Enumerable.Range(0, 40_000).Select(i => $"{i}"));
        var after = string.Join('\n', Enumerable.Range(0, 40_000).Select(i => $"x{i}"));
        var comparison = VaultDiff.Compare("a\n" + before, ConfigFormat.Hocon, "a\n" + after, ConfigFormat.Hocon);
        Assert.Equal((40_000, 40_000), (comparison.Added, comparison.Removed));
    }

    [Fact]
    public void Applying_the_lines_gives_the_new_text_whatever_the_texts_are()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            string Text() =>
                string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => (char)('a' + random.Next(3)) + "\n"));
            var (before, after) = (Text(), Text());
            var lines = VaultDiff.Compare(before, ConfigFormat.Hocon, after, ConfigFormat.Hocon).Lines;
            if (lines.Count == 0)
            {
                Assert.Equal(before, after);
                continue;
            }
            Assert.Equal(
                after,
                string.Concat(lines.Where(l => l.Mark is DiffMark.Same or DiffMark.Added).Select(l => l.Text + "\n"))
            );
            Assert.Equal(
                before,
                string.Concat(lines.Where(l => l.Mark is DiffMark.Same or DiffMark.Removed).Select(l => l.Text + "\n"))
            );
        }
    }

    private static string Show(VaultComparison comparison) =>
        string.Join(
            '|',
            comparison.Lines.Select(l =>
                (
                    l.Mark switch
                    {
                        DiffMark.Added => "+",
                        DiffMark.Removed => "-",
                        DiffMark.Gap => "…",
                        _ => " ",
                    }
                ) + l.Text
            )
        );
}
