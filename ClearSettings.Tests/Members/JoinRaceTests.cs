using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract class JoinRaceTests(TestApp app) : AppTests(app)
{
    private const string AllSeatsInUse =
        "All 13 seats of this workspace are in use. Ask Olga Orlova to free a seat. Your invitation stays valid.";

    [Fact]
    public async Task Twenty_at_once_with_one_link_make_one_account_and_one_membership()
    {
        var token = await InvitedUser.TokenAsync(App, App.Olga, "race@example.org");
        var forms = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => App.Browser().GetAsync($"/join/{token}")));
        var pages = await Task.WhenAll(forms.Select((f, i) => InvitedUser.FillAsync(f, $"Ivan {i}")));
        Assert.Single(pages, p => p.Flash == "You joined Research.");
        Assert.All(pages.Where(p => p.Flash.Length == 0), p => Assert.Contains(p.Status, new[] { 404, 409 }));
        Assert.Equal(1, await App.DbAsync(null, db => db.Users.CountAsync(u => u.Email == "race@example.org")));
        Assert.Equal(
            1,
            await App.DbAsync(
                App.Olga,
                db => db.AuditEvents.CountAsync(e => e.Kind == "invitation.accepted" && e.Subject == "race@example.org")
            )
        );
    }

    [Fact]
    public async Task Twenty_at_once_with_an_account_make_one_membership()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Owner, await App.AddWorkspaceAsync("Ninas"));
        var token = await InvitedUser.TokenAsync(App, App.Olga, nina.Email);
        var browsers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => App.SignedInAsync(nina)));
        var forms = await Task.WhenAll(
            browsers.Select((b, i) => b.GetAsync(i % 2 == 0 ? $"/join/{token}" : "/settings/notifications"))
        );
        var pages = await Task.WhenAll(forms.Select(f => f.PressAsync("Join workspace")));
        Assert.Single(pages, p => p.Flash == "You joined Research.");
        Assert.All(pages.Where(p => p.Flash.Length == 0), p => Assert.Equal(404, p.Status));
        Assert.Single(await InvitedUser.MembersAsync(App, App.Olga.Workspace), m => m.UserId == nina.Id);
    }

    [Fact]
    public async Task Ten_at_once_on_the_last_seat_let_one_in_and_keep_the_others_invitations()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=13"]);
        var tokens = new List<string>();
        for (var i = 0; i < 10; i++)
            tokens.Add(await InvitedUser.EmailedTokenAsync(server, server.Olga, $"seat{i}@example.org"));
        // Olga, Adam, Mia and nine more: 12 of 13.
        for (var i = 0; i < 9; i++)
            await server.AddAsync($"Number {i}", MemberRole.Member);
        var forms = await Task.WhenAll(tokens.Select(t => server.Browser().GetAsync($"/join/{t}")));
        var pages = await Task.WhenAll(forms.Select(f => InvitedUser.FillAsync(f)));
        Assert.Single(pages, p => p.Flash == "You joined Research.");
        Assert.All(
            pages.Where(p => p.Flash.Length == 0),
            p => Assert.Equal((422, AllSeatsInUse), (p.Status, p.Problems))
        );
        Assert.Equal(13, (await InvitedUser.MembersAsync(server, server.Olga.Workspace)).Count);
        Assert.Equal(
            9,
            await server.DbAsync(server.Olga, db => db.Invitations.CountAsync(i => i.State == InvitationState.Pending))
        );
        Assert.Equal(1, await server.DbAsync(null, db => db.Users.CountAsync(u => u.Email!.StartsWith("seat"))));
    }

    [Fact]
    public async Task Whoever_comes_to_a_hosted_server_by_invitation_gets_a_workspace_of_their_own_too()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=13"]);
        var page = await InvitedUser.FillAsync(
            await server.Browser().GetAsync($"/join/{await InvitedUser.EmailedTokenAsync(server, server.Olga)}")
        );
        var panels = page.Document.QuerySelectorAll("section.panel").Select(p => Page.Squeeze(p.TextContent)).ToList();
        Assert.Equal(2, panels.Count);
        Assert.Contains("Research", panels[0]);
        Assert.Contains("Currently active", panels[0]);
        Assert.Contains("Ivan's workspaceYour personal workspace. No credentials yet", panels[1]);
    }
}

public sealed class JoinRaceOnSqlite(SqliteApp app) : JoinRaceTests(app), IClassFixture<SqliteApp>;

public sealed class JoinRaceOnPostgres(PostgresApp app) : JoinRaceTests(app), IClassFixture<PostgresApp>;
