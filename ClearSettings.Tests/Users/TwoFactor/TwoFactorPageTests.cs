using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Users.TwoFactor;

/// <summary>Two-factor authentication on the Security page.</summary>
public sealed class TwoFactorPageTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    [Fact]
    public async Task An_app_is_added_with_a_QR_code_a_key_and_a_code_and_recovery_codes_are_shown_once()
    {
        var mia = await App.AddAsync("Mia Meyer", MemberRole.Member);
        var browser = await App.SignedInAsync(mia);
        var page = await (await browser.GetAsync("/settings/security")).FollowAsync("Set up");
        Assert.StartsWith(
            "data:image/svg+xml;base64,",
            page.Document.QuerySelector("main img[alt^='QR code']")!.GetAttribute("src")
        );
        var shown = page.Document.QuerySelector("#key")!.GetAttribute("value")!;
        Assert.Matches("^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$", shown);
        var phone = Authenticator.Scan(App, mia, page);
        page = await page.Fill("Code", phone.WrongCode()).PressAsync("Enable");
        Assert.Equal((422, shown), (page.Status, page.Document.QuerySelector("#key")!.GetAttribute("value")));
        Assert.StartsWith("Incorrect code.", page.Problems);
        page = await page.Fill("Code", phone.Code()).PressAsync("Enable");
        Assert.Equal("Two-factor authentication is enabled", page.Heading);
        var codes = page.Document.QuerySelector("#recovery-codes")!.TextContent.Trim().Split('\n');
        Assert.Equal(10, codes.Length);
        var file = page.Document.QuerySelector("a[download]")!.GetAttribute("href")!.Split(',')[1];
        Assert.Contains(codes[9], System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(file)));
        page = await browser.GetAsync("/settings/security");
        Assert.DoesNotContain(codes[0], page.Html, StringComparison.Ordinal);
        Assert.Contains("10 recovery codes left.", page.Main, StringComparison.Ordinal);
        await phone.SignInAsync(App.Browser());
        Assert.Equal(2, await phone.CountSessionsAsync());
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_old_ones_and_few_of_them_are_a_warning()
    {
        var (mia, phone, browser) = await AddAsync();
        for (var i = 0; i < 8; i++)
            await phone.CompleteAsync(await phone.StartAsync(), recovery: phone.RecoveryCodes[i]);
        var page = await browser.GetAsync("/settings/security");
        Assert.Contains("You have 2 recovery codes left.", page.Main, StringComparison.Ordinal);
        page = await (await page.FollowAsync("New recovery codes")).PressAsync("Create codes");
        Assert.Equal("New recovery codes", page.Heading);
        var code = page.Document.QuerySelector("#recovery-codes")!.TextContent.Trim().Split('\n')[0];
        Assert.True((await phone.CompleteAsync(await phone.StartAsync(), recovery: code)).Ok);
        Assert.Contains(AuditKind.RecoveryCodesCreated, await KindsAsync(mia));
    }

    [Fact]
    public async Task An_app_is_replaced_by_another_one_and_the_recovery_codes_stay()
    {
        var (mia, phone, browser) = await AddAsync();
        var page = await (await browser.GetAsync("/settings/security")).FollowAsync("Replace app");
        var other = Authenticator.Scan(App, mia, page);
        page = await page.Fill("Code", other.Code()).PressAsync("Replace app");
        Assert.Equal("Authenticator app replaced. Your recovery codes still work.", page.Flash);
        var pending = await phone.StartAsync();
        Assert.False((await phone.CompleteAsync(pending, phone.NextCode())).Ok);
        Assert.True((await phone.CompleteAsync(pending, other.Code())).Ok);
        Assert.True((await phone.CompleteAsync(pending, recovery: phone.RecoveryCodes[0])).Ok);
    }

    [Fact]
    public async Task Changes_want_a_recent_confirmation_and_the_owner_of_the_account_hears_of_them()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var mia = server.Mia;
        var phone = await Authenticator.AddAsync(server, mia);
        var browser = server.Browser();
        await phone.SignInAsync(browser);
        server.Time.Advance(TimeSpan.FromMinutes(11));
        foreach (var url in new[] { "two-factor", "two-factor/disable", "recovery-codes" })
            Assert.Equal("Confirm your password", (await browser.GetAsync("/settings/security/" + url)).Heading);
        var page = await browser.GetAsync("/settings/security/two-factor/disable");
        page = await page.Fill("Or a code from your authenticator app", phone.NextCode()).PressAsync("Continue");
        page = await page.PressAsync("Disable");
        Assert.StartsWith("Two-factor authentication disabled.", page.Flash);
        Assert.Contains("Set up", page.Main, StringComparison.Ordinal);
        var enabled = await receiver.WaitForAsync(mia.Email, "Two-factor authentication was enabled");
        Assert.Contains("an authenticator app", enabled.Text, StringComparison.Ordinal);
        var disabled = await receiver.WaitForAsync(mia.Email, "Two-factor authentication was disabled");
        Assert.Contains("192.0.2.7", disabled.Text, StringComparison.Ordinal);
        var kinds = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.Where(e => e.ActorId == mia.Id).Select(e => e.Kind).ToListAsync()
        );
        Assert.Contains(AuditKind.TwoFactorEnabled, kinds);
        Assert.Contains(AuditKind.TwoFactorDisabled, kinds);
    }

    [Fact]
    public async Task A_used_recovery_code_is_told_by_email()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var phone = await Authenticator.AddAsync(server, server.Mia);
        await phone.CompleteAsync(await phone.StartAsync(), recovery: phone.RecoveryCodes[0]);
        var email = await receiver.WaitForAsync(server.Mia.Email, "A recovery code of your account was used");
        Assert.Contains("Recovery codes left: 9", email.Text, StringComparison.Ordinal);
    }

    private Task<List<string>> KindsAsync(Person person) =>
        App.DbAsync(
            App.Olga,
            db => db.AuditEvents.Where(e => e.ActorId == person.Id).Select(e => e.Kind).ToListAsync()
        );

    private async Task<(Person, Authenticator, Browser)> AddAsync()
    {
        var person = await App.AddAsync("Mia Meyer", MemberRole.Member);
        var phone = await Authenticator.AddAsync(App, person);
        var browser = App.Browser();
        await phone.SignInAsync(browser);
        return (person, phone, browser);
    }
}
