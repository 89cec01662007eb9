using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract class NotificationsTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_bell_counts_what_waits_at_once_and_without_a_question_to_the_database_each_time()
    {
        var nina = await SomebodyElsewhereAsync();
        var browser = await App.SignedInAsync(nina);
        Assert.Equal("Notifications", Bell(await browser.GetAsync("/settings/profile")));
        await InvitedUser.TokenAsync(App, App.Olga, nina.Email);
        Assert.Equal("Notifications: 1 waiting", Bell(await browser.GetAsync("/settings/profile")));
        // Behind the program's back: still in memory, for a while.
        await App.DbAsync(
            null,
            db => db.Invitations.IgnoreQueryFilters().Where(i => i.Email == nina.Email).ExecuteDeleteAsync()
        );
        Assert.Equal("Notifications: 1 waiting", Bell(await browser.GetAsync("/settings/profile")));
        App.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("Notifications", Bell(await browser.GetAsync("/settings/profile")));
    }

    [Theory]
    [InlineData("/settings/notifications")]
    [InlineData("/settings/workspaces")]
    public async Task An_invitation_shows_in_the_app_and_is_accepted_with_one_button(string url)
    {
        var nina = await SomebodyElsewhereAsync();
        await InvitedUser.TokenAsync(App, App.Adam, nina.Email);
        var page = await (await App.SignedInAsync(nina)).GetAsync(url);
        Assert.Contains(
            "Research Adam Ames invites you as a member.",
            page.Main.Replace("Research", "Research ", StringComparison.Ordinal)
        );
        page = await page.PressAsync("Join workspace");
        Assert.Equal("You joined Research.", page.Flash);
        Assert.Equal("Notifications", Bell(page));
        Assert.Equal(MemberRole.Member, await InvitedUser.RoleAsync(App, App.Olga.Workspace, nina.Email));
    }

    [Fact]
    public async Task A_declined_invitation_is_gone_for_both_sides()
    {
        var nina = await SomebodyElsewhereAsync();
        var token = await InvitedUser.TokenAsync(App, App.Olga, nina.Email);
        var page = await (await App.SignedInAsync(nina)).GetAsync("/settings/notifications");
        var stale = page;
        page = await page.PressAsync("Decline");
        Assert.Equal("Invitation to Research declined.", page.Flash);
        Assert.Contains("No pending requests", page.Main);
        Assert.Equal((404, "The change could not be saved"), Of(await stale.PressAsync("Join workspace")));
        Assert.Contains("was declined", (await App.Browser().GetAsync($"/join/{token}")).Main);
        Assert.Null(await InvitedUser.RoleAsync(App, App.Olga.Workspace, nina.Email));
    }

    [Fact]
    public async Task Whoever_has_not_proved_the_address_sees_and_accepts_nothing()
    {
        var nina = await SomebodyElsewhereAsync();
        await App.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == nina.Id)
                    .ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailConfirmed, false))
        );
        await InvitedUser.TokenAsync(App, App.Olga, nina.Email);
        var browser = await App.SignedInAsync(nina);
        var page = await browser.GetAsync("/settings/notifications");
        Assert.DoesNotContain("Research", page.Html, StringComparison.Ordinal);
        Assert.Equal("Notifications", Bell(page));
        var url = $"/settings/notifications/invitations/{await IdAsync(nina.Email):N}";
        foreach (var handler in new[] { "", "?handler=Decline" })
            Assert.Equal(404, (await browser.PostAsync(url + handler)).Status);
        Assert.Null(await InvitedUser.RoleAsync(App, App.Olga.Workspace, nina.Email));
        Assert.True(
            await App.DbAsync(
                App.Olga,
                db => db.Invitations.AnyAsync(i => i.Email == nina.Email && i.State == InvitationState.Pending)
            )
        );
    }

    [Fact]
    public async Task No_one_answers_an_invitation_of_someone_else()
    {
        await InvitedUser.TokenAsync(App, App.Olga, "other@example.org");
        var browser = await App.SignedInAsync(App.Eve);
        foreach (var handler in new[] { "", "?handler=Decline" })
            Assert.Equal(
                (404, "The change could not be saved"),
                Of(
                    await browser.PostAsync(
                        $"/settings/notifications/invitations/{await IdAsync("other@example.org"):N}{handler}"
                    )
                )
            );
        Assert.Equal(
            InvitationState.Pending,
            await App.DbAsync(
                App.Olga,
                db => db.Invitations.Where(i => i.Email == "other@example.org").Select(i => i.State).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task Emails_about_workspaces_are_disabled_and_enabled_and_what_is_always_sent_stays()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var page = await (await server.SignedInAsync(server.Adam)).GetAsync("/settings/notifications");
        Assert.Equal(
            "Email notifications disabled.",
            (page = await page.PressAsync("Email notifications enabled")).Flash
        );
        Assert.Equal("false", page.Document.QuerySelector("[role=switch]")!.GetAttribute("aria-checked"));
        Assert.Contains("You always receive", page.Main);
        await InvitedUser.FillAsync(
            await server.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(server, server.Adam)}")
        );
        await (await page.PressAsync("Email notifications disabled")).PressAsync("Email notifications enabled");
        await (await page.PressAsync("Email notifications disabled")).FollowAsync("Profile");
        await InvitedUser.FillAsync(
            await server
                .Browser()
                .GetAsync($"/join/{await InvitedUser.TokenAsync(server, server.Adam, "second@example.org")}"),
            "Second One"
        );
        Assert.Equal("Second One joined Research", (await receiver.WaitForAsync(server.Adam.Email)).Subject);
        Assert.Equal(
            [InvitedUser.Ivan, "second@example.org"],
            (await receiver.WaitForAsync(3)).Where(m => m.To != server.Adam.Email).Select(m => m.To).Order()
        );
    }

    private async Task<Person> SomebodyElsewhereAsync() =>
        await App.AddAsync("Nina New", MemberRole.Owner, await App.AddWorkspaceAsync("Ninas"));

    private Task<Guid> IdAsync(string email) =>
        App.DbAsync(App.Olga, db => db.Invitations.Where(i => i.Email == email).Select(i => i.Id).SingleAsync());

    private static string Bell(Page page) => page.Document.QuerySelector(".bell")!.GetAttribute("aria-label")!;

    private static (int, string) Of(Page page) => (page.Status, page.Heading);
}

public sealed class NotificationsOnSqlite(SqliteApp app) : NotificationsTests(app), IClassFixture<SqliteApp>;
