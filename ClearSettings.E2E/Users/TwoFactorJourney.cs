using ClearSettings.E2E.App;
using OtpNet;

namespace ClearSettings.E2E.Users;

/// <summary>An authenticator app from its QR code to a sign-in with a code and one with a recovery code.</summary>
public sealed class TwoFactorJourney(Chromium chromium)
{
    [Fact]
    public async Task An_app_is_set_up_and_signs_in_and_a_recovery_code_does_too()
    {
        await using var server = await Server.StartAsync("--SignIn:AttemptsPerMinute=1000");
        await using var olga = await Visit.OpenAsync(chromium, "two-factor", script: true);
        await Owner.SetUpAsync(server, olga);
        var (phone, recovery) = await SetUpAsync(server, olga);
        await SignOutAndInAsync(olga);
        // The code that confirmed the app is used up, so the next one.
        await olga.FillAsync("Code", phone.ComputeTotp(DateTime.UtcNow.AddSeconds(30)));
        await olga.PressAsync("Sign in");
        await olga.SeeHeadingAsync("Workspaces");
        await SignOutAndInAsync(olga);
        await olga.FollowAsync("Use a recovery code");
        await olga.LookAsync("recovery-code");
        await olga.FillAsync("Recovery code", recovery);
        await olga.PressAsync("Sign in");
        await olga.SeeHeadingAsync("Workspaces");
        await RenewAsync(server, olga);
        olga.AssertQuiet();
    }

    private static async Task<(Totp Phone, string RecoveryCode)> SetUpAsync(Server server, Visit olga)
    {
        await olga.Page.GotoAsync(server.Web + "/settings/security");
        await olga.LookAsync("disabled");
        await olga.FollowAsync("Set up");
        await olga.SeeHeadingAsync("Set up two-factor authentication");
        await olga.LookAsync("set-up");
        var key = await olga.Page.GetByLabel("Key", new() { Exact = true }).InputValueAsync();
        var phone = new Totp(Base32Encoding.ToBytes(key.Replace(" ", "", StringComparison.Ordinal)));
        await olga.FillAsync("Code", phone.ComputeTotp(DateTime.UtcNow));
        await olga.PressAsync("Enable");
        await olga.SeeHeadingAsync("Two-factor authentication is enabled");
        await olga.LookAsync("recovery-codes");
        var codes = await olga.Page.Locator("#recovery-codes").InnerTextAsync();
        await olga.FollowAsync("I saved the codes");
        await olga.SeeAsync("10 recovery codes left.");
        await olga.LookAsync("enabled");
        return (phone, codes.Split('\n')[0].Trim());
    }

    private static async Task SignOutAndInAsync(Visit olga)
    {
        await olga.Page.Locator(".account-btn").ClickAsync();
        await olga.PressAsync("Sign out");
        await olga.FillAsync("Email", Owner.Email);
        await olga.FillAsync("Password", Owner.Password);
        await olga.PressAsync("Sign in");
        await olga.SeeHeadingAsync("Two-factor authentication");
        await olga.LookAsync("second-step");
    }

    /// <summary>In a dialog, which asks before it closes uncopied.</summary>
    private static async Task RenewAsync(Server server, Visit olga)
    {
        await olga.Page.GotoAsync(server.Web + "/settings/security");
        await olga.SeeAsync("9 recovery codes left.");
        await olga.FollowAsync("New recovery codes");
        await olga.SeeHeadingAsync("Create new recovery codes?");
        await olga.PressAsync("Create codes");
        await olga.SeeHeadingAsync("New recovery codes");
        await olga.LookAsync("new-recovery-codes");
        await olga.LeaveSecretAsync();
        await olga.SeeAsync("10 recovery codes left.");
    }
}
