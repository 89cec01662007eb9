using ClearSettings.E2E.App;
using Microsoft.Playwright;

namespace ClearSettings.E2E.Workspaces;

/// <summary>Two people with workspaces of their own, on a server where anyone may sign up.</summary>
public sealed class HostedJourney(Chromium chromium, HostedServer hosted) : IClassFixture<HostedServer>
{
    private const string Password = "plum tractor velvet moon";
    private const string NewPassword = "lantern gravel swift 31";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task People_sign_up_share_a_workspace_and_part(bool script)
    {
        var run = (script ? "script" : "plain") + "@fjord.example";
        var (noras, omars) = ("nora-" + run, "omar-" + run);
        await using var nora = await Visit.OpenAsync(chromium, "hosted-nora", script);
        await using var omar = await Visit.OpenAsync(chromium, "hosted-omar", script);
        await SignUpAsync(nora, "Nora Fjeld", noras, look: true);
        await SignUpAsync(omar, "Omar Said", omars, look: false);
        await InviteAsync(nora, omars);
        await AcceptAsync(omar);
        await HoldTwoWorkspacesAsync(omar);
        await LeaveAsync(omar, await ConnectAsync(omar));
        await StayAsync(nora);
        await using var late = await Visit.OpenAsync(chromium, "hosted-late", script);
        await ForgetPasswordAsync(omar, late, omars);
        await ReturnAsync(nora, late, omars);
        await ChangePasswordAsync(late, omars);
        foreach (var visit in new[] { nora, omar, late })
            visit.AssertQuiet();
    }

    private async Task SignUpAsync(Visit visit, string name, string email, bool look)
    {
        await SendSignUpAsync(visit, name, email, look);
        var link = hosted.Here(
            await hosted.Receiver.WaitForAsync(email, "Confirm your email address"),
            "/sign-up/confirm/"
        );
        await ConfirmAsync(visit, link, look);
        await visit.SeeHeadingAsync($"{name.Split(' ')[0]}'s workspace");
        if (!look)
            return;
        await visit.LookAsync("own-workspace");
        await visit.Page.GotoAsync(link);
        await visit.SeeHeadingAsync("This link no longer works");
        await visit.LookAsync("confirm-used");
    }

    private async Task SendSignUpAsync(Visit visit, string name, string email, bool look)
    {
        await visit.Page.GotoAsync(hosted.Server.Web + "/sign-in");
        if (look)
            await visit.LookAsync("sign-in");
        await visit.FollowAsync("Sign up");
        await visit.SeeHeadingAsync("Sign up");
        if (look)
            await visit.LookAsync("sign-up");
        await visit.FillAsync("Your name", name);
        await visit.FillAsync("Email", email.ToUpperInvariant());
        if (look)
            await RefuseAsync(visit);
        await visit.FillAsync("Password", Password);
        await visit.PressAsync("Sign up");
        await visit.SeeHeadingAsync("Check your email");
        if (look)
            await visit.LookAsync("sign-up-sent");
    }

    private static async Task ConfirmAsync(Visit visit, string link, bool look)
    {
        await visit.Page.GotoAsync(link);
        await visit.SeeHeadingAsync("Confirm your address");
        Assert.EndsWith("/sign-up/confirm", visit.Page.Url);
        if (look)
            await visit.LookAsync("confirm");
        await visit.FillAsync("Password", Password);
        await visit.PressAsync("Confirm and sign in");
        await visit.SeeAsync("Your workspace is ready.");
    }

    private static async Task RefuseAsync(Visit visit)
    {
        await visit.FillAsync("Password", "password1234");
        await visit.PressAsync("Sign up");
        await visit.SeeAsync("Too easy to guess");
        await visit.LookAsync("sign-up-refused");
    }

    private async Task InviteAsync(Visit nora, string email)
    {
        await nora.Page.GotoAsync(hosted.Server.Web + "/settings/workspaces");
        await nora.FollowAsync("Invite people");
        await nora.SeeHeadingAsync("Invite people");
        await nora.FillAsync("Email addresses", $"{email}\none@fjord.example, two@fjord.example");
        await nora.Page.GetByLabel("Administrator").CheckAsync();
        if (!nora.Script)
            await nora.PressAsync("Check");
        await nora.SeeAsync("No free seat.");
        await nora.LookAsync("invite-over-limit");
        await nora.FillAsync("Email addresses", email);
        await nora.PressAsync("Send invitations");
        await nora.SeeHeadingAsync("Invitation link");
        await nora.FollowAsync("Done");
        await nora.SeeAsync("1 of 3 members");
        await nora.LookAsync("users-seats");
    }

    private async Task AcceptAsync(Visit omar)
    {
        await omar.Page.GotoAsync(hosted.Server.Web + "/settings/workspaces");
        await omar.SeeHeadingAsync("You have a pending invitation");
        await omar.ReloadUntilAsync(omar.Page.GetByLabel("Notifications: 1 waiting"));
        await omar.LookAsync("workspaces-invited");
        await omar.FollowAsync("Notifications: 1 waiting");
        await omar.SeeHeadingAsync("Pending requests");
        await omar.LookAsync("notifications");
        await omar.PressAsync("Join workspace Nora's workspace");
        await omar.SeeAsync("You joined Nora's workspace.");
        await omar.SeeHeadingAsync("Omar's workspace");
        await omar.LookAsync("two-workspaces");
    }

    private async Task HoldTwoWorkspacesAsync(Visit omar)
    {
        var page = omar.Page;
        await omar.FollowAsync("Users & groups");
        await omar.SeeHeadingAsync("Users");
        var own = page.Url;
        await page.GotoAsync(hosted.Server.Web + "/settings/workspaces");
        await omar.PressAsync("Switch to workspace Nora's workspace");
        await omar.SeeAsync("Nora's workspace is now your current workspace.");
        await omar.LookAsync("switched");
        await omar.FollowAsync("Users & groups");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "Nora Fjeld" })).ToBeVisibleAsync();
        Assert.NotEqual(own, page.Url);
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync(own);
        await page.ReloadAsync();
        await Assertions
            .Expect(second.Locator(".nav-workspace"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Omar's workspace"));
        await Assertions
            .Expect(page.Locator(".nav-workspace"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Nora's workspace"));
        await Assertions.Expect(second.GetByRole(AriaRole.Row, new() { Name = "Nora Fjeld" })).ToHaveCountAsync(0);
        await second.CloseAsync();
    }

    private async Task<string> ConnectAsync(Visit omar)
    {
        await omar.FollowAsync("Workspaces");
        await omar.FollowAsync("Create credentials");
        await omar.SeeHeadingAsync("Create credentials");
        await omar.PressAsync("Create credentials");
        await omar.SeeHeadingAsync("Credentials created");
        var accessKey = await omar.Page.GetByLabel("Access key", new() { Exact = true }).InputValueAsync();
        var secretKey = await omar.Page.GetByLabel("Secret key", new() { Exact = true }).InputValueAsync();
        await omar.FollowAsync("Done");
        var (status, token) = await ApiClient.LoginAsync(hosted.Server.Api, accessKey, secretKey);
        Assert.Equal(200, status);
        await omar.ReloadUntilAsync("gpu-node-03");
        return token!;
    }

    private async Task LeaveAsync(Visit omar, string token)
    {
        await omar.FollowAsync("Users & groups");
        await omar.SeeHeadingAsync("Users");
        var users = omar.Page.Url;
        await omar.FollowAsync("Workspaces");
        await omar.FollowAsync("Leave workspace");
        await omar.SeeHeadingAsync("Leave Nora's workspace?");
        await omar.SeeAsync("1 API credential is revoked; 1 was used in the last 24 hours.");
        await omar.LookAsync("leave");
        await omar.PressAsync("Leave workspace");
        await omar.SeeAsync("You left Nora's workspace. 1 API credential was revoked.");
        await omar.LookAsync("left");
        Assert.Equal(401, (await ApiClient.CallAsync(hosted.Server.Api, "users.get_current_user", token)).Status);
        var gone = await omar.Page.GotoAsync(users);
        Assert.Equal(404, gone!.Status);
    }

    // Her own workspace has no way out, and none behind its address either.
    private async Task StayAsync(Visit nora)
    {
        await nora.Page.GotoAsync(hosted.Server.Web + "/settings/workspaces");
        await nora.SeeHeadingAsync("Nora's workspace");
        await Assertions
            .Expect(nora.Page.GetByRole(AriaRole.Link, new() { Name = "Leave workspace" }))
            .ToHaveCountAsync(0);
        await nora.Page.GotoAsync(await LeaveAddressAsync(nora));
        await nora.SeeAsync("This is your personal workspace. You cannot leave it.");
        await nora.LookAsync("cannot-leave");
    }

    private async Task<string> LeaveAddressAsync(Visit nora)
    {
        var users = await nora.Page.Locator(".sidebar a", new() { HasText = "Users" }).GetAttributeAsync("href");
        return $"{hosted.Server.Web}/settings{users!.Replace("/users", "/leave", StringComparison.Ordinal)}";
    }

    /// <param name="late">Another browser of Omar, in which he is not signed in.</param>
    private async Task ForgetPasswordAsync(Visit omar, Visit late, string email)
    {
        await late.Page.GotoAsync(hosted.Server.Web + "/sign-in");
        await late.FollowAsync("Forgot password?");
        await late.SeeHeadingAsync("Reset your password");
        await late.LookAsync("forgot");
        await late.FillAsync("Email", email);
        await late.PressAsync("Send link");
        await late.SeeHeadingAsync("Check your email");
        await late.LookAsync("forgot-sent");
        var link = hosted.Here(await hosted.Receiver.WaitForAsync(email, "Reset your password"), "/reset-password/");
        await late.Page.GotoAsync(link);
        await late.SeeHeadingAsync("Choose a new password");
        await late.LookAsync("reset");
        await late.FillAsync("New password", NewPassword);
        await late.PressAsync("Save password");
        await late.SeeAsync("Password changed, and all sessions have ended.");
        await late.LookAsync("sign-in-again");
        await hosted.Receiver.WaitForAsync(email, "Your password was changed");
        await omar.Page.GotoAsync(hosted.Server.Web + "/settings/workspaces");
        await omar.SeeHeadingAsync("Sign in");
        await late.Page.GotoAsync(link);
        await late.SeeHeadingAsync("This link no longer works");
        await late.LookAsync("reset-used");
    }

    // He is invited a second time, gets the link that she copied, and confirms his address with the emailed one before
    // he signs in.
    private async Task ReturnAsync(Visit nora, Visit late, string email)
    {
        await nora.Page.GotoAsync(hosted.Server.Web + "/settings/workspaces");
        await nora.FollowAsync("Invite people");
        await nora.FillAsync("Email addresses", email);
        await nora.PressAsync("Send invitations");
        await nora.SeeHeadingAsync("Invitation link");
        await late.Page.GotoAsync(await nora.Page.GetByLabel(email, new() { Exact = true }).InputValueAsync());
        await late.SeeHeadingAsync("Join Nora's workspace");
        await late.LookAsync("join-confirm-email");
        await late.Page.GotoAsync(await SendConfirmationAsync(late, email));
        await late.SeeHeadingAsync("Join Nora's workspace");
        await late.LookAsync("join-sign-in");
        await late.FollowAsync("Sign in to join");
        await late.FillAsync("Email", email);
        await late.FillAsync("Password", NewPassword);
        await late.PressAsync("Sign in");
        await late.SeeHeadingAsync("Join Nora's workspace");
        await late.LookAsync("join-one-button");
        await late.PressAsync("Join workspace");
        await late.SeeAsync("You joined Nora's workspace.");
    }

    /// <returns>The link of the email.</returns>
    private async Task<string> SendConfirmationAsync(Visit late, string email)
    {
        var before = hosted.Receiver.Mails.Count;
        await late.PressAsync("Send confirmation email");
        await late.SeeHeadingAsync("Check your email");
        await late.LookAsync("join-email-sent");
        var emails = await hosted.Receiver.WaitForAsync(
            all => all.Skip(before).Any(m => m.To == email),
            "The confirmation email did not arrive."
        );
        return hosted.Here(emails.Last(m => m.To == email), "/join/");
    }

    private async Task ChangePasswordAsync(Visit late, string email)
    {
        await late.Page.GotoAsync(hosted.Server.Web + "/settings/security");
        await late.LookAsync("security");
        await late.FillAsync("Current password", Password);
        await late.FillAsync("New password", Password + " and sun");
        await late.PressAsync("Change password");
        await late.SeeAsync("Incorrect password.");
        await late.LookAsync("security-refused");
        await late.FillAsync("Current password", NewPassword);
        await late.FillAsync("New password", Password + " and sun");
        await late.PressAsync("Change password");
        await late.SeeAsync("Password changed.");
        await hosted.Receiver.WaitForAsync(
            all => all.Count(m => m.To == email && m.Subject == "Your password was changed") == 2,
            "No mail told of the second change."
        );
    }
}
