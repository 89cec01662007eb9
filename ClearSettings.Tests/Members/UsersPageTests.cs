using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract class UsersPageTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Members_and_invitations_stand_in_one_list()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        var links = await (await (await browser.GetAsync(Users(server))).FollowAsync("Invite people")).Fill("Email addresses", "ivan@example.com").PressAsync("Create invitations");
        Assert.Contains("Give this link to ivan@example.com.", links.Main);
        var page = await browser.GetAsync(Users(server));
        Assert.Contains("3 members, 1 invitation is open.", page.Main);
        Assert.Equal("Pending Invited 2 Mar 2026 by Olga Orlova", page.Cell("ivan@example.com", "Status"));
        Assert.Equal("Active", page.Cell("Mia Meyer", "Status"));
        Assert.Equal("Owner", page.Cell(server.Olga.Email, "Role"));
    }

    private static string Users(TestApp server) => $"/workspaces/{server.Olga.Workspace:N}/users";
}

public sealed class UsersPageOnSqlite(SqliteApp app) : UsersPageTests(app), IClassFixture<SqliteApp>;

public sealed class UsersPageOnPostgres(PostgresApp app) : UsersPageTests(app), IClassFixture<PostgresApp>;
