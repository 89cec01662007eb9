using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract partial class UsersPageTests
{
    [Fact]
    public async Task Inviting_shows_each_link_once_and_then_the_pending_row()
    {
        var browser = await App.SignedInAsync(App.Adam);
        var form = await (await browser.GetAsync(Users(App))).FollowAsync("Invite people");
        var check = await CheckFourAddressesAsync(form);
        var links = await check.PressAsync("Create invitations");
        Assert.True(links.Response.Headers.CacheControl?.NoStore);
        var url = LinkOn(links);
        Assert.Matches("^http://localhost:8080/join/[0-9A-Za-z_-]{43}$", url);
        Assert.Contains("Email is not set up on this server, so nothing was sent.", links.Main);
        Assert.DoesNotContain("Set up email", links.Main, StringComparison.Ordinal);
        var list = await links.FollowAsync("Done");
        Assert.Equal("Administrator", list.Cell("nora+ml@example.com", "Role"));
        Assert.DoesNotContain(url[^43..], list.Html, StringComparison.Ordinal);
        var again = await form.Fill("Email addresses", "nora+ml@example.com").PressAsync("Create invitations");
        Assert.Equal((422, "No one on this list can be invited. See the reasons below."), Of(again));
        Assert.Contains("Already invited on Mar 2, 2026. That link still works.", again.Main);
    }

    [Fact]
    public async Task The_owner_is_led_to_the_mail_page_and_an_empty_list_is_refused()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var form = await browser.GetAsync(Users(App) + "/invite");
        Assert.Equal((422, "Enter at least one email address."), Of(await form.PressAsync("Create invitations")));
        Assert.Equal((422, "Enter at least one email address."), Of(await form.PressAsync("Check")));
        var links = await form.Fill("Email addresses", "led@example.com").PressAsync("Create invitations");
        Assert.Equal(200, (await links.FollowAsync("Set up email")).Status);
    }

    [Fact]
    public async Task While_someone_types_only_the_verdicts_are_sent()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var token = (await browser.GetAsync(Users(App) + "/invite"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        var response = await browser.FetchAsync(
            HttpMethod.Post,
            Users(App) + "/invite",
            [
                new("Addresses", "typed@example.com, half"),
                new("check", "true"),
                new("__RequestVerificationToken", token),
            ],
            ("HX-Request", "true"),
            ("HX-Target", "anything")
        );
        var html = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("<div id=\"verdicts\"", html.TrimStart());
        Assert.Contains("typed@example.com", html);
        Assert.False(await App.DbAsync(App.Olga, db => db.Invitations.AnyAsync(i => i.Email == "typed@example.com")));
    }

    [Fact]
    public async Task A_pending_row_gets_a_new_link_is_sent_again_or_revoked()
    {
        await InvitedUser.InviteAsync(App, App.Olga, "row@example.com");
        var browser = await App.SignedInAsync(App.Adam);
        var list = await browser.GetAsync(Users(App) + "?q=row%40");
        var question = await list.FollowAsync("row@example.com", "Copy link");
        var link = LinkOn(await question.PressAsync("Create new link"));
        Assert.Equal(
            (409, "A new link was created a moment ago. Reload the page to create another one."),
            Of(await question.PressAsync("Create new link"))
        );
        var again = await list.FollowAsync("row@example.com", "Send again");
        Assert.NotEqual(link, LinkOn(await again.PressAsync("Create new link")));
        var revoke = await list.FollowAsync("row@example.com", "Revoke invitation");
        Assert.Equal("Revoke the invitation for row@example.com?", revoke.Heading);
        Assert.Equal("Invitation for row@example.com revoked.", (await revoke.PressAsync("Revoke invitation")).Flash);
        Assert.Equal(404, (await question.PressAsync("Create new link")).Status);
    }

    [Fact]
    public async Task With_mail_sending_again_says_so_and_shows_no_link()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var browser = await server.SignedInAsync(server.Olga);
        var links = await (await browser.GetAsync(Users(server) + "/invite"))
            .Fill("Email addresses", "mailed@example.com")
            .PressAsync("Send invitations");
        Assert.Contains("An email with the link was sent to mailed@example.com.", links.Main);
        Assert.StartsWith("http://localhost:8080/join/", LinkOn(links));
        var again = await (
            await (await links.FollowAsync("Done")).FollowAsync("mailed@example.com", "Send again")
        ).PressAsync("Send again");
        Assert.Equal("Invitation sent again to mailed@example.com. The previous link no longer works.", again.Flash);
        Assert.All(
            await receiver.WaitForAsync(2),
            m => Assert.StartsWith("https://settings.northwind.example/join/", m.Link("/join/").AbsoluteUri)
        );
    }

    private async Task<Page> CheckFourAddressesAsync(Page form)
    {
        var check = await form.Fill(
                "Email addresses",
                $"Nora <NORA+ml@example.com>, {App.Mia.Email}; nora+ml@example.com, <script>alert(1)</script>"
            )
            .Choose("Administrator")
            .PressAsync("Check");
        Assert.Equal(200, check.Status);
        string[] texts =
        [
            "nora+ml@example.comWill be invited.",
            "Already a member.",
            "Appears twice in the list",
            "<script>alert(1)</script>Not an email address.",
            "3 of 4 entries are skipped.",
        ];
        Assert.All(texts, text => Assert.Contains(text, check.Main));
        Assert.Empty(check.Document.QuerySelectorAll("main script"));
        return check;
    }

    private static string LinkOn(Page page) => page.Document.QuerySelector("input[readonly]")!.GetAttribute("value")!;
}
