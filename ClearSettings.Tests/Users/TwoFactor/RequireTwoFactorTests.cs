using System.Net;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users.TwoFactor;

/// <summary>A workspace whose owner requires two-factor authentication.</summary>
public sealed class RequireTwoFactorTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    private const string SetUp = "/settings/security/two-factor";

    private static readonly string[] Allowed =
    [
        "/SignIn/ConfirmPassword",
        "/Settings/Security/SetUpTwoFactor",
        "/Settings/Workspaces/Switch",
    ];

    [Fact]
    public async Task The_owner_requires_it_once_they_have_it_and_can_stop_it()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        var page = await (await browser.GetAsync("/settings/workspaces")).FollowAsync(
            "Require two-factor authentication in Research"
        );
        Assert.Contains("3 members have not set it up.", page.Main, StringComparison.Ordinal);
        page = await page.PressAsync("Require");
        Assert.Equal("Set up two-factor authentication for your own account first.", page.Problems);
        await Authenticator.AddAsync(server, server.Olga);
        page = await page.PressAsync("Require");
        Assert.Equal("Research now requires two-factor authentication.", page.Flash);
        Assert.Contains("Required for all members.", page.Main, StringComparison.Ordinal);
        var mia = await server.SignedInAsync(server.Mia);
        Assert.Equal(SetUp, (await mia.GetAsync("/settings/profile")).Path);
        page = await page.FollowAsync("Stop requiring two-factor authentication in Research");
        page = await page.PressAsync("Stop requiring");
        Assert.Equal("Research no longer requires two-factor authentication.", page.Flash);
        Assert.Equal("/settings/profile", (await mia.GetAsync("/settings/profile")).Path);
        var kinds = await server.DbAsync(server.Olga, db => db.AuditEvents.Select(e => e.Kind).ToListAsync());
        Assert.Single(kinds, AuditKind.TwoFactorRequired);
        Assert.Single(kinds, AuditKind.TwoFactorOptional);
    }

    [Fact]
    public async Task Members_without_it_are_led_from_every_page_to_set_it_up_and_can_sign_out()
    {
        await using var server = await RequiringAsync();
        var key = await server.KeyAsync(server.Mia);
        var browser = await server.SignedInAsync(server.Mia);
        foreach (var page in RazorPage.All(server).Where(p => !p.IsAnonymous && !Allowed.Contains(p.Name)))
            await AssertLedAsync(browser, page.Name, page.Url(server.Mia.Workspace, server.Mia.Id));
        using var part = await browser.FetchAsync(HttpMethod.Get, "/settings/profile", null, ("HX-Request", "true"));
        Assert.Equal(SetUp, part.Headers.GetValues("HX-Redirect").Single());
        var setUp = await browser.GetAsync("/settings/workspaces");
        Assert.Contains("Research requires two-factor authentication.", setUp.Main, StringComparison.Ordinal);
        await server.Api(key).LoginAsync();
        Assert.Equal("/sign-in", (await setUp.PressAsync("Sign out")).Path);
    }

    [Fact]
    public async Task The_way_to_the_set_up_confirms_who_one_is_and_does_not_loop()
    {
        await using var server = await RequiringAsync();
        var browser = await server.SignedInAsync(server.Mia);
        server.Time.Advance(TimeSpan.FromMinutes(11));
        var page = await browser.GetAsync("/settings/notifications");
        Assert.Equal("Confirm your password", page.Heading);
        page = await page.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal(SetUp, page.Path);
        var phone = Authenticator.Scan(server, server.Mia, page);
        page = await page.Fill("Code", phone.Code()).PressAsync("Enable");
        page = await page.FollowAsync("I saved the codes");
        Assert.Equal("/settings/security", page.Path);
        Assert.Equal("/settings/notifications", (await browser.GetAsync("/settings/notifications")).Path);
    }

    [Fact]
    public async Task It_concerns_the_workspace_that_requires_it_alone()
    {
        await using var server = await RequiringAsync("--Server:Mode=Hosted");
        var other = await server.AddWorkspaceAsync("Studies");
        await server.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                {
                    db.Members.Add(Domain.Members.Member.Join(other, server.Mia.Id, MemberRole.Member, server.Time));
                    return Task.FromResult(true);
                })
        );
        var browser = await server.SignedInAsync(server.Mia);
        var page = await browser.GetAsync("/settings/workspaces");
        Assert.Equal(SetUp, page.Path);
        page = await page.PressAsync("Switch to Studies");
        Assert.Equal("/settings/workspaces", page.Path);
    }

    private static async Task AssertLedAsync(Browser browser, string name, string url)
    {
        using var answer = await browser.FetchAsync(HttpMethod.Get, url);
        Assert.True(
            (answer.StatusCode, answer.Headers.Location?.OriginalString) == (HttpStatusCode.Redirect, SetUp)
                || answer.StatusCode == HttpStatusCode.NotFound,
            $"{name} answers {answer.StatusCode}"
        );
    }

    private async Task<TestApp> RequiringAsync(params string[] settings)
    {
        var server = await App.AnotherAsync(settings: settings);
        await Authenticator.AddAsync(server, server.Olga);
        var done = await server.InAsync(server.Olga, s => s.GetRequiredService<RequireTwoFactor>().RunAsync(true));
        Assert.True(done.Value);
        return server;
    }
}
