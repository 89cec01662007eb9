using System.Text.Json;
using ClearSettings.Domain;

namespace ClearSettings.Tests.Users.Preferences;

/// <summary>Settings > Configuration changes what the API returns, and shows what the API changed.</summary>
public sealed partial class ConfigurationPageTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    private const string Url = "/settings/configuration";

    [Theory]
    [InlineData("Show hidden projects", "rootProjects.showHidden", "true")]
    [InlineData("Don't show ClearML examples", "rootProjects.hideExamples", "true")]
    [InlineData("HiDPI browser scale override", "views.disableHidpi", "true")]
    [InlineData("Don't show pro tips periodically", "views.neverShowPopupAgain", """["tip-of-the-day"]""")]
    [InlineData("Block running users' scripts in the browser", "rootProjects.blockUserScript", "true")]
    public async Task Each_option_is_a_preference_of_clearml(string label, string path, string value)
    {
        var (browser, client) = await NinaAsync();
        var page = await (await browser.GetAsync(Url)).PressAsync(label);
        Assert.Equal((Url, "Preference saved."), (page.Path, page.Flash));
        Assert.Equal(value, await ReadAsync(client, path));
        await (await browser.GetAsync(Url)).PressAsync(label);
        Assert.Equal(value == "true" ? "false" : "[]", await ReadAsync(client, path));
    }

    [Fact]
    public async Task What_clearml_set_is_shown_and_what_it_keeps_beside_stays()
    {
        var (browser, client) = await NinaAsync();
        await SetAsync(
            client,
            """
            {
              "rootProjects": {"showHidden": true, "x": 1},
              "views.neverShowPopupAgain": ["welcome", "tip-of-the-day"],
              "views.redactedArguments": [{"key": "MY_TOKEN"}],
              "other": [1]
            }
            """
        );
        var page = await browser.GetAsync(Url);
        Assert.Equal(
            ("true", "true", "false"),
            (State(page, "show-hidden-projects"), State(page, "hide-tips"), State(page, "hide-examples"))
        );
        Assert.Equal(["MY_TOKEN"], page.Document.QuerySelectorAll("#redacted-keys li code").Select(c => c.TextContent));
        await page.PressAsync("Don't show pro tips periodically");
        Assert.Equal("""["welcome"]""", await ReadAsync(client, "views.neverShowPopupAgain"));
        Assert.Equal(("1", "[1]"), (await ReadAsync(client, "rootProjects.x"), await ReadAsync(client, "other")));
    }

    [Theory]
    [InlineData("""{"rootProjects": "text", "views": [1]}""")]
    [InlineData(
        """{"views": {"redactedArguments": "x", "theme": 7, "timeZone": "Mars/Base", "neverShowPopupAgain": {}}}"""
    )]
    [InlineData("""{"views": {"redactedArguments": [1, null, {"key": 2}, {}]}}""")]
    public async Task Preferences_of_another_shape_do_not_break_the_page(string preferences)
    {
        var (browser, client) = await NinaAsync();
        await SetAsync(client, preferences);
        var page = await (await browser.GetAsync(Url)).PressAsync("Show hidden projects");
        Assert.Equal("Preference saved.", page.Flash);
        Assert.Equal("true", await ReadAsync(client, "rootProjects.showHidden"));
    }

    [Fact]
    public async Task Variables_are_added_removed_and_reset()
    {
        var (browser, client) = await NinaAsync();
        var page = await (await browser.GetAsync(Url)).Fill("Name of a variable", " MY_TOKEN ").PressAsync("Add");
        Assert.Equal("Variable added.", page.Flash);
        Assert.Equal("MY_TOKEN", Keys(page)[^1]);
        Assert.Equal("""{"key":"MY_TOKEN"}""", (await ReadAsync(client, "views.redactedArguments"))[^19..^1]);
        Assert.Equal(
            Keys(page),
            Keys(await (await browser.GetAsync(Url)).Fill("Name of a variable", "MY_TOKEN").PressAsync("Add"))
        );
        page = await browser.PostAsync($"{Url}?handler=Remove", ("name", "CLEARML_API_SECRET_KEY"));
        Assert.DoesNotContain("CLEARML_API_SECRET_KEY", Keys(page));
        Assert.Equal(4, Keys(await page.PressAsync("Reset to defaults")).Count);
    }

    [Fact]
    public async Task A_setting_that_was_not_touched_stays_as_another_program_wrote_it()
    {
        var (browser, client) = await NinaAsync();
        var names = string.Join(',', Enumerable.Range(0, 150).Select(i => $$"""{"key":"K{{i}}","x":1}"""));
        await SetAsync(client, $$"""{"views": {"redactedArguments": [{{names}}], "timeZone": "Mars/Base"} }""");
        await (await browser.GetAsync(Url)).PressAsync("Show hidden projects");
        Assert.Equal($"[{names}]", await ReadAsync(client, "views.redactedArguments"));
        Assert.Equal("\"Mars/Base\"", await ReadAsync(client, "views.timeZone"));
    }

    [Fact]
    public async Task A_theme_that_only_this_browser_has_is_kept()
    {
        var (browser, _) = await NinaAsync();
        browser.Cookies["clearsettings-theme"] = "dark";
        await browser.GetAsync(Url);
        AssertLooks(await browser.GetAsync(Url), "dark", ".");
    }

    [Fact]
    public async Task With_script_each_form_is_sent_where_it_is_sent_without()
    {
        var (browser, _) = await NinaAsync();
        var forms = (await browser.GetAsync(Url)).Document.QuerySelectorAll("main form[hx-post]");
        Assert.True(forms.Length >= 5, $"{forms.Length} forms");
        Assert.All(forms, f => Assert.Equal(f.GetAttribute("action"), f.GetAttribute("hx-post")));
    }

    [Theory]
    [InlineData("", "Enter the name")]
    [InlineData("A=B", "letters, digits")]
    [InlineData("<b>", "letters, digits")]
    public async Task A_name_that_is_none_stays_in_its_field(string name, string problem)
    {
        var (browser, _) = await NinaAsync();
        var page = await (await browser.GetAsync(Url)).Fill("Name of a variable", name).PressAsync("Add");
        Assert.Equal(422, page.Status);
        Assert.Contains(problem, page.Problems, StringComparison.Ordinal);
        Assert.Equal(name, page.Document.QuerySelector("#variable")!.GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task The_list_of_variables_is_bounded()
    {
        var (browser, client) = await NinaAsync();
        var names = string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"key": "K{{i}}"}"""));
        await SetAsync(client, $$"""{"views.redactedArguments": [{{names}}]}""");
        var page = await (await browser.GetAsync(Url)).Fill("Name of a variable", "MORE").PressAsync("Add");
        Assert.Equal((422, 100), (page.Status, Keys(page).Count));
    }

    [Fact]
    public async Task Trying_shows_what_is_hidden_and_stores_nothing()
    {
        var (browser, client) = await NinaAsync();
        var page = await (await browser.GetAsync(Url))
            .Fill("Command", "docker run -e AWS_SECRET_ACCESS_KEY=abc <i>")
            .PressAsync("Preview");
        Assert.Equal(
            "docker run -e AWS_SECRET_ACCESS_KEY=******** <i>",
            page.Document.QuerySelector("#try-redaction pre")!.TextContent
        );
        Assert.Equal("""{"preferences":{}}""", await client.OkTextAsync("users.get_preferences"));
        await (await browser.GetAsync(Url)).ToggleAsync("handler=Redaction");
        Assert.Equal("false", await ReadAsync(client, "views.hideRedactedArguments"));
        page = await (await browser.GetAsync(Url)).Fill("Command", "-e AZURE_STORAGE_KEY=abc").PressAsync("Preview");
        Assert.Equal("-e AZURE_STORAGE_KEY=abc", page.Document.QuerySelector("#try-redaction pre")!.TextContent);
    }

    [Fact]
    public async Task The_servers_configuration_decides_for_everyone()
    {
        await using var server = await App.AnotherAsync(settings: ["--Preferences:BlockUserScripts=true"]);
        var browser = await server.SignedInAsync(server.Mia);
        var client = server.Api(await server.KeyAsync(server.Mia));
        await SetAsync(client, """{"rootProjects": {"blockUserScript": false}}""");
        Assert.Equal("true", await ReadAsync(client, "rootProjects.blockUserScript"));
        var page = await browser.GetAsync(Url);
        Assert.True(page.Document.QuerySelector("#block-user-scripts")!.HasAttribute("disabled"));
        page = await browser.PostAsync($"{Url}?handler=Option", ("option", "block-user-scripts:off"));
        Assert.Contains("configuration of the server", page.Problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_theme_and_the_format_of_times_go_along_to_another_browser()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        await (await browser.GetAsync(Url)).Choose("Dark").PressAsync("Use this theme");
        var page = (await browser.GetAsync(Url)).Fill("Time zone", "Asia/Kolkata (UTC+5:30)");
        var iso = page.Document.QuerySelector("#date-format option[value=iso]")!.TextContent;
        Assert.Equal("Times saved.", (await page.Fill("Date format", iso).PressAsync("Save")).Flash);
        page = await (await App.SignedInAsync(nina)).GetAsync("/settings/profile");
        AssertLooks(page, "dark", @"^\d{4}-\d\d-\d\d, .* UTC\+5:30$");
    }

    [Fact]
    public async Task A_browser_that_is_signed_in_takes_over_what_was_changed_by_the_api()
    {
        var (browser, client) = await NinaAsync();
        await SetAsync(client, """{"views": {"theme": "light", "dateFormat": "day-first"}}""");
        AssertLooks(await browser.GetAsync(Url), "light", @"^\d{1,2} \w{3} \d{4}, .* UTC$");
        AssertLooks(await browser.GetAsync("/settings/profile"), "light", @"^\d{1,2} \w{3} \d{4}, .* UTC$");
    }

    [Theory]
    [InlineData("Nowhere/Town", "iso")]
    [InlineData("UTC", "yyyy")]
    [InlineData("../../etc/passwd", "iso")]
    [InlineData("", "")]
    public async Task A_time_zone_that_is_none_is_refused(string zone, string format)
    {
        var (browser, client) = await NinaAsync();
        var page = await browser.PostAsync($"{Url}?handler=Times", ("TimeZone", zone), ("DateFormat", format));
        Assert.Equal(422, page.Status);
        Assert.Equal("""{"preferences":{}}""", await client.OkTextAsync("users.get_preferences"));
        browser.Cookies["clearsettings-time"] = $"{zone}~{format}";
        Assert.Equal(200, (await browser.GetAsync(Url)).Status);
    }

    private static string? State(Page page, string id) =>
        page.Document.QuerySelector($"#{id}")!.GetAttribute("aria-checked");

    private static void AssertLooks(Page page, string theme, string time)
    {
        Assert.Equal(theme, page.Document.DocumentElement.GetAttribute("data-theme"));
        Assert.All(page.Document.QuerySelectorAll("time"), t => Assert.Matches(time, t.GetAttribute("title")));
    }

    private static List<string> Keys(Page page) =>
        [.. page.Document.QuerySelectorAll("#redacted-keys li code").Select(c => c.TextContent)];

    private static Task SetAsync(ApiClient client, string preferences) =>
        client.OkAsync("users.set_preferences", $$"""{"preferences": {{preferences}}}""");

    private static async Task<string> ReadAsync(ApiClient client, string path)
    {
        var node = (await client.CallAsync("users.get_preferences")).Ok.GetProperty("preferences");
        foreach (var part in path.Split('.'))
            node = node.GetProperty(part);
        return JsonSerializer.Serialize(node);
    }

    private async Task<(Browser Browser, ApiClient Client)> NinaAsync()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        return (await App.SignedInAsync(nina), App.Api(await App.KeyAsync(nina)));
    }
}
