using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

/// <summary>Only a link that was emailed proves an address: the inviter sees the copied one too.</summary>
public abstract class InvitationProofTests(TestApp app) : AppTests(app)
{
    private const string Ceo = "ceo@victim.example";
    private const string Button = "Send confirmation email";

    [Fact]
    public async Task On_a_hosted_server_the_inviter_cannot_use_the_copied_link_to_get_an_account_for_the_address()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        var copied = await InvitedUser.TokenAsync(server, server.Eve, Ceo);
        var browser = server.Browser();
        var page = await browser.GetAsync($"/join/{copied}");
        Assert.Empty(page.Document.QuerySelectorAll("main input[name=Password]"));
        // The form for a new account, which the page does not show.
        var token = page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        Assert.Equal(
            409,
            (
                await browser.PostBareAsync(
                    "/join",
                    ("Name", "Eve Eden"),
                    ("Password", Person.Password),
                    ("__RequestVerificationToken", token)
                )
            ).Status
        );
        Assert.Equal(0, await server.DbAsync(null, db => db.Users.CountAsync(u => u.Email == Ceo)));
        // Signed in as herself she cannot accept it either.
        Assert.Equal(
            404,
            (
                await (await server.SignedInAsync(server.Eve)).PostAsync(
                    $"/settings/notifications/invitations/{await IdAsync(server, Ceo):N}"
                )
            ).Status
        );
        Assert.Null(await InvitedUser.RoleAsync(server, server.Eve.Workspace, Ceo));
    }

    [Fact]
    public async Task On_a_hosted_server_the_copied_link_shows_the_same_page_whether_or_not_the_address_has_an_account()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        await AddUnactivatedAsync(server, "notactive@example.org");
        List<(string Before, string After)> seen = [];
        foreach (var email in new[] { "stranger@example.org", server.Mia.Email, "notactive@example.org" })
        {
            var page = await server
                .Browser()
                .GetAsync($"/join/{await InvitedUser.TokenAsync(server, server.Eve, email)}");
            Assert.Equal((200, "Join Elsewhere"), (page.Status, page.Heading));
            var sent = await page.PressAsync(Button);
            Assert.Equal((200, "Check your email"), (sent.Status, sent.Heading));
            seen.Add(
                (
                    page.Main.Replace(email, "", StringComparison.Ordinal),
                    sent.Main.Replace(email, "", StringComparison.Ordinal)
                )
            );
            Assert.Equal(
                2,
                (
                    await receiver.WaitForAsync(
                        emails => emails.Count(m => m.To == email) >= 2,
                        $"{email} did not get two emails."
                    )
                ).Count(m => m.To == email)
            );
        }
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task On_a_hosted_server_the_copied_link_creates_no_account_and_activates_none()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=9"]);
        await AddUnactivatedAsync(server, "notactive@example.org");
        foreach (var email in new[] { Ceo, "notactive@example.org" })
        {
            var copied = await InvitedUser.TokenAsync(server, server.Eve, email);
            var input = new JoinInput { Name = "Eve Eden", Password = Person.Password };
            var refused = await server.InAsync(
                null,
                s => s.GetRequiredService<JoinWithNewAccount>().RunAsync(copied, input)
            );
            Assert.StartsWith("Confirm your email address first.", Assert.Single(refused.Problems).Message);
            Assert.False(
                await server.DbAsync(null, db => db.Users.AnyAsync(u => u.Email == email && u.PasswordHash != null))
            );
            Assert.Null(await InvitedUser.RoleAsync(server, server.Eve.Workspace, email));
        }
    }

    [Fact]
    public async Task The_confirmation_email_has_a_link_of_its_own_that_makes_a_confirmed_account()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        var copied = await InvitedUser.TokenAsync(server, server.Eve, Ceo);
        var first = (await receiver.WaitForAsync(Ceo)).Link("/join/").AbsolutePath;
        await (await server.Browser().GetAsync($"/join/{copied}")).PressAsync(Button);
        var emailed = (await receiver.WaitForAsync(2))[1].Link("/join/").AbsolutePath;
        Assert.DoesNotContain(copied, emailed, StringComparison.Ordinal);
        Assert.Equal((404, "This link no longer works"), Of(await server.Browser().GetAsync(first)));
        var page = await InvitedUser.FillAsync(await server.Browser().GetAsync(emailed), "Carla Chief");
        Assert.Equal("You joined Elsewhere.", page.Flash);
        Assert.True(
            await server.DbAsync(
                null,
                db => db.Users.Where(u => u.Email == Ceo).Select(u => u.EmailConfirmed).SingleAsync()
            )
        );
        Assert.Equal((404, "This link no longer works"), Of(await server.Browser().GetAsync($"/join/{copied}")));
    }

    [Fact]
    public async Task An_address_gets_three_emails_a_day_and_the_latest_link_keeps_working()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        var copied = await InvitedUser.TokenAsync(server, server.Eve, Ceo);
        for (var i = 0; i < 6; i++)
            Assert.Equal(
                "Check your email",
                (await (await server.Browser().GetAsync($"/join/{copied}")).PressAsync(Button)).Heading
            );
        var emails = await receiver.WaitForAsync(3);
        Assert.Equal(3, await server.DbAsync(null, db => db.Emails.CountAsync(m => m.To == Ceo)));
        Assert.Equal(
            "You joined Elsewhere.",
            (await InvitedUser.FillAsync(await server.Browser().GetAsync(emails[2].Link("/join/").AbsolutePath))).Flash
        );
    }

    [Fact]
    public async Task When_other_workspaces_used_up_the_emails_of_the_day_the_page_says_when_to_try_again()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await HostedAsync(receiver);
        List<string> seen = [];
        foreach (var email in new[] { Ceo, server.Adam.Email })
        {
            var copied = await InvitedUser.TokenAsync(server, server.Eve, email);
            await receiver.WaitForAsync(email);
            var other = await InvitedUser.TokenAsync(server, await OwnerAsync(server), email);
            server.Time.Advance(TimeSpan.FromMinutes(90));
            Assert.Equal(
                "Check your email",
                (await (await server.Browser().GetAsync($"/join/{other}")).PressAsync(Button)).Heading
            );
            // The email of this invitation was sent, and its link works.
            Assert.Equal(
                "Check your email",
                (await (await server.Browser().GetAsync($"/join/{copied}")).PressAsync(Button)).Heading
            );
            await server.DbAsync(
                null,
                db =>
                    db.Emails.Where(m => m.To == email && m.WorkspaceId == server.Eve.Workspace)
                        .ExecuteUpdateAsync(m => m.SetProperty(x => x.State, JobState.Failed))
            );
            var refused = await (await server.Browser().GetAsync($"/join/{copied}")).PressAsync(Button);
            Assert.Equal(422, refused.Status);
            Assert.Contains(
                "This address has reached the limit of 3 invitation emails in 24 hours. Try again in 23 hours.",
                refused.Main
            );
            seen.Add(refused.Main.Replace(email, "", StringComparison.Ordinal));
            await server.DbAsync(
                null,
                db =>
                    db.Emails.Where(m => m.To == email && m.WorkspaceId == server.Eve.Workspace)
                        .ExecuteUpdateAsync(m => m.SetProperty(x => x.State, JobState.Done))
            );
            await server.DbAsync(
                null,
                db =>
                    db.Invitations.IgnoreQueryFilters()
                        .Where(i => i.Email == email && i.WorkspaceId == server.Eve.Workspace)
                        .ExecuteUpdateAsync(i => i.SetProperty(x => x.EmailTokenHash, (byte[]?)null))
            );
            Assert.Equal(422, (await (await server.Browser().GetAsync($"/join/{copied}")).PressAsync(Button)).Status);
            server.Time.Advance(TimeSpan.FromHours(23));
            Assert.Equal(
                "Check your email",
                (await (await server.Browser().GetAsync($"/join/{copied}")).PressAsync(Button)).Heading
            );
            Assert.Equal(4, await server.DbAsync(null, db => db.Emails.CountAsync(m => m.To == email)));
        }
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task Without_email_a_hosted_server_says_that_the_address_cannot_be_confirmed()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        var page = await (
            await server.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(server, server.Eve, Ceo)}")
        ).PressAsync(Button);
        Assert.Equal(422, page.Status);
        Assert.Contains("cannot send email yet", page.Main);
    }

    [Fact]
    public async Task On_a_hosted_server_a_confirmed_account_accepts_with_the_copied_link_and_an_unconfirmed_one_does_not()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=9"]);
        var nina = await server.AddAsync("Nina New", MemberRole.Owner, await server.AddWorkspaceAsync("Ninas"));
        var browser = await server.SignedInAsync(nina);
        await server.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == nina.Id)
                    .ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailConfirmed, false))
        );
        var copied = await InvitedUser.TokenAsync(server, server.Eve, nina.Email);
        Assert.Contains(Button, (await browser.GetAsync($"/join/{copied}")).Main);
        Assert.Equal(409, (await browser.PostAsync("/join")).Status);
        var refused = await server.InAsync(nina, s => s.GetRequiredService<AcceptInvitation>().RunAsync(copied));
        Assert.StartsWith("Confirm your email address", Assert.Single(refused.Problems).Message);
        Assert.DoesNotContain(
            "Elsewhere",
            (await browser.GetAsync("/settings/notifications")).Html,
            StringComparison.Ordinal
        );
        await server.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == nina.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailConfirmed, true))
        );
        Assert.Equal(
            "You joined Elsewhere.",
            (await (await browser.GetAsync($"/join/{copied}")).PressAsync("Join workspace")).Flash
        );
    }

    [Fact]
    public async Task An_emailed_link_confirms_the_address_of_the_account_that_accepts_with_it()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=9"]);
        var nina = await server.AddAsync("Nina New", MemberRole.Owner, await server.AddWorkspaceAsync("Ninas"));
        await server.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == nina.Id)
                    .ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailConfirmed, false))
        );
        var emailed = await InvitedUser.EmailedTokenAsync(server, server.Eve, nina.Email);
        Assert.Equal(
            "You joined Elsewhere.",
            (
                await (await (await server.SignedInAsync(nina)).GetAsync($"/join/{emailed}")).PressAsync(
                    "Join workspace"
                )
            ).Flash
        );
        Assert.True(
            await server.DbAsync(
                null,
                db => db.Users.Where(u => u.Id == nina.Id).Select(u => u.EmailConfirmed).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task On_a_self_hosted_server_a_copied_link_joins_and_leaves_the_address_unconfirmed()
    {
        var page = await InvitedUser.FillAsync(
            await App.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(App, App.Olga, "copied@example.org")}")
        );
        Assert.Equal("You joined Research.", page.Flash);
        Assert.False(
            await App.DbAsync(
                null,
                db => db.Users.Where(u => u.Email == "copied@example.org").Select(u => u.EmailConfirmed).SingleAsync()
            )
        );
        page = await InvitedUser.FillAsync(
            await App.Browser()
                .GetAsync($"/join/{await InvitedUser.EmailedTokenAsync(App, App.Olga, "emailed@example.org")}")
        );
        Assert.Equal("You joined Research.", page.Flash);
        Assert.True(
            await App.DbAsync(
                null,
                db => db.Users.Where(u => u.Email == "emailed@example.org").Select(u => u.EmailConfirmed).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task On_a_self_hosted_server_someone_who_was_removed_comes_back_with_a_copied_link_and_their_own_password()
    {
        const string email = "back@example.org";
        await InvitedUser.FillAsync(
            await App.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(App, App.Olga, email)}")
        );
        var id = await App.DbAsync(null, db => db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync());
        await App.InAsync(App.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([id]));
        var page = await App.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(App, App.Olga, email)}");
        // The inviter holds this link too, and must not set a new password with it.
        Assert.Empty(page.Document.QuerySelectorAll("main input[name=Password]"));
        page = await (await page.FollowAsync("Sign in to join"))
            .Fill("Email", email)
            .Fill("Password", Person.Password)
            .PressAsync("Sign in");
        Assert.Equal("You joined Research.", (await page.PressAsync("Join workspace")).Flash);
        Assert.False(
            await App.DbAsync(null, db => db.Users.Where(u => u.Id == id).Select(u => u.EmailConfirmed).SingleAsync())
        );
    }

    [Fact]
    public async Task A_new_link_to_copy_leaves_the_emailed_one_and_a_new_email_ends_both()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var copied = await InvitedUser.TokenAsync(server, server.Olga);
        var emailed = (await receiver.WaitForAsync(1))[0].Link("/join/").AbsolutePath;
        await RenewAsync(server, mail: false);
        Assert.Equal(404, (await server.Browser().GetAsync($"/join/{copied}")).Status);
        Assert.Equal(200, (await server.Browser().GetAsync(emailed)).Status);
        await RenewAsync(server, mail: true);
        Assert.Equal(404, (await server.Browser().GetAsync(emailed)).Status);
        Assert.Equal(
            200,
            (await server.Browser().GetAsync((await receiver.WaitForAsync(2))[1].Link("/join/").AbsolutePath)).Status
        );
    }

    private static async Task<Person> OwnerAsync(TestApp server) =>
        await server.AddAsync("Nina New", MemberRole.Owner, await server.AddWorkspaceAsync("Other"));

    private Task<TestApp> HostedAsync(MailReceiver receiver) =>
        App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=9", .. receiver.Settings]);

    private static (int, string) Of(Page page) => (page.Status, page.Heading);

    private static Task<Guid> IdAsync(TestApp server, string email) =>
        server.DbAsync(
            null,
            db => db.Invitations.IgnoreQueryFilters().Where(i => i.Email == email).Select(i => i.Id).SingleAsync()
        );

    private static Task<Result<IReadOnlyList<NewInvitation>>> RenewAsync(TestApp server, bool mail) =>
        server.InAsync(
            server.Olga,
            async s =>
            {
                var db = s.GetRequiredService<ClearSettingsDb>();
                var key = await db
                    .Invitations.AsNoTracking()
                    .Select(i => new InvitationKey(i.Id, i.RowVersion))
                    .SingleAsync();
                return await s.GetRequiredService<RenewInvitations>().RunAsync([key], mail);
            }
        );

    /// <summary>An account without a password, as auth.create_user makes it.</summary>
    private static Task<bool> AddUnactivatedAsync(TestApp server, string email) =>
        server.InAsync(
            null,
            async s =>
            {
                var user = User.Create("Not Active", email, server.Time);
                return (await s.GetRequiredService<UserManager<User>>().CreateAsync(user)).Succeeded;
            }
        );
}

public sealed class InvitationProofOnSqlite(SqliteApp app) : InvitationProofTests(app), IClassFixture<SqliteApp>;
