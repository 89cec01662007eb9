using ClearSettings.Domain.Users;

namespace ClearSettings.Tests.Users;

public sealed class PasswordsTests
{
    [Theory]
    [InlineData("plum tractor velvet moon")]
    [InlineData("xK9#mQ2$vL5n")]
    [InlineData("ключ от дома семь")]
    [InlineData("olga likes velvet tractors")]
    public void Words_that_do_not_belong_together_are_fine(string password) =>
        Assert.Null(Passwords.Check(password, "Olga Orlova", "olga@example.com", "Research"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("eleven char")]
    public void Fewer_than_12_characters_are_too_short(string? password) =>
        Assert.Equal("Too short. Use 12 characters or more.", Passwords.Check(password));

    [Fact]
    public void The_limits_are_12_and_128()
    {
        Assert.Null(Passwords.Check("velvet moon!"));
        Assert.Null(Passwords.Check(string.Concat(Enumerable.Range(0, 128).Select(i => (char)('a' + i * 7 % 26)))));
        Assert.Equal("Too long. Use 128 characters or fewer.", Passwords.Check(new string('a', 129)));
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("passwordpassword")]
    [InlineData("Password1234!")]
    [InlineData("123412341234")]
    [InlineData("123456789123")]
    [InlineData("abcdefghijklm")]
    [InlineData("abababababab")]
    public void Common_passwords_and_their_decorations_are_refused(string password) =>
        Assert.StartsWith("Too easy to guess: it is a common password.", Passwords.Check(password));

    [Theory]
    [InlineData("OlgaOrlova12")]
    [InlineData("olga@example.com")]
    [InlineData("research-2026")]
    [InlineData("clearml clearml")]
    [InlineData("ClearSettings1!")]
    public void A_password_made_of_ones_own_words_is_refused(string password) =>
        Assert.StartsWith(
            "Too easy to guess",
            Passwords.Check(password, "Olga Orlova", "olga@example.com", "Research")
        );
}
