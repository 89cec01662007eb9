using ClearSettings.Domain;
using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Users.TwoFactor;

/// <summary>The sign-in pages for a person with two-factor authentication.</summary>
public sealed class SecondStepTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    [Fact]
    public async Task The_password_leads_to_the_second_step_and_the_code_to_where_one_wanted_to_go()
    {
        var (mia, phone) = await AddAsync();
        var browser = App.Browser();
        var page = await PasswordAsync(browser, mia, "/settings/profile?edit=name");
        Assert.StartsWith("/sign-in/second-step?returnUrl=", page.Path);
        var field = page.Document.QuerySelector("input[name=Code]")!;
        Assert.Equal(
            ("one-time-code", "numeric"),
            (field.GetAttribute("autocomplete"), field.GetAttribute("inputmode"))
        );
        page = await page.Fill("Code", phone.WrongCode()).PressAsync("Sign in");
        Assert.Equal(422, page.Status);
        Assert.StartsWith("Incorrect code.", page.Problems);
        page = await page.Fill("Code", phone.NextCode()).PressAsync("Sign in");
        Assert.Equal("/settings/profile?edit=name", page.Path);
        Assert.DoesNotContain("clearsettings-sign-in", browser.Cookies.Keys);
    }

    [Fact]
    public async Task A_recovery_code_stands_in_for_the_app()
    {
        var (mia, phone) = await AddAsync();
        var page = await PasswordAsync(App.Browser(), mia, "/settings/notifications");
        page = await page.FollowAsync("Use a recovery code");
        page = await page.Fill("Recovery code", phone.RecoveryCodes[3]).PressAsync("Sign in");
        Assert.Equal("/settings/notifications", page.Path);
        page = await PasswordAsync(App.Browser(), mia, "/settings/notifications");
        page = await page.FollowAsync("Use a recovery code");
        page = await page.Fill("Recovery code", phone.RecoveryCodes[3]).PressAsync("Sign in");
        Assert.StartsWith("Incorrect recovery code.", page.Problems);
        page = await page.FollowAsync("Use your authenticator app");
        page = await page.Fill("Code", phone.NextCode()).PressAsync("Sign in");
        Assert.Equal("/settings/notifications", page.Path);
    }

    [Fact]
    public async Task Between_the_steps_a_browser_gets_no_page_but_the_sign_in_pages()
    {
        var (mia, _) = await AddAsync();
        var browser = App.Browser();
        await PasswordAsync(browser, mia, "/settings/profile");
        Assert.DoesNotContain("clearsettings-http", browser.Cookies.Keys);
        var pages = RazorPage.All(App).Where(p => !p.IsAnonymous).Select(p => p.Url(mia.Workspace, mia.Id)).ToList();
        Assert.True(pages.Count >= 80);
        foreach (var url in pages)
        {
            using var answer = await browser.FetchAsync(HttpMethod.Get, url);
            Assert.StartsWith("/sign-in?returnUrl=", answer.Headers.Location?.OriginalString);
        }
        Assert.Equal(0, await CountSessionsAsync(mia));
    }

    [Fact]
    public async Task The_second_step_alone_leads_back_to_the_first()
    {
        var browser = App.Browser();
        var page = await browser.GetAsync("/sign-in/second-step?returnUrl=%2Fsettings%2Fprofile");
        Assert.Equal("/sign-in?returnUrl=%2Fsettings%2Fprofile", page.Path);
        browser.Cookies["clearsettings-sign-in"] = "forged";
        Assert.Equal("/sign-in", (await browser.GetAsync("/sign-in/second-step")).Path);
    }

    [Fact]
    public async Task A_sign_in_that_waited_too_long_starts_again()
    {
        var (mia, phone) = await AddAsync();
        var page = await PasswordAsync(App.Browser(), mia, "/settings/profile");
        App.Time.Advance(PendingSignIn.Lifetime);
        page = await page.Fill("Code", phone.NextCode()).PressAsync("Sign in");
        Assert.Equal("/sign-in?returnUrl=%2Fsettings%2Fprofile", page.Path);
        Assert.Contains("This sign-in has expired.", page.Main, StringComparison.Ordinal);
        Assert.Equal(0, await CountSessionsAsync(mia));
    }

    [Fact]
    public async Task Of_two_posts_of_one_code_at_once_one_opens_a_session()
    {
        var (mia, phone) = await AddAsync();
        var pages = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => PasswordAsync(App.Browser(), mia, "/settings/profile"))
        );
        var code = phone.NextCode();
        pages = await Task.WhenAll(pages.Select(p => p.Fill("Code", code).PressAsync("Sign in")));
        Assert.Single(pages, p => p.Path == "/settings/profile");
        Assert.Equal(1, await CountSessionsAsync(mia));
    }

    [Fact]
    public async Task Ten_wrong_codes_lock_on_the_page()
    {
        var (mia, phone) = await AddAsync();
        var page = await PasswordAsync(App.Browser(), mia, "/settings/profile");
        for (var i = 0; i < 10; i++)
            page = await page.Fill("Code", phone.WrongCode()).PressAsync("Sign in");
        page = await page.Fill("Code", phone.NextCode()).PressAsync("Sign in");
        Assert.StartsWith("Too many failed attempts.", page.Problems);
        page = await PasswordAsync(App.Browser(), mia, "/settings/profile");
        Assert.StartsWith("Too many failed attempts.", page.Problems);
    }

    [Fact]
    public async Task A_reset_password_does_not_get_around_the_second_step()
    {
        var (mia, phone) = await AddAsync();
        var token = LinkToken.New();
        await App.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                {
                    db.PasswordResetTokens.Add(PasswordResetToken.Create(mia.Id, LinkToken.Hash(token), App.Time));
                    return Task.FromResult(true);
                })
        );
        var browser = App.Browser();
        var page = await browser.GetAsync($"/reset-password/{token}");
        page = await page.Fill("New password", "another tractor velvet moon").PressAsync("Save password");
        Assert.Equal("/sign-in", page.Path);
        page = await page.Fill("Email", mia.Email)
            .Fill("Password", "another tractor velvet moon")
            .PressAsync("Sign in");
        Assert.StartsWith("/sign-in/second-step", page.Path);
        page = await page.Fill("Code", phone.NextCode()).PressAsync("Sign in");
        Assert.Equal("/settings/workspaces", page.Path);
    }

    [Fact]
    public async Task A_code_confirms_who_one_is_instead_of_the_password()
    {
        var (adam, phone) = await AddAsync(MemberRole.Admin);
        var browser = App.Browser();
        await phone.SignInAsync(browser);
        App.Time.Advance(TimeSpan.FromMinutes(11));
        var group = $"/workspaces/{adam.Workspace:N}/groups/new";
        var page = await (await browser.GetAsync(group)).Fill("Name", "Robots").PressAsync("Add group");
        Assert.Equal("Confirm your password", page.Heading);
        page = await page.Fill("Or a code from your authenticator app", phone.WrongCode()).PressAsync("Continue");
        Assert.StartsWith("Incorrect code.", page.Problems);
        page = await page.Fill("Or a code from your authenticator app", phone.NextCode()).PressAsync("Continue");
        Assert.StartsWith("Group Robots", page.Flash);
        App.Time.Advance(TimeSpan.FromMinutes(11));
        page = await browser.GetAsync("/sign-in/confirm-password?returnUrl=%2Fsettings%2Fnotifications");
        page = await page.Fill("Or a code from your authenticator app", phone.NextCode()).PressAsync("Continue");
        Assert.Equal("/settings/notifications", page.Path);
        App.Time.Advance(TimeSpan.FromMinutes(11));
        page = await browser.GetAsync("/sign-in/confirm-password?returnUrl=%2Fsettings%2Fnotifications");
        page = await page.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal("/settings/notifications", page.Path);
    }

    [Fact]
    public async Task Credentials_of_the_API_ask_for_no_code()
    {
        var (mia, _) = await AddAsync();
        await App.Api(await App.KeyAsync(mia)).LoginAsync();
    }

    private async Task<(Person, Authenticator)> AddAsync(MemberRole role = MemberRole.Member)
    {
        var person = await App.AddAsync("Mia Meyer", role);
        return (person, await Authenticator.AddAsync(App, person));
    }

    private static async Task<Page> PasswordAsync(Browser browser, Person person, string returnUrl)
    {
        var page = await browser.GetAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        return await page.Fill("Email", person.Email).Fill("Password", Person.Password).PressAsync("Sign in");
    }

    private Task<int> CountSessionsAsync(Person person) =>
        App.DbAsync(null, db => db.Sessions.CountAsync(s => s.UserId == person.Id));
}
