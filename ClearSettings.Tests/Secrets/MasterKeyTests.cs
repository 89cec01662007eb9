using System.Security.Cryptography;
using ClearSettings.Domain;
using ClearSettings.Domain.Secrets;

namespace ClearSettings.Tests.Secrets;

public sealed class MasterKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;

    private string KeyFile => Path.Combine(_folder, MasterKey.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_start_makes_a_file_that_its_owner_alone_can_read()
    {
        var key = MasterKey.Load(_folder, null);
        Assert.Empty(Directory.GetFiles(_folder));
        key.Wrap("x"u8);
        Assert.Equal(32, Convert.FromBase64String(File.ReadAllText(KeyFile).Trim()).Length);
        Assert.True(
            OperatingSystem.IsWindows()
                || File.GetUnixFileMode(KeyFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite)
        );
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_same_file_unwraps_what_it_wrapped_and_another_key_does_not()
    {
        var wrapped = MasterKey.Load(_folder, null).Wrap("secret"u8);
        Assert.Equal("secret"u8.ToArray(), MasterKey.Load(_folder, null).Unwrap(wrapped));
        var other = MasterKey.Load(_folder, Convert.ToBase64String(new byte[32]));
        Assert.ThrowsAny<CryptographicException>(() => other.Unwrap(wrapped));
    }

    [Fact]
    public void A_setting_takes_the_place_of_the_file()
    {
        var setting = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var wrapped = MasterKey.Load(_folder, setting).Wrap("x"u8);
        Assert.False(File.Exists(KeyFile));
        Assert.Equal("x"u8.ToArray(), MasterKey.Load(_folder, $" {setting}\n").Unwrap(wrapped));
    }

    [Fact]
    public void Twenty_starts_at_once_make_one_key()
    {
        var keys = new MasterKey[20];
        Parallel.For(0, 20, i => (keys[i] = MasterKey.Load(_folder, null)).Wrap("x"u8));
        var wrapped = keys[0].Wrap("x"u8);
        Assert.All(keys, key => Assert.Equal("x"u8.ToArray(), key.Unwrap(wrapped)));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("not base64 at all, but long enough to be one!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=AAAA")]
    public void What_is_no_key_is_refused_in_words(string text)
    {
        Assert.Contains(
            "must hold 32 bytes in base64",
            Assert.Throws<StartupException>(() => MasterKey.Load(_folder, text)).Message
        );
        File.WriteAllText(KeyFile, text);
        Assert.Contains(KeyFile, Assert.Throws<StartupException>(() => MasterKey.Load(_folder, null)).Message);
    }

    [Fact]
    public void Wrapping_twice_gives_two_texts_and_any_changed_byte_is_noticed()
    {
        var key = MasterKey.Load(_folder, null);
        var wrapped = key.Wrap("secret"u8);
        Assert.NotEqual(wrapped, key.Wrap("secret"u8));
        for (var i = 0; i < wrapped.Length; i++)
        {
            var changed = wrapped.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => key.Unwrap(changed));
        }
        Assert.ThrowsAny<CryptographicException>(() => key.Unwrap(wrapped.AsSpan(0, 20)));
    }
}
