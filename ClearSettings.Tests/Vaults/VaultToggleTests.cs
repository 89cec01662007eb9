namespace ClearSettings.Tests.Vaults;

/// <summary>The toggle of the editor in a browser without script.</summary>
public abstract class VaultToggleTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task It_brings_back_what_was_typed_and_saves_none_of_it()
    {
        var id = await VaultTestClient.SaveAsync(App, "Toggled", "a = 1");
        var browser = await App.SignedInAsync(App.Adam);
        var url = VaultTestClient.Url(App, $"/{id:N}");
        Assert.Equal(
            "Disabled",
            (await browser.GetAsync(url))
                .Document.QuerySelector("button.needs-no-js[form=vault][value=on]")!
                .TextContent
        );
        var page = await EnableWithUnsavedChangesAsync(browser, url);
        Assert.Equal(200, page.Status);
        Assert.Contains(
            "Toggled is enabled. Clients receive it the next time they start. Your changes below are not saved yet.",
            page.Document.Body!.TextContent
        );
        Assert.Equal("Enabled", page.Document.QuerySelector("button.needs-no-js[form=vault][value=off]")!.TextContent);
        Assert.Equal(
            ("Toggled anew", "a = 2"),
            (VaultTestClient.InputValue(page, "name"), VaultTestClient.InputValue(page, "content"))
        );
        Assert.Equal("a = 1", await VaultTestClient.TextAsync(App, id));
        Assert.True((await VaultTestClient.FindAsync(App, "Toggled")).Enabled);
        // The page knows its own change from someone else's.
        Assert.Equal("Vault Toggled anew saved.", (await page.PressAsync("Save vault")).Flash);
        Assert.Equal("a = 2", await VaultTestClient.TextAsync(App, id));
    }

    private static Task<Page> EnableWithUnsavedChangesAsync(Browser browser, string url) =>
        browser.PostAsync(
            url,
            ("Command", "on"),
            ("Part", "Text"),
            ("Name", "Toggled anew"),
            ("Scope", "Organization"),
            ("Target", "Client"),
            ("Format", "Hocon"),
            ("Content", "a = 2"),
            ("RowVersion", "1")
        );

    [Fact]
    public async Task One_that_is_refused_says_why_and_keeps_what_was_typed()
    {
        var id = await VaultTestClient.SaveAsync(App, "Broken still", "a = [1");
        var browser = await App.SignedInAsync(App.Adam);
        var page = await browser.PostAsync(
            VaultTestClient.Url(App, $"/{id:N}"),
            ("Command", "on"),
            ("Part", "Text"),
            ("Name", "Broken still"),
            ("Scope", "Organization"),
            ("Target", "Client"),
            ("Format", "Hocon"),
            ("Content", "a = [1]")
        );
        Assert.Equal(422, page.Status);
        Assert.Contains("Line 1", page.Document.QuerySelector(".message-bad[role=alert]")!.TextContent);
        Assert.Equal("a = [1]", VaultTestClient.InputValue(page, "content"));
        Assert.False((await VaultTestClient.FindAsync(App, "Broken still")).Enabled);
    }

    [Fact]
    public async Task One_that_is_refused_in_the_list_says_why_above_the_table_and_leads_to_the_editor()
    {
        var id = await VaultTestClient.SaveAsync(App, "Broken in the list", "a = [1");
        var browser = await App.SignedInAsync(App.Adam);
        var place = (await browser.GetAsync(VaultTestClient.Url(App))).Document.GetElementById("toggle-problem")!;
        Assert.Equal(("", "list"), (place.TextContent, place.NextElementSibling!.Id));
        var answer = await browser.HtmxAsync(
            VaultTestClient.Url(App, $"/{id:N}/active"),
            $"vault-{id:N}",
            ("enabled", "true")
        );
        Assert.Equal(422, answer.Status);
        var (row, problem) = (answer.Html.Split("</tr>")[0], answer.Html.Split("id=\"toggle-problem\"")[1]);
        Assert.DoesNotContain("Line 1", row);
        Assert.Contains("Broken in the list is still disabled. Line 1", problem);
        Assert.Contains($"href=\"{VaultTestClient.Url(App, $"/{id:N}")}\">Edit vault</a>", problem);
    }

    [Fact]
    public async Task One_that_is_refused_in_the_editor_says_why_below_its_head()
    {
        var id = await VaultTestClient.SaveAsync(App, "Broken in the editor", "a = [1");
        var browser = await App.SignedInAsync(App.Adam);
        var page = await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}"));
        Assert.Equal("HEADER", page.Document.GetElementById("toggle-problem")!.PreviousElementSibling!.TagName);
        var answer = await browser.HtmxAsync(
            VaultTestClient.Url(App, $"/{id:N}/active"),
            "vault-switch",
            ("enabled", "true"),
            ("RowVersion", "1")
        );
        Assert.Equal(422, answer.Status);
        Assert.DoesNotContain("Line 1", answer.Html.Split("</form>")[0]);
        Assert.Contains("If you fixed this below, save the vault first.", answer.Html);
    }
}

public sealed class VaultToggleOnSqlite(SqliteApp app) : VaultToggleTests(app), IClassFixture<SqliteApp>;

public sealed class VaultToggleOnPostgres(PostgresApp app) : VaultToggleTests(app), IClassFixture<PostgresApp>;
