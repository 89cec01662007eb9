using ClearSettings.Domain;

namespace ClearSettings.Tests.Users;

public abstract partial class ProfilePageTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_profile_shows_who_one_is()
    {
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/profile");
        foreach (
            var text in new[]
            {
                "Your initials, OO",
                "Olga Orlova",
                "olga@example.com",
                App.Olga.Id.ToString("N"),
                "Member since",
                "Last sign-in Just now",
            }
        )
            Assert.Contains(text, page.Main);
    }

    [Fact]
    public async Task The_name_is_edited_by_a_plain_form()
    {
        var browser = await App.SignedInAsync(await App.AddAsync("Nina New", MemberRole.Member));
        var form = await (await browser.GetAsync("/settings/profile")).FollowAsync("Edit name");
        var page = await form.Fill("Name", "  Nína 😀 שלום ").PressAsync("Save");
        Assert.Equal(("/settings/profile", "Name saved."), (page.Path, page.Flash));
        Assert.Equal("Nína 😀 שלום", Page.Squeeze(page.Document.QuerySelector("#row-name dd")!.TextContent));
        Assert.Contains("Nína 😀 שלום", page.Document.QuerySelector(".topbar")!.TextContent);
        Assert.Empty((await browser.GetAsync("/settings/profile")).Flash);
    }

    [Theory]
    [InlineData("", "The name is empty. Enter at least one character.")]
    [InlineData("   ", "The name is empty. Enter at least one character.")]
    [InlineData("\u200B\u200D", "The name is empty. Enter at least one character.")]
    [InlineData("bell\u0007", "The name contains a line break or another control character. Use one line.")]
    [InlineData("two\u2028lines", "The name contains a line break or another control character. Use one line.")]
    [InlineData("\u202Eturned", "The name contains a character that changes the text direction. Remove it.")]
    public async Task A_refused_name_comes_back_with_the_reason(string name, string reason)
    {
        var browser = await App.SignedInAsync(App.Mia);
        var page = await (await browser.GetAsync("/settings/profile?edit=name"))
            .Tamper("Name", name)
            .PressAsync("Save");
        Assert.Equal((422, reason), (page.Status, page.Problems));
        Assert.Equal("name-error", page.Document.GetElementById("name")!.GetAttribute("aria-describedby"));
        Assert.Contains("Mia Meyer", (await browser.GetAsync("/settings/profile")).Main);
    }

    [Fact]
    public async Task Htmx_gets_the_row_alone_at_rest_as_a_form_and_refused()
    {
        var browser = await App.SignedInAsync(await App.AddAsync("Nina New", MemberRole.Member));
        var (status, html) = await AsHtmxAsync(browser, HttpMethod.Get, "/settings/profile?edit=name");
        Assert.Equal(200, status);
        Assert.StartsWith("<div class=\"row\" id=\"row-name\">", html);
        Assert.Contains("<form", html);
        (status, html) = await SaveNameAsHtmxAsync(browser, "");
        Assert.Equal(422, status);
        Assert.StartsWith("<div class=\"row\" id=\"row-name\">", html);
        Assert.Contains("aria-invalid", html);
        Assert.Equal((200, ""), await SaveNameAsHtmxAsync(browser, "Nina Newer"));
        Assert.Contains("Nina Newer", (await browser.GetAsync("/settings/profile")).Main);
    }

    [Theory]
    [InlineData("Dark", "dark")]
    [InlineData("Light", "light")]
    [InlineData("System", "system")]
    public async Task The_theme_is_kept_in_the_browser(string choice, string theme)
    {
        var browser = await App.SignedInAsync(App.Mia);
        var page = await (await browser.GetAsync("/settings/configuration"))
            .Choose(choice)
            .PressAsync("Use this theme");
        Assert.Equal(
            ("/settings/configuration", theme),
            (page.Path, page.Document.DocumentElement.GetAttribute("data-theme"))
        );
        Assert.Equal(
            theme,
            (await browser.GetAsync("/settings/workspaces")).Document.DocumentElement.GetAttribute("data-theme")
        );
        Assert.Contains(
            browser.SetCookies,
            c =>
                c.StartsWith($"clearsettings-theme={theme}", StringComparison.Ordinal)
                && c.Contains("max-age=31536000", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_theme_that_is_none_and_a_foreign_return_address_are_ignored()
    {
        var browser = await App.SignedInAsync(App.Mia);
        var page = await browser.PostAsync("/theme", ("name", "\"><script>"), ("returnUrl", "//evil.example"));
        Assert.Equal("/settings/configuration", page.Path);
        browser.Cookies["clearsettings-theme"] = "evil";
        Assert.Equal(
            "system",
            (await browser.GetAsync("/settings/profile")).Document.DocumentElement.GetAttribute("data-theme")
        );
    }

    [Theory]
    [MemberData(nameof(SignInTests.ReturnUrls), MemberType = typeof(SignInTests))]
    public async Task Whatever_return_address_a_theme_form_brings_one_stays_here(string returnUrl) =>
        Assert.Equal(
            "localhost",
            (await (await App.SignedInAsync(App.Mia)).PostAsync("/theme", ("name", "dark"), ("returnUrl", returnUrl)))
                .Response
                .RequestMessage!
                .RequestUri!
                .Host
        );

    private static async Task<(int Status, string Html)> SaveNameAsHtmxAsync(Browser browser, string name)
    {
        var token = (await browser.GetAsync("/settings/profile"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        return await AsHtmxAsync(
            browser,
            HttpMethod.Post,
            "/settings/profile",
            new("Name", name),
            new("__RequestVerificationToken", token)
        );
    }

    private static async Task<(int Status, string Html)> AsHtmxAsync(
        Browser browser,
        HttpMethod method,
        string url,
        params KeyValuePair<string, string>[] form
    )
    {
        var response = await browser.FetchAsync(method, url, form.Length > 0 ? form : null, ("HX-Request", "true"));
        return ((int)response.StatusCode, (await response.Content.ReadAsStringAsync()).Trim());
    }
}

public sealed class ProfilePageOnSqlite(SqliteApp app) : ProfilePageTests(app), IClassFixture<SqliteApp>;
