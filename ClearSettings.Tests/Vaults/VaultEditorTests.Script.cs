namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultEditorTests
{
    [Fact]
    public async Task While_typing_only_the_findings_are_sent()
    {
        var browser = await App.SignedInAsync(App.Adam);
        var answer = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Command", "check"),
            ("Region", "Findings"),
            ("Part", "Text"),
            ("Format", "Yaml"),
            ("Target", "Client"),
            ("Content", "agent:\r\n  worker_id: 1\r\n  x: [1"),
            ("Said", "No errors")
        );
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("<div id=\"findings\">", answer.Html.TrimStart());
        Assert.Contains("data-severity=\"error\"", answer.Html);
        Assert.Contains("3 lines, 29 B", answer.Html);
        Assert.Contains("1 error", VaultTestClient.Trigger(answer));
        await AssertSameFindingsAreNotAnnouncedAsync(browser);
    }

    private async Task AssertSameFindingsAreNotAnnouncedAsync(Browser browser)
    {
        var quiet = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Command", "check"),
            ("Region", "Findings"),
            ("Part", "Text"),
            ("Content", "a = 1"),
            ("Said", "1 warning")
        );
        Assert.Contains("warning", quiet.Html);
        Assert.Equal("", VaultTestClient.Trigger(quiet));
    }

    [Fact]
    public async Task A_fix_with_script_sends_the_change_for_the_editor_with_offsets_of_its_line_ends()
    {
        const string text = "# a comment\nagent.worker_name = x\nagent.git_user = y\n";
        var browser = await App.SignedInAsync(App.Adam);
        var shown = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Command", "check"),
            ("Region", "Findings"),
            ("Part", "Text"),
            ("Content", text.ReplaceLineEndings("\r\n"))
        );
        var key = shown.Document.QuerySelector("button[name=Fix]")!.GetAttribute("value")!;
        var answer = await VaultTestClient.FixAsync(App, browser, key, text.ReplaceLineEndings("\r\n"));
        Assert.Equal("# a comment\nagent.git_user = y\n", VaultTestClient.Edited(answer, text));
        Assert.Contains("No errors", answer.Html);
        var nothing = await VaultTestClient.FixAsync(App, browser, "machine-key@9999", text);
        Assert.Equal((200, ""), (nothing.Status, VaultTestClient.Trigger(nothing)));
    }

    [Fact]
    public async Task The_editor_is_loaded_on_its_pages_alone()
    {
        var browser = await App.SignedInAsync(App.Adam);
        Assert.Contains("editor-6.min.js", (await browser.GetAsync(VaultTestClient.Url(App, "/new"))).Html);
        Assert.DoesNotContain("editor-6.min.js", (await browser.GetAsync(VaultTestClient.Url(App))).Html);
        var keys = await browser.FetchAsync(
            HttpMethod.Get,
            VaultTestClient.Url(App, "/keys?q=git_pass&side=true"),
            null,
            ("HX-Request", "true"),
            ("HX-Target", "keys")
        );
        Assert.Contains("data-insert=\"agent.git_pass = \"", await keys.Content.ReadAsStringAsync());
    }
}
