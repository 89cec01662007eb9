using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users.TwoFactor;

/// <summary>`clearsettings admin recover`.</summary>
public sealed class RecoveryLinkTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    [Fact]
    public async Task A_link_signs_in_once_and_the_second_factor_can_then_be_disabled()
    {
        await using var server = await App.AnotherAsync();
        await Authenticator.AddAsync(server, server.Mia);
        var token = await TokenAsync(server, server.Mia.Email);
        var (browser, other) = (server.Browser(), server.Browser());
        var page = await browser.GetAsync($"/recover/{token}");
        var second = await other.GetAsync($"/recover/{token}");
        Assert.Equal("/recover", page.Path);
        Assert.Contains(server.Mia.Email, page.Main, StringComparison.Ordinal);
        var pages = await Task.WhenAll(page.PressAsync("Sign in"), second.PressAsync("Sign in"));
        page = Assert.Single(pages, p => p.Path == "/settings/security");
        Assert.StartsWith("You are signed in.", page.Flash);
        var refused = Assert.Single(pages, p => p.Path == "/recover");
        Assert.Equal((404, "This link no longer works"), (refused.Status, refused.Heading));
        page = await (await page.FollowAsync("Disable")).PressAsync("Disable");
        Assert.StartsWith("Two-factor authentication disabled.", page.Flash);
        Assert.Equal(
            [$"{AuditKind.RecoveryLinkCreated} Command line", $"{AuditKind.RecoveryLinkUsed} Mia Meyer"],
            await EventsAsync(server)
        );
    }

    [Fact]
    public async Task A_link_lasts_fifteen_minutes_and_a_new_one_ends_it()
    {
        var first = await TokenAsync(App, App.Mia.Email);
        var second = await TokenAsync(App, App.Mia.Email);
        Assert.Equal(404, (await App.Browser().GetAsync($"/recover/{first}")).Status);
        var page = await App.Browser().GetAsync($"/recover/{second}");
        App.Time.Advance(RecoveryLink.Lifetime);
        page = await page.PressAsync("Sign in");
        Assert.Equal((404, "This link no longer works"), (page.Status, page.Heading));
        Assert.Equal(404, (await App.Browser().GetAsync($"/recover/{second}")).Status);
    }

    [Fact]
    public async Task The_person_hears_of_the_link_but_does_not_get_it()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var token = await TokenAsync(server, server.Mia.Email);
        var email = await receiver.WaitForAsync(server.Mia.Email, "A recovery link was created for your account");
        Assert.DoesNotContain(token, email.Raw, StringComparison.Ordinal);
    }

    private static Task<List<string>> EventsAsync(TestApp server) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.AuditEvents.Where(e => e.Kind.StartsWith("recovery_link"))
                    .OrderBy(e => e.At)
                    .Select(e => e.Kind + " " + e.ActorName)
                    .ToListAsync()
        );

    private static async Task<string> TokenAsync(TestApp server, string email) =>
        (await server.InAsync(null, s => s.GetRequiredService<CreateRecoveryLink>().RunAsync(email))).Value.Reveal();
}
