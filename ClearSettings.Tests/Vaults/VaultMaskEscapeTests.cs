using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

/// <summary>
/// Secrets in texts whose escapes are kept as they are written, and in texts of another format than they say.
/// </summary>
public sealed class VaultMaskEscapeTests
{
    [Theory]
    [InlineData(
        "git_pass = \"D:\\unet\\walrus\"\nuser = \"C:\\users\\me\"\n",
        "git_pass = \"********\"\nuser = \"C:\\users\\me\"\n"
    )]
    [InlineData("dir = \"C:\\users\\me PASSWORD=walrus\"\n", "dir = \"C:\\users\\me PASSWORD=********\"\n")]
    [InlineData("dir = \"C:\\users\\me P\\u0041SSWORD=walrus\"\n", "dir = \"C:\\users\\me P\\u0041SSWORD=********\"\n")]
    [InlineData("url = \"http://me:walrus\\u@host/C:\\users\"\n", "url = \"http://me:********@host/C:\\users\"\n")]
    public void A_broken_escape_hides_nothing_from_the_mask(string text, string expected) =>
        Assert.Equal(expected, VaultMask.Mask(text, ConfigFormat.Hocon));

    [Theory]
    [InlineData("agent:\n  git_user: me\n  git_pass: walrus\n")]
    [InlineData("agent:\n  git_pass: walrus\n")]
    [InlineData("keys:\n  - name: DB_PASSWORD\n    value: walrus\n")]
    [InlineData("a = foo \\\n  bar\ngit_pass = \"wal\\\n  walrus\"\n")]
    public void What_is_not_read_to_its_end_keeps_its_secrets_hidden(string text)
    {
        Assert.True(ConfigFormats.Read(text, ConfigFormat.Hocon).HasErrors);
        Assert.DoesNotContain("walrus", VaultMask.Mask(text, ConfigFormat.Hocon));
    }
}
