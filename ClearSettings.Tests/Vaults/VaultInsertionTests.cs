namespace ClearSettings.Tests.Vaults;

public abstract class VaultInsertionTests(TestApp app) : AppTests(app)
{
    [Theory]
    [InlineData(
        "Yaml",
        "agent:\n  # who\n  git_user: mia\nsdk: {}\n",
        "agent.git_host",
        "agent:\n  # who\n  git_user: mia\n  git_host: \"\"\nsdk: {}\n"
    )]
    [InlineData(
        "Json",
        "{\n  \"agent\": {\n    \"git_user\": \"mia\"\n  }\n}\n",
        "agent.apply_files",
        "{\n  \"agent\": {\n    \"git_user\": \"mia\",\n    \"apply_files\": true\n  }\n}\n"
    )]
    [InlineData("Json", "", "agent.git_host", "{\n  \"agent\": {\n    \"git_host\": \"\"\n  }\n}\n")]
    [InlineData("Hocon", "agent { git_user = mia }\n", "agent.abort_callback_max_timeout", null)]
    [InlineData("Yaml", "agent:\n  git_host: there\n", "agent.git_host", "")]
    [InlineData("Yaml", "agent: [\n", "agent.git_host", "")]
    [InlineData("Yaml", "a: 1\n", "agent.not_a_key_of_theirs", "")]
    public async Task A_key_of_the_reference_is_put_where_it_belongs_with_and_without_script(
        string format,
        string text,
        string key,
        string? expected
    )
    {
        var browser = await App.SignedInAsync(App.Adam);
        var answer = await browser.HtmxAsync(
            VaultTestClient.Url(App, "/new"),
            "findings",
            ("Fix", "insert:" + key),
            ("Part", "Text"),
            ("Format", format),
            ("Content", text)
        );
        Assert.Equal(200, answer.Status);
        var changed = VaultTestClient.Trigger(answer).Contains("vault-edit", StringComparison.Ordinal)
            ? VaultTestClient.Edited(answer, text)
            : "";
        if (expected is not null)
            Assert.Equal(expected, changed);
        else
            Assert.Contains("abort_callback_max_timeout = 1800", changed, StringComparison.Ordinal);
        var page = await browser.PostAsync(
            VaultTestClient.Url(App, "/new"),
            ("Fix", "insert:" + key),
            ("Part", "Text"),
            ("Format", format),
            ("Content", text)
        );
        Assert.Equal(changed.Length > 0 ? changed : text, page.Document.QuerySelector("#content")!.TextContent);
    }

    [Fact]
    public async Task No_key_goes_into_a_hidden_text_so_that_what_is_stored_stays()
    {
        const string text = "agent { git_pass = lantern-otter }\n";
        var id = await VaultTestClient.SaveAsync(App, "Hidden from insertions", text);
        var browser = await App.SignedInAsync(App.Adam);
        var page = await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}"));
        Assert.Contains("Secrets are hidden.", page.Main);
        Assert.Empty(page.Document.QuerySelectorAll("button[name=Fix]"));
        page = await browser.PostAsync(
            VaultTestClient.Url(App, $"/{id:N}"),
            ("Fix", "insert:agent.git_host"),
            ("Part", "Masked"),
            ("Name", "Hidden from insertions")
        );
        Assert.Contains("Secrets are hidden.", page.Main);
        Assert.Null(page.Document.QuerySelector("#content"));
    }
}

public sealed class VaultInsertionOnSqlite(SqliteApp app) : VaultInsertionTests(app), IClassFixture<SqliteApp>;
