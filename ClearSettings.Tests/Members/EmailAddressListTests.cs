using ClearSettings.Domain.Members;

namespace ClearSettings.Tests.Members;

public sealed class EmailAddressListTests
{
    [Theory]
    [InlineData("a@example.com", "a@example.com")]
    [InlineData(
        "a@example.com, b@example.com;c@example.com\nd@example.com\r\ne@example.com",
        "a@example.com b@example.com c@example.com d@example.com e@example.com"
    )]
    [InlineData("a@example.com b@example.com\tc@example.com", "a@example.com b@example.com c@example.com")]
    [InlineData(" ,;\n\n a@example.com ,, ", "a@example.com")]
    [InlineData("Ada <a@example.com>", "a@example.com")]
    [InlineData("\"Byron, Ada; Countess\" <a@example.com>, b@example.com", "a@example.com b@example.com")]
    [InlineData("\"Ada <x@y.z>\" <a@example.com>", "a@example.com")]
    [InlineData("\"Ada, a@example.com\nb@example.com", "? b@example.com")]
    [InlineData("ADA@Example.COM", "ada@example.com")]
    [InlineData("ada+list@example.com", "ada+list@example.com")]
    [InlineData("ada@münchen.example", "ada@xn--mnchen-3ya.example")]
    [InlineData("Ada Lovelace", "?")]
    [InlineData("a@b>,c@d", "? c@d")]
    [InlineData("<a@example.com> b", "?")]
    [InlineData("a@@example.com a@", "? ?")]
    [InlineData("\"x\r\nBcc: y\"@z.example", "? ?")]
    [InlineData("a@example.com\u0000", "?")]
    [InlineData("=?utf-8?q?a=40b?= <a@example.com\u202e>", "?")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_pasted_list_is_taken_apart(string? text, string emails) =>
        Assert.Equal(emails, string.Join(' ', EmailAddressList.Parse(text).Select(e => e.Email ?? "?")));

    [Fact]
    public void What_is_no_address_is_shown_as_it_was_typed_and_cut() =>
        Assert.Equal(
            ["<b>Ada</b>", new string('x', 100) + "…"],
            EmailAddressList.Parse($"<b>Ada</b>\n{new string('x', 500)}").Select(e => e.Typed)
        );
}
