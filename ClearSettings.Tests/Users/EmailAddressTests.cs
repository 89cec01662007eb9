using ClearSettings.Domain;

namespace ClearSettings.Tests.Users;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("olga@example.com", "olga@example.com")]
    [InlineData("  Olga.Orlova+Test@Example.COM\t", "olga.orlova+test@example.com")]
    [InlineData("olga@münchen.example", "olga@xn--mnchen-3ya.example")]
    [InlineData("olga@MÜNCHEN.example", "olga@xn--mnchen-3ya.example")]
    [InlineData("olga@XN--MNCHEN-3YA.example", "olga@xn--mnchen-3ya.example")]
    [InlineData("olga@example.com.", "olga@example.com")]
    [InlineData("olga@münchen。example。", "olga@xn--mnchen-3ya.example")]
    [InlineData("olga@localhost", "olga@localhost")]
    [InlineData("o'neil@example.com", "o'neil@example.com")]
    public void An_address_has_one_stored_form(string typed, string stored)
    {
        Assert.Equal(stored, EmailAddress.Normalize(typed));
        Assert.Null(EmailAddress.Check(typed, out var address));
        Assert.Equal(stored, address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("olga")]
    [InlineData("@example.com")]
    [InlineData("olga@")]
    [InlineData("olga@@example.com")]
    [InlineData("olga@exa mple.com")]
    [InlineData("olga orlova@example.com")]
    [InlineData("olga@example.com,eve@example.com")]
    [InlineData("Olga <olga@example.com>")]
    [InlineData("olga@example.com\r\nBcc: eve@example.com")]
    [InlineData("ol\0ga@example.com")]
    [InlineData("ol\u200Bga@example.com")]
    [InlineData("olga@-example.com")]
    [InlineData("olga@exa_mple.com")]
    [InlineData("olga@.com")]
    [InlineData("olga@example..com")]
    [InlineData("olga@example.com..")]
    public void What_is_not_one_address_is_refused(string? typed)
    {
        Assert.Null(EmailAddress.Normalize(typed));
        Assert.Equal(
            "This is not an email address. Use an address like olga@company.com.",
            EmailAddress.Check(typed, out var address)
        );
        Assert.Equal("", address);
    }

    [Theory]
    [InlineData(".olga@example.com")]
    [InlineData("ol..ga@example.com")]
    public void What_mail_cannot_carry_is_refused_as_a_new_address(string typed) =>
        Assert.StartsWith("This is not an email address.", EmailAddress.Check(typed, out _));

    [Theory]
    [InlineData("änna@example.com")]
    [InlineData("anna.müller@bücher.example")]
    public void Letters_beyond_ASCII_before_the_at_are_refused_in_plain_words(string typed)
    {
        Assert.Equal(EmailAddress.BeyondAscii, EmailAddress.Check(typed, out var address));
        Assert.Equal("", address);
        // Whoever has such an address from before can still sign in.
        Assert.NotNull(EmailAddress.Normalize(typed));
    }

    [Fact]
    public void A_domain_that_is_too_long_in_ASCII_is_refused() =>
        Assert.Null(
            EmailAddress.Normalize(
                new string('a', 60)
                    + "@"
                    + string.Join('.', Enumerable.Repeat("ü" + new string('b', 40), 4))
                    + ".example"
            )
        );

    [Fact]
    public void An_address_has_a_longest_form()
    {
        Assert.NotNull(EmailAddress.Normalize(new string('a', 64) + "@example.com"));
        Assert.Null(EmailAddress.Normalize(new string('a', 65) + "@example.com"));
        Assert.Null(EmailAddress.Normalize("a@" + string.Join('.', Enumerable.Repeat("example", 40)) + ".com"));
    }
}
