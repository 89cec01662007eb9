using ClearSettings.E2E.App;
using ClearSettings.Tests.App;
using Microsoft.Playwright;

namespace ClearSettings.E2E.Members;

/// <summary>From an invitation by email to a client that logs in, and to the end of the membership.</summary>
public sealed class InvitationJourney(Chromium chromium)
{
    private const string Mia = "mia@northwind.example";
    private const string Ivan = "ivan@northwind.example";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_owner_invites_by_mail_and_removes_again(bool script)
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await Server.StartAsync([.. receiver.Settings, "--SignIn:AttemptsPerMinute=1000"]);
        await using var olga = await Visit.OpenAsync(chromium, "invitation-olga", script);
        await using var mia = await Visit.OpenAsync(chromium, "invitation-mia", script);
        await using var guest = await Visit.OpenAsync(chromium, "invitation-guest", script);
        await Owner.SetUpAsync(server, olga);
        var miasLink = await InviteAsync(olga);
        await JoinAsync(server, receiver, mia, miasLink);
        await RenewAsync(server, receiver, olga, mia, guest);
        await OfferAsync(receiver, olga, mia);
        await RemoveAsync(server, receiver, olga, mia, await ConnectAsync(server, mia));
        await ComeBackAsync(server, olga, mia);
        foreach (var visit in new[] { olga, mia, guest })
            visit.AssertQuiet();
    }

    /// <returns>Mia's link, as the dialog shows it.</returns>
    private static async Task<string> InviteAsync(Visit olga)
    {
        await olga.FollowAsync("Users & groups");
        await olga.SeeAsync("1 member.");
        await olga.LookAsync("users-alone");
        await EnterAddressesAsync(olga);
        await olga.PressAsync("Send invitations");
        await olga.SeeHeadingAsync("Invitation links");
        await olga.LookAsync("links");
        var link = await olga.Page.GetByLabel(Mia, new() { Exact = true }).InputValueAsync();
        await olga.LeaveSecretAsync();
        await olga.SeeAsync("2 pending invitations");
        await Expect(Row(olga, Ivan)).ToContainTextAsync("Pending");
        Assert.DoesNotContain(link[^20..], await olga.Page.ContentAsync());
        await olga.LookAsync("users-pending");
        return link;
    }

    private static async Task EnterAddressesAsync(Visit olga)
    {
        await olga.FollowAsync("Invite people");
        await olga.SeeHeadingAsync("Invite people");
        await olga.LookAsync("invite");
        await olga.FillAsync(
            "Email addresses",
            $"\"Haddad, Mia\" <{Mia}>, Ivan Petrov <{Ivan.ToUpperInvariant()}>\n{Mia}\n{Owner.Email}; "
                + "ewa@@northwind.example"
        );
        if (!olga.Script)
            await olga.PressAsync("Check");
        await olga.SeeAsync("Not an email address.");
        await olga.SeeAsync("This is you.");
        await olga.LookAsync("invite-checked");
    }

    private static async Task JoinAsync(Server server, MailReceiver receiver, Visit mia, string shown)
    {
        var mail = await receiver.WaitForAsync(Mia, "Olga Lindqvist invited you to Northwind Vision");
        Assert.Equal(MailReceiver.User, mail.User);
        var link = server.Web + mail.Link("/join/").PathAndQuery;
        Assert.NotEqual(shown, link);
        await mia.Page.GotoAsync(link);
        await mia.SeeHeadingAsync("Join Northwind Vision");
        Assert.Equal(server.Web + "/join", mia.Page.Url);
        await mia.LookAsync("join");
        await mia.FillAsync("Your name", "Mia Haddad");
        await mia.FillAsync("Password", "password1234");
        await mia.PressAsync("Create account and join");
        await mia.SeeAsync("Too easy to guess");
        await mia.LookAsync("join-refused");
        await mia.FillAsync("Password", Owner.Password);
        await mia.PressAsync("Create account and join");
        await mia.SeeAsync("You joined Northwind Vision.");
        await mia.LookAsync("joined");
        await receiver.WaitForAsync(Owner.Email, "Mia Haddad joined Northwind Vision");
    }

    // A new email ends the links before it, a copied link does not end the emailed one, and revoking ends them all.
    private static async Task RenewAsync(Server server, MailReceiver receiver, Visit olga, Visit mia, Visit guest)
    {
        var first = server.Web + (await receiver.WaitForAsync(Ivan)).Link("/join/").PathAndQuery;
        await olga.Page.ReloadAsync();
        await Expect(Row(olga, "Mia Haddad")).ToContainTextAsync("Active");
        await SendAgainAsync(receiver, olga);
        await AssertDeadAsync(guest, first, "It may be incomplete");
        await guest.LookAsync("join-unknown");
        var newest = await CreateNewLinkAsync(olga);
        await guest.Page.GotoAsync(server.Web + receiver.Mails.Last(m => m.To == Ivan).Link("/join/").PathAndQuery);
        await guest.SeeHeadingAsync("Join Northwind Vision");
        await mia.Page.GotoAsync(newest);
        await mia.SeeHeadingAsync("You are signed in with another account");
        await mia.LookAsync("join-someone-else");
        await RevokeAsync(olga);
        await AssertDeadAsync(guest, newest, "This invitation was revoked.");
        await guest.LookAsync("join-revoked");
    }

    private static async Task SendAgainAsync(MailReceiver receiver, Visit olga)
    {
        await olga.Page.GetByLabel($"Select {Ivan}").CheckAsync();
        await olga.PressAsync($"Actions for {Ivan}");
        await olga.LookAsync("users-menu");
        await olga.FollowAsync("Send again");
        await olga.SeeHeadingAsync($"Send the invitation to {Ivan} again?");
        await olga.LookAsync("resend");
        await olga.PressAsync("Send again");
        await olga.SeeAsync($"Invitation sent again to {Ivan}");
        await receiver.WaitForAsync(all => all.Count(m => m.To == Ivan) == 2, "The invitation was not sent again.");
    }

    private static async Task<string> CreateNewLinkAsync(Visit olga)
    {
        await olga.ChooseAsync(Ivan, "Copy link");
        await olga.SeeHeadingAsync($"Create a new link for {Ivan}?");
        await olga.LookAsync("copy-link");
        await olga.PressAsync("Create new link");
        await olga.SeeHeadingAsync("Invitation link");
        var newest = await olga.Page.GetByLabel(Ivan, new() { Exact = true }).InputValueAsync();
        await olga.LookAsync("copied-link");
        await olga.LeaveSecretAsync();
        return newest;
    }

    private static async Task RevokeAsync(Visit olga)
    {
        await olga.ChooseAsync(Ivan, "Revoke invitation");
        await olga.SeeHeadingAsync($"Revoke the invitation for {Ivan}?");
        await olga.LookAsync("revoke");
        await olga.PressAsync("Revoke invitation");
        await olga.SeeAsync($"Invitation for {Ivan} revoked.");
    }

    private static async Task AssertDeadAsync(Visit guest, string link, string words)
    {
        await guest.Page.GotoAsync(link);
        await guest.SeeAsync(words);
    }

    private static async Task MakeAdministratorAsync(Visit olga)
    {
        await olga.ChooseAsync("Mia Haddad", "Change role");
        await olga.SeeHeadingAsync("Change the role of Mia Haddad?");
        await olga.Page.GetByLabel("Administrator").CheckAsync();
        await olga.LookAsync("role");
        await olga.PressAsync("Change role");
        await olga.SeeAsync("Mia Haddad is now an administrator.");
    }

    private static async Task OfferAsync(MailReceiver receiver, Visit olga, Visit mia)
    {
        await MakeAdministratorAsync(olga);
        await olga.ChooseAsync("Mia Haddad", "Transfer ownership");
        await olga.SeeHeadingAsync("Transfer Northwind Vision to Mia Haddad?");
        await olga.LookAsync("offer");
        await olga.PressAsync("Transfer ownership");
        await olga.SeeAsync("You asked to transfer ownership to Mia Haddad.");
        await olga.LookAsync("offered");
        await receiver.WaitForAsync(Mia, "wants to transfer ownership");
        await mia.FollowAsync("Stay signed in");
        await mia.SeeHeadingAsync("Workspaces");
        await mia.ReloadUntilAsync(mia.Page.GetByLabel("Notifications: 1 waiting"));
        await mia.FollowAsync("Notifications: 1 waiting");
        await mia.SeeHeadingAsync("Ownership of Northwind Vision");
        await mia.LookAsync("notifications-offer");
        await olga.FollowAsync("Cancel transfer");
        await olga.SeeHeadingAsync("Cancel the ownership transfer?");
        await olga.LookAsync("withdraw");
        await olga.PressAsync("Cancel transfer");
        await olga.SeeAsync("Ownership transfer canceled");
        await mia.PressAsync("Become owner of Northwind Vision");
        await mia.SeeHeadingAsync("The change could not be saved");
        await mia.LookAsync("notifications-withdrawn");
    }

    private static async Task<(string AccessKey, string SecretKey)> ConnectAsync(Server server, Visit mia)
    {
        await mia.FollowAsync("Workspaces");
        await mia.FollowAsync("Create credentials");
        await mia.SeeHeadingAsync("Create credentials");
        await mia.PressAsync("Create credentials");
        await mia.SeeHeadingAsync("Credentials created");
        var accessKey = await mia.Page.GetByLabel("Access key", new() { Exact = true }).InputValueAsync();
        var secretKey = await mia.Page.GetByLabel("Secret key", new() { Exact = true }).InputValueAsync();
        await mia.FollowAsync("Done");
        Assert.Equal(200, (await ApiClient.LoginAsync(server.Api, accessKey, secretKey)).Status);
        await mia.ReloadUntilAsync("gpu-node-03");
        return (accessKey, secretKey);
    }

    private static async Task RemoveAsync(
        Server server,
        MailReceiver receiver,
        Visit olga,
        Visit mia,
        (string AccessKey, string SecretKey) key
    )
    {
        var (_, token) = await ApiClient.LoginAsync(server.Api, key.AccessKey, key.SecretKey);
        var (_, me) = await ApiClient.CallAsync(server.Api, "users.get_current_user", token!);
        Assert.Equal("Mia Haddad", me.GetProperty("user").GetProperty("name").GetString());
        await olga.FollowAsync("Users & groups");
        await olga.ChooseAsync("Mia Haddad", "Remove from workspace");
        await olga.SeeHeadingAsync("Remove Mia Haddad from Northwind Vision?");
        await olga.SeeAsync("1 API credential is revoked; 1 was used in the last 24 hours.");
        await olga.LookAsync("remove");
        await olga.PressAsync("Remove from workspace");
        await olga.SeeAsync("Mia Haddad removed. 1 API credential was revoked.");
        Assert.Equal(401, (await ApiClient.CallAsync(server.Api, "users.get_current_user", token!)).Status);
        Assert.Equal(401, (await ApiClient.LoginAsync(server.Api, key.AccessKey, key.SecretKey)).Status);
        await mia.Page.ReloadAsync();
        await mia.SeeHeadingAsync("You are not a member of any workspace");
        await mia.LookAsync("no-workspace");
        await receiver.WaitForAsync(Mia, "You were removed from Northwind Vision");
    }

    // Her dialog is opened as the page that it is too.
    private static async Task ComeBackAsync(Server server, Visit olga, Visit mia)
    {
        await olga.Page.GotoAsync(
            server.Web
                + await olga.Page.GetByRole(AriaRole.Link, new() { Name = "Invite people" }).GetAttributeAsync("href")
        );
        await olga.FillAsync("Email addresses", "nobody");
        await olga.PressAsync("Send invitations");
        await olga.SeeAsync("No one on this list can be invited.");
        await olga.LookAsync("invite-page-refused");
        await olga.FillAsync("Email addresses", Mia);
        await olga.PressAsync("Send invitations");
        await olga.SeeHeadingAsync("Invitation link");
        await mia.Page.ReloadAsync();
        await mia.SeeAsync("You have a pending invitation.");
        await mia.LookAsync("no-workspace-invited");
        await mia.PressAsync("Join Northwind Vision");
        await mia.SeeAsync("You joined Northwind Vision.");
        await mia.SeeAsync("No credentials yet");
    }

    private static ILocator Row(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Row, new() { Name = name });

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
