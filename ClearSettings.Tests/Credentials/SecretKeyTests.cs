using System.Text.RegularExpressions;
using ClearSettings.Domain.Credentials;

namespace ClearSettings.Tests.Credentials;

public sealed class SecretKeyTests
{
    [Fact]
    public void A_secret_fits_the_published_pattern_and_its_checksum()
    {
        var secrets = Enumerable.Range(0, 200).Select(_ => SecretKey.New().Text.Reveal()).ToList();
        Assert.All(secrets, secret => Assert.Matches($"^{SecretKey.Pattern}$", secret));
        Assert.All(secrets, secret => Assert.True(SecretKey.IsWellFormed(secret)));
        Assert.Equal(200, secrets.Distinct().Count());
    }

    [Fact]
    public void A_secret_with_one_changed_character_is_not_well_formed()
    {
        var secret = SecretKey.New().Text.Reveal();
        for (var i = 0; i < secret.Length; i++)
        {
            var changed = secret[..i] + (secret[i] == 'A' ? 'B' : 'A') + secret[(i + 1)..];
            Assert.False(SecretKey.IsWellFormed(changed), changed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("clrs_")]
    [InlineData("clrs_0000000000000000000000000000000000000000000000000")]
    public void Other_texts_are_not_well_formed(string text) => Assert.False(SecretKey.IsWellFormed(text));

    [Fact]
    public void A_secret_holds_256_bits()
    {
        var random = SecretKey.New().Text.Reveal().Length - SecretKey.Prefix.Length - 6;
        Assert.True(random * Math.Log2(62) >= 256);
    }

    [Fact]
    public void A_secret_matches_its_own_hash_only()
    {
        var secret = SecretKey.New();
        Assert.True(secret.Matches(secret.Hash()));
        Assert.False(SecretKey.New().Matches(secret.Hash()));
        Assert.False(secret.Matches([]));
        Assert.Equal(32, secret.Hash().Length);
    }

    [Fact]
    public void A_secret_in_a_sentence_or_log_line_is_not_shown()
    {
        var secret = SecretKey.New();
        Assert.Equal("SecretKey { Text = *** }", $"{secret}");
    }

    [Fact]
    public void An_access_key_has_30_letters_and_digits()
    {
        var keys = Enumerable.Range(0, 200).Select(_ => AccessKey.New()).ToList();
        Assert.All(keys, key => Assert.Matches(new Regex("^[A-Z0-9]{30}$"), key));
        Assert.Equal(200, keys.Distinct().Count());
    }
}
