using ClearSettings.Domain.Users;

namespace ClearSettings.Tests.Users;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("olga@example.com", "olga@example.com")]
    [InlineData("  Olga.Orlova+Test@Example.COM\t", "olga.orlova+test@example.com")]
    [InlineData("olga@münchen.example", "olga@xn--mnchen-3ya.example")]
    [InlineData("olga@localhost", "olga@localhost")]
    [InlineData("o'neil@example.com", "o'neil@example.com")]
    public void An_address_has_one_stored_form(string typed, string stored) => Assert.Equal(stored, EmailAddress.Normalize(typed));

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
    public void What_is_not_one_address_is_refused(string? typed) => Assert.Null(EmailAddress.Normalize(typed));

    [Fact]
    public void An_address_has_a_longest_form()
    {
        Assert.NotNull(EmailAddress.Normalize(new string('a', 64) + "@example.com"));
        Assert.Null(EmailAddress.Normalize(new string('a', 65) + "@example.com"));
        Assert.Null(EmailAddress.Normalize("a@" + string.Join('.', Enumerable.Repeat("example", 40)) + ".com"));
    }
}
