namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultEditorTests
{
    [Theory]
    [InlineData("clearml.conf", "Hocon")]
    [InlineData("vault.JSON", "Json")]
    [InlineData("vault.yml", "Yaml")]
    public async Task A_file_is_imported_without_script_and_its_ending_tells_the_format(string name, string format)
    {
        var page = await (await App.SignedInAsync(App.Adam)).UploadAsync(
            VaultTestClient.Url(App, "/new"),
            "File",
            name,
            [0xEF, 0xBB, 0xBF, .. "a: 1\r\n# Grüße"u8],
            ("Command", "import"),
            ("Part", "Text"),
            ("Name", "Imported"),
            ("Content", "old")
        );
        Assert.Equal(
            (200, "a: 1\n# Grüße", "Imported"),
            (page.Status, VaultTestClient.InputValue(page, "content"), VaultTestClient.InputValue(page, "name"))
        );
        Assert.Equal(format, page.Document.QuerySelector("#format option[selected]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_file_that_is_no_text_too_large_or_of_another_kind_is_refused()
    {
        var browser = await App.SignedInAsync(App.Adam);
        async Task<string> WithAsync(string name, byte[] content) =>
            (
                await browser.UploadAsync(
                    VaultTestClient.Url(App, "/new"),
                    "File",
                    name,
                    content,
                    ("Command", "import"),
                    ("Part", "Text"),
                    ("Content", "kept")
                )
            )
                is var page
            && VaultTestClient.InputValue(page, "content") == "kept"
                ? page.Problems
                : "";
        Assert.Contains("not UTF-8 text", await WithAsync("a.conf", [0xFF, 0xFE, 0x00]));
        Assert.Contains("larger than 256 KB", await WithAsync("a.conf", new byte[256 * 1024 + 1]));
        Assert.Contains("ends in .conf", await WithAsync("a.exe", [1]));
        Assert.Contains("Choose a file that is not empty", await WithAsync("a.conf", []));
    }
}
