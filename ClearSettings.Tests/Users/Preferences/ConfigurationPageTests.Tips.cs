using ClearSettings.Domain;
using ClearSettings.Web.Html;

namespace ClearSettings.Tests.Users.Preferences;

public sealed partial class ConfigurationPageTests
{
    [Fact]
    public async Task A_tip_is_shown_after_signing_in_until_it_is_dismissed()
    {
        var (browser, _) = await NinaAsync();
        browser.Cookies[Tip.Cookie] = "1";
        var page = await browser.GetAsync("/settings/workspaces");
        Assert.Equal(Tip.All[1].Title, page.Document.QuerySelector("#tip h2")?.TextContent);
        page = await page.PressAsync("Dismiss");
        Assert.Equal(("/settings/workspaces", null), (page.Path, page.Document.QuerySelector("#tip")));
        browser.Cookies[Tip.Cookie] = "999";
        Assert.Null((await browser.GetAsync(Url)).Document.QuerySelector("#tip"));
    }

    [Fact]
    public async Task Who_wants_no_tips_gets_none_after_signing_in()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var page = await SignInAsync(nina);
        Assert.NotNull(page.Document.QuerySelector("#tip"));
        await page.PressAsync("No more tips");
        var client = App.Api(await App.KeyAsync(nina));
        Assert.Equal("""["tip-of-the-day"]""", await ReadAsync(client, "views.neverShowPopupAgain"));
        Assert.Null((await SignInAsync(nina)).Document.QuerySelector("#tip"));
    }

    private async Task<Page> SignInAsync(Person person) =>
        await (await App.Browser().GetAsync("/sign-in"))
            .Fill("Email", person.Email)
            .Fill("Password", Person.Password)
            .PressAsync("Sign in");
}
