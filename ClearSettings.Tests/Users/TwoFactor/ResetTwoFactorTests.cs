using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users.TwoFactor;

/// <summary>Administrators help members who lost their second factor.</summary>
public sealed class ResetTwoFactorTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    [Fact]
    public async Task An_administrator_resets_a_member_who_is_told_and_signed_out()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var phone = await Authenticator.AddAsync(server, server.Mia);
        var mias = server.Browser();
        await phone.SignInAsync(mias);
        var browser = await server.SignedInAsync(server.Adam);
        var users = await browser.GetAsync($"/workspaces/{server.Adam.Workspace:N}/users");
        var page = await users.FollowAsync("Mia Meyer", "Reset two-factor authentication");
        page = await page.PressAsync("Reset");
        Assert.Equal("Two-factor authentication of Mia Meyer was reset, and their sessions have ended.", page.Flash);
        Assert.StartsWith("/sign-in", (await mias.GetAsync("/settings/profile")).Path);
        await server.SignedInAsync(server.Mia);
        Assert.Equal(1, await phone.CountSessionsAsync());
        var email = await receiver.WaitForAsync(server.Mia.Email, "Two-factor authentication was disabled");
        Assert.Contains("by Adam Ames", email.Text, StringComparison.Ordinal);
        var events = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.Where(e => e.Kind == AuditKind.TwoFactorReset).ToListAsync()
        );
        Assert.Equal(("Adam Ames", "Mia Meyer"), (events.Single().ActorName, events.Single().Subject));
    }

    [Fact]
    public async Task It_wants_a_recent_confirmation()
    {
        await using var server = await App.AnotherAsync();
        await Authenticator.AddAsync(server, server.Mia);
        var browser = await server.SignedInAsync(server.Adam);
        var page = await browser.GetAsync(
            $"/workspaces/{server.Adam.Workspace:N}/users/{server.Mia.Id:N}/reset-two-factor"
        );
        server.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("Confirm your password", (await page.PressAsync("Reset")).Heading);
    }

    [Fact]
    public async Task No_one_resets_the_owner_or_themselves()
    {
        await using var server = await App.AnotherAsync();
        await Authenticator.AddAsync(server, server.Olga);
        await Authenticator.AddAsync(server, server.Adam);
        foreach (var (who, whom) in new[] { (server.Adam, server.Olga), (server.Adam, server.Adam) })
        {
            var done = await server.InAsync(who, s => s.GetRequiredService<ResetTwoFactor>().RunAsync(whom.Id));
            Assert.Equal(Refusal.Invalid, done.Refusal);
            Assert.False(done.Ok);
        }
        Assert.Equal(2, await server.DbAsync(null, db => db.AuthenticatorApps.CountAsync()));
    }

    [Fact]
    public async Task An_account_of_several_workspaces_is_reset_by_no_administrator_of_one()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        await Authenticator.AddAsync(server, server.Mia);
        await server.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                {
                    db.Members.Add(Member.Join(server.Eve.Workspace, server.Mia.Id, MemberRole.Member, server.Time));
                    return Task.FromResult(true);
                })
        );
        var done = await server.InAsync(
            server.Eve,
            s => s.GetRequiredService<ResetTwoFactor>().RunAsync(server.Mia.Id)
        );
        Assert.StartsWith("This account belongs to other workspaces too.", done.Problems[0].Message);
    }
}
