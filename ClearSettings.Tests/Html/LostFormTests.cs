using AngleSharp.Html.Dom;

namespace ClearSettings.Tests.Html;

/// <summary>A form whose session or token ended loses nothing that was typed.</summary>
public sealed class LostFormTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    private const string Home = "http://localhost:8080";

    [Fact]
    public async Task A_form_that_outlived_its_session_is_sent_again_after_signing_in()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        await browser.ConfirmAsync();
        var form = await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/groups/new");
        form.Fill("Name", "Perception").Fill("Description", "Cameras & \"lidar\"");
        await (await browser.GetAsync("/settings/profile")).PressAsync("Sign out");

        var lost = await SendAsync(browser, form, Home);
        Assert.Equal((400, "You are signed out"), (lost.Status, lost.Heading));
        Assert.Equal("/sign-in", lost.Document.QuerySelector("main a[target=_blank]")!.GetAttribute("href"));

        await SignInAsync(browser, server.Olga);
        await browser.ConfirmAsync();
        // The token on the page is still that of no one: once more.
        lost = await SendAsync(browser, lost, Home);
        Assert.Equal((400, "This form was open for too long"), (lost.Status, lost.Heading));
        var done = await lost.PressAsync("Send again");
        Assert.Equal("Group Perception created.", done.Flash);
        Assert.Equal("Cameras & \"lidar\"", done.Cell("Perception", "Description"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task No_one_is_asked_to_confirm_the_form_of_another_site(string? origin)
    {
        var browser = await App.SignedInAsync(App.Olga);
        var form = await browser.GetAsync($"/workspaces/{App.Olga.Workspace:N}/groups/new");
        form.Fill("Name", "Smuggled").Tamper("__RequestVerificationToken", "old");
        var refused = await SendAsync(browser, form, origin);
        Assert.Equal((400, "This form is too old"), (refused.Status, refused.Heading));
        Assert.DoesNotContain("Smuggled", refused.Html);
    }

    private static async Task SignInAsync(Browser browser, Person person)
    {
        var page = await browser.GetAsync("/sign-in");
        await page.Fill("Email", person.Email).Fill("Password", Person.Password).PressAsync("Sign in");
    }

    private static async Task<Page> SendAsync(Browser browser, Page page, string? origin)
    {
        var form = (IHtmlFormElement)page.Document.QuerySelector("main form[method=post]")!;
        var url = page.TargetOf(form, null);
        var answer = await browser.FetchAsync(
            HttpMethod.Post,
            url.AbsoluteUri,
            Page.FieldsOf(form, null),
            origin is null ? [] : [("Origin", origin)]
        );
        return await Page.ReadAsync(browser, url, answer);
    }
}
