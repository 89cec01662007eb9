using ClearSettings.Domain;

namespace ClearSettings.Tests.Users;

public sealed class NamesTests
{
    [Theory]
    [InlineData("Olga", "Olga")]
    [InlineData("  Olga Orlova ", "Olga Orlova")]
    [InlineData("\u00A0Olga\u2003", "Olga")]
    [InlineData("😀", "😀")]
    [InlineData("👩‍👩‍👧", "👩‍👩‍👧")]
    [InlineData("שלום", "שלום")]
    [InlineData("<b>", "<b>")]
    [InlineData("a", "a")]
    public void A_name_is_trimmed(string typed, string name)
    {
        Assert.Null(NameRules.Check(typed, out var clean));
        Assert.Equal(name, clean);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("\u200B")]
    [InlineData("\u200E\u200F")]
    [InlineData("\uFEFF \u2060")]
    public void A_name_of_nothing_visible_is_empty(string? typed)
    {
        Assert.Equal("The name is empty. Enter at least one character.", NameRules.Check(typed, out var name));
        Assert.Equal("", name);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("a\0b")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u2029b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2069b")]
    public void Characters_that_break_or_turn_a_line_are_refused(string typed) =>
        Assert.NotNull(NameRules.Check(typed, out _));

    // Not as attributes: those are stored in UTF-8, which cannot hold half a character.
    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.All(
            ["a\uD83D", "\uDE00a", "\uDE00\uD83D"],
            typed =>
                Assert.Equal(
                    "The name contains an incomplete character. Enter it again.",
                    NameRules.Check(typed, out _)
                )
        );

    [Fact]
    public void A_hundred_characters_are_the_most()
    {
        Assert.Null(NameRules.Check(new string('x', 100) + "   ", out _));
        Assert.Equal(
            "The label is too long. Use 100 characters or fewer.",
            NameRules.Check(new string('x', 101), out _, "The label")
        );
        Assert.NotNull(NameRules.Check(string.Concat(Enumerable.Repeat("😀", 51)), out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void A_name_that_may_be_left_out_is_null(string? typed)
    {
        Assert.Null(NameRules.CheckOptional(typed, out var name, "The label"));
        Assert.Null(name);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF0123456789ABCDEF", true)]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef", false)]
    [InlineData("{0123456789abcdef0123456789abcdef}", false)]
    [InlineData("0123456789abcdef0123456789abcde", false)]
    [InlineData(" 0123456789abcdef0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_has_one_form(string? text, bool good) => Assert.Equal(good, EntityId.TryParse(text, out _));

    [Theory]
    [InlineData("0A1b2c", true)]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789abcdef0123456789abcdef0", false)]
    [InlineData("0a1b2", false)]
    [InlineData("decade of", false)]
    [InlineData("", false)]
    public void The_beginning_of_an_id_finds_the_ids_that_begin_with_it(string text, bool good)
    {
        Assert.Equal(good, EntityId.TryParsePrefix(text, out var first, out var last));
        if (!good)
            return;
        Assert.Equal(text.ToLowerInvariant().PadRight(32, '0'), first.ToHex());
        Assert.Equal(text.ToLowerInvariant().PadRight(32, 'f'), last.ToHex());
    }
}
