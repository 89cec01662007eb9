using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

/// <summary>Only a link that was emailed proves an address: the inviter sees the copied one too.</summary>
public abstract partial class InvitationProofTests(TestApp app) : AppTests(app)
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
        Assert.Equal(409, (await SendNewAccountFormAsync(browser, page)).Status);
        Assert.Equal(0, await server.DbAsync(null, db => db.Users.CountAsync(u => u.Email == Ceo)));
        // Signed in as herself she cannot accept it either.
        var accept = $"/settings/notifications/invitations/{await IdAsync(server, Ceo):N}";
        Assert.Equal(404, (await (await server.SignedInAsync(server.Eve)).PostAsync(accept)).Status);
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
            seen.Add(await TextsOfCopiedLinkAsync(server, email));
            var emails = await receiver.WaitForAsync(
                all => all.Count(m => m.To == email) >= 2,
                $"{email} did not get two emails."
            );
            Assert.Equal(2, emails.Count(m => m.To == email));
        }
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task On_a_hosted_server_the_copied_link_creates_no_account_and_activates_none()
    {
        await using var server = await HostedAsync();
        await AddUnactivatedAsync(server, "notactive@example.org");
        foreach (var email in new[] { Ceo, "notactive@example.org" })
        {
            var copied = await InvitedUser.TokenAsync(server, server.Eve, email);
            var input = new JoinInput { Name = "Eve Eden", Password = Person.Password };
            var refused = await server.UseAsync(null, (JoinWithNewAccount join) => join.RunAsync(copied, input));
            Assert.StartsWith("Confirm your email address first.", Assert.Single(refused.Problems).Message);
            Assert.False(
                await server.DbAsync(null, db => db.Users.AnyAsync(u => u.Email == email && u.PasswordHash != null))
            );
            Assert.Null(await InvitedUser.RoleAsync(server, server.Eve.Workspace, email));
        }
    }

    [Fact]
    public async Task On_a_hosted_server_only_a_confirmed_account_accepts_with_the_copied_link()
    {
        await using var server = await HostedAsync();
        var nina = await OwnerAsync(server);
        var browser = await server.SignedInAsync(nina);
        await SetConfirmedAsync(server, nina, false);
        var copied = await InvitedUser.TokenAsync(server, server.Eve, nina.Email);
        Assert.Contains(Button, (await browser.GetAsync($"/join/{copied}")).Main);
        Assert.Equal(409, (await browser.PostAsync("/join")).Status);
        var refused = await server.UseAsync(nina, (AcceptInvitation accept) => accept.RunAsync(copied));
        Assert.StartsWith("Confirm your email address", Assert.Single(refused.Problems).Message);
        Assert.DoesNotContain(
            "Elsewhere",
            (await browser.GetAsync("/settings/notifications")).Html,
            StringComparison.Ordinal
        );
        await SetConfirmedAsync(server, nina, true);
        Assert.Equal(
            "You joined Elsewhere.",
            (await (await browser.GetAsync($"/join/{copied}")).PressAsync("Join workspace")).Flash
        );
    }

    [Fact]
    public async Task An_emailed_link_confirms_the_address_of_the_account_that_accepts_with_it()
    {
        await using var server = await HostedAsync();
        var nina = await OwnerAsync(server);
        await SetConfirmedAsync(server, nina, false);
        var emailed = await InvitedUser.EmailedTokenAsync(server, server.Eve, nina.Email);
        var invitation = await (await server.SignedInAsync(nina)).GetAsync($"/join/{emailed}");
        Assert.Equal("You joined Elsewhere.", (await invitation.PressAsync("Join workspace")).Flash);
        Assert.True((await server.UserAsync(nina.Id)).EmailConfirmed);
    }

    /// <summary>Nina, with a workspace of her own.</summary>
    private static async Task<Person> OwnerAsync(TestApp server) =>
        await server.AddAsync("Nina New", MemberRole.Owner, await server.AddWorkspaceAsync("Ninas"));

    private Task<TestApp> HostedAsync(MailReceiver? receiver = null) =>
        App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=9", .. receiver?.Settings ?? []]);

    private static async Task<Page> RequestConfirmationAsync(TestApp server, string token) =>
        await (await server.Browser().GetAsync($"/join/{token}")).PressAsync(Button);

    /// <summary>Sends the form for a new account, which the page does not show.</summary>
    private static Task<Page> SendNewAccountFormAsync(Browser browser, Page page)
    {
        var token = page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return browser.PostBareAsync(
            "/join",
            ("Name", "Eve Eden"),
            ("Password", Person.Password),
            ("__RequestVerificationToken", token)
        );
    }

    /// <summary>What the pages of the link say before and after asking for the email, without the address.</summary>
    private static async Task<(string Before, string After)> TextsOfCopiedLinkAsync(TestApp server, string email)
    {
        var page = await server.Browser().GetAsync($"/join/{await InvitedUser.TokenAsync(server, server.Eve, email)}");
        Assert.Equal((200, "Join Elsewhere"), Of(page));
        var sent = await page.PressAsync(Button);
        Assert.Equal((200, "Check your email"), Of(sent));
        return (
            page.Main.Replace(email, "", StringComparison.Ordinal),
            sent.Main.Replace(email, "", StringComparison.Ordinal)
        );
    }

    private static Task<int> SetConfirmedAsync(TestApp server, Person person, bool confirmed) =>
        server.DbAsync(
            null,
            db =>
                db.Users.Where(u => u.Id == person.Id)
                    .ExecuteUpdateAsync(u => u.SetProperty(x => x.EmailConfirmed, confirmed))
        );

    private static (int, string) Of(Page page) => (page.Status, page.Heading);

    private static Task<Guid> IdAsync(TestApp server, string email) =>
        server.DbAsync(
            null,
            db => db.Invitations.IgnoreQueryFilters().Where(i => i.Email == email).Select(i => i.Id).SingleAsync()
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
