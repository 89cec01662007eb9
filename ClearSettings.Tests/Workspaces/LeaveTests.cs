using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Workspaces;

public abstract class LeaveTests(TestApp app) : AppTests(app)
{
    private static readonly string[] Hosted = ["--Server:Mode=Hosted", "--Plans:Free:Members=40"];

    private static readonly string[] OwnPages =
    [
        "/",
        "/settings",
        "/settings/profile",
        "/settings/workspaces",
        "/settings/notifications",
        "/sign-in",
        "/sign-in?returnUrl=/settings/profile",
        "/no-workspace",
    ];

    [Fact]
    public async Task Leaving_says_with_counts_what_is_lost_and_revokes_it_immediately()
    {
        await using var server = await App.AnotherAsync(settings: Hosted);
        var used = server.Api(await server.KeyAsync(server.Mia));
        var unused = server.Api(await server.KeyAsync(server.Mia));
        await used.LoginAsync();
        var elsewhere = await server.AddWorkspaceAsync("Mias");
        var there = await server.AddToWorkspaceAsync(server.Mia, elsewhere, MemberRole.Owner);
        var stays = server.Api(await server.KeyAsync(there));
        var workspaces = await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/workspaces");
        var page = await workspaces.FollowAsync("Leave workspace");
        Assert.Equal("Leave Research?", page.Heading);
        Assert.Contains("2 API credentials are revoked; 1 was used in the last 24 hours.", page.Main);
        Assert.Contains("Your work stays in the workspace.", page.Main);
        page = await page.PressAsync("Leave workspace");
        Assert.Equal("You left Research. 2 API credentials were revoked.", page.Flash);
        Assert.Equal("Mias", page.Document.QuerySelector(".fold-name")!.TextContent);
        await used.RefusedAsync(401, 30, "users.get_current_user");
        await unused.RefusedAsync(401, 22, "auth.login");
        await stays.OkAsync("users.get_current_user");
        Assert.Contains(
            await server.DbAsync(server.Olga, db => db.AuditEvents.ToListAsync()),
            e => e.Kind == "member.left" && e.ActorId == server.Mia.Id
        );
    }

    [Fact]
    public async Task One_stays_in_ones_personal_workspace_and_the_last_owner_in_theirs()
    {
        await using var server = await App.AnotherAsync(settings: Hosted);
        var olga = await server.SignedInAsync(server.Olga);
        Assert.DoesNotContain(
            "Leave workspace",
            (await olga.GetAsync("/settings/workspaces")).Html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "This is your personal workspace.",
            (await olga.GetAsync($"/settings/workspaces/{server.Olga.Workspace:N}/leave")).Problems
        );
        Assert.Equal(422, (await olga.PostAsync($"/settings/workspaces/{server.Olga.Workspace:N}/leave")).Status);
        var eve = await server.SignedInAsync(server.Eve);
        var page = await (await eve.GetAsync("/settings/workspaces")).FollowAsync("Leave workspace");
        Assert.Contains("Transfer ownership to another member", page.Problems);
        Assert.Equal(422, (await eve.PostAsync($"/settings/workspaces/{server.Eve.Workspace:N}/leave")).Status);
        Assert.Single(await server.DbAsync(server.Eve, db => db.Members.ToListAsync()));
    }

    [Fact]
    public async Task Of_two_owners_who_leave_at_once_one_stays()
    {
        await using var server = await App.AnotherAsync(settings: Hosted);
        for (var round = 0; round < 5; round++)
        {
            var workspace = await server.AddWorkspaceAsync($"Round {round}");
            var owners = new[]
            {
                await server.AddAsync("One", MemberRole.Owner, workspace),
                await server.AddAsync("Two", MemberRole.Owner, workspace),
            };
            var done = await Task.WhenAll(
                owners.Select(o => server.InAsync(o, s => s.GetRequiredService<LeaveWorkspace>().RunAsync()))
            );
            Assert.Single(done, d => d.Ok);
            Assert.Single(await Members.InvitedUser.MembersAsync(server, workspace));
        }
    }

    [Fact]
    public async Task An_offered_ownership_dies_when_either_leaves()
    {
        await using var server = await App.AnotherAsync(settings: Hosted);
        await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<RequestOwnershipTransfer>().RunAsync(server.Adam.Id)
        );
        await server.InAsync(server.Adam, s => s.GetRequiredService<LeaveWorkspace>().RunAsync());
        Assert.Equal(0, await server.DbAsync(server.Olga, db => db.OwnershipTransfers.CountAsync()));
    }

    [Fact]
    public async Task Whoever_is_in_no_workspace_is_told_so_without_going_in_circles_and_joins_from_there()
    {
        var (nina, browser) = await NinaWithoutWorkspaceAsync();
        foreach (var url in OwnPages)
        {
            var page = await browser.GetAsync(url);
            Assert.Equal(
                (200, "/no-workspace", "You are not a member of any workspace"),
                (page.Status, page.Path, page.Heading)
            );
        }
        Assert.Equal(404, (await browser.GetAsync($"/workspaces/{App.Olga.Workspace:N}/users")).Status);
        Assert.Equal(
            "/no-workspace",
            (await browser.FetchAsync(HttpMethod.Get, "/settings/profile", null, ("HX-Request", "true")))
                .Headers.GetValues("HX-Redirect")
                .Single()
        );
        Assert.DoesNotContain("Research", (await browser.GetAsync("/no-workspace")).Html, StringComparison.Ordinal);
        await Members.InvitedUser.TokenAsync(App, App.Olga, nina.Email);
        var joined = await (await browser.GetAsync("/no-workspace")).PressAsync("Join Research");
        Assert.Equal(("/settings/workspaces", "You joined Research."), (joined.Path, joined.Flash));
        Assert.Equal("/settings/workspaces", (await browser.GetAsync("/no-workspace")).Path);
    }

    [Fact]
    public async Task From_nowhere_one_can_decline_sign_out_and_sign_in_again()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await App.InAsync(App.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([nina.Id]));
        await Members.InvitedUser.TokenAsync(App, App.Olga, nina.Email);
        var browser = await App.SignedInAsync(nina);
        var page = await (await browser.GetAsync("/settings")).PressAsync("Decline");
        Assert.Equal("/no-workspace", page.Path);
        Assert.DoesNotContain("Research", page.Html, StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await page.PressAsync("Sign out")).Path);
        Assert.Equal("/sign-in", (await browser.GetAsync("/no-workspace")).Path);
    }

    private async Task<(Person Nina, Browser Browser)> NinaWithoutWorkspaceAsync()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var browser = await App.SignedInAsync(nina);
        await App.UseAsync(App.Olga, (RemoveMembers remove) => remove.RunAsync([nina.Id]));
        return (nina, browser);
    }
}

public sealed class LeaveOnSqlite(SqliteApp app) : LeaveTests(app), IClassFixture<SqliteApp>;

public sealed class LeaveOnPostgres(PostgresApp app) : LeaveTests(app), IClassFixture<PostgresApp>;
