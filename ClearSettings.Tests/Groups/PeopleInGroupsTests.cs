using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Groups;

public abstract class PeopleInGroupsTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_list_of_people_shows_groups_filters_by_one_and_exports_them()
    {
        await using var server = await App.AnotherAsync();
        var group = await GroupFixture.GroupAsync(server, "Perception", server.Mia, server.Adam);
        await GroupFixture.InviteAsync(server, "ivan@example.com", MemberRole.Admin, [group.Id]);
        var browser = await server.SignedInAsync(server.Olga);
        var page = await browser.GetAsync(Users(server));
        Assert.Equal(
            "SettingsUsers & groupsUsers",
            string.Concat(page.Document.QuerySelectorAll(".crumbs li").Select(l => l.TextContent.Trim()))
        );
        Assert.Equal(["Admins", "Perception"], Chips(page, server.Adam.Email));
        Assert.Equal(["Admins", "Perception"], Chips(page, "ivan@example.com"));
        Assert.Equal(["Perception"], Chips(page, server.Mia.Email));
        await AssertFilteredByGroupAsync(browser, server, group.Id);
        var filtered = await browser.GetAsync($"{Users(server)}?group={group.Id:N}&sort=-email");
        Assert.EndsWith(
            $"/users?group={group.Id:N}&sort=role",
            filtered
                .Document.QuerySelectorAll("thead a")
                .Single(a => a.TextContent.Trim() == "Role")
                .GetAttribute("href")
        );
        Assert.Contains("3 people", filtered.Main);
        await AssertExportedAsync(browser, server, group.Id);
    }

    private static async Task AssertFilteredByGroupAsync(Browser browser, TestApp server, Guid group)
    {
        var admins = (await GroupFixture.BuiltInAsync(server, BuiltInGroup.Admins)).Id;
        var users = (await GroupFixture.BuiltInAsync(server, BuiltInGroup.Users)).Id;
        var foreign = (await GroupFixture.BuiltInAsync(server, BuiltInGroup.Users, server.Eve)).Id;
        foreach (
            var (query, rows) in new[]
            {
                ($"?group={group:N}", 3),
                ($"?group={group:N}&status=active", 2),
                ($"?group={group:N}&q=mia", 1),
                ($"?group={admins:N}", 3),
                ($"?group={users:N}", 4),
                ("?group=x", 0),
                ($"?group={foreign:N}", 0),
            }
        )
        {
            var page = await browser.GetAsync(Users(server) + query);
            Assert.Equal((query, rows), (query, page.Document.QuerySelectorAll("tbody .cell-name").Length));
        }
    }

    private static async Task AssertExportedAsync(Browser browser, TestApp server, Guid group)
    {
        var csv = await (
            await browser.FetchAsync(HttpMethod.Get, $"{Users(server)}/export?group={group:N}")
        ).Content.ReadAsStringAsync();
        Assert.Equal(5, csv.Split("\r\n").Length);
        Assert.Contains("\"Admins, Perception\"", csv);
    }

    [Fact]
    public async Task Groups_of_a_row_are_edited_also_ones_own_and_the_owners()
    {
        await using var server = await App.AnotherAsync();
        var (one, _) = (
            await GroupFixture.GroupAsync(server, "One", server.Olga),
            await GroupFixture.GroupAsync(server, "Two")
        );
        var browser = await server.SignedInAsync(server.Adam);
        var form = await (await browser.GetAsync(Users(server))).FollowAsync(server.Olga.Email, "Edit groups");
        Assert.Equal("Groups of Olga Orlova", form.Heading);
        var box = (AngleSharp.Html.Dom.IHtmlInputElement)form.Document.QuerySelector("main [checked]")!;
        Assert.Equal(one.Id.ToString("N"), box.Value);
        box.IsChecked = false;
        var done = await form.Choose("Two").Choose("Queue admins").PressAsync("Save groups");
        Assert.Equal("Groups of Olga Orlova saved.", done.Flash);
        Assert.Equal(["Admins", "Queue admins"], Chips(done, server.Olga.Email));
        Assert.EndsWith("+1", done.Cell(server.Olga.Email, "Groups"));
        Assert.Equal(
            "The groups of Adam Ames were not changed.",
            (await (await done.FollowAsync(server.Adam.Email, "Edit groups")).PressAsync("Save groups")).Flash
        );
        await AssertForeignGroupsAndPeopleAreRefusedAsync(browser, server, one.Id);
    }

    private static async Task AssertForeignGroupsAndPeopleAreRefusedAsync(Browser browser, TestApp server, Guid group)
    {
        var admins = (await GroupFixture.BuiltInAsync(server, BuiltInGroup.Admins)).Id;
        var foreign = (await GroupFixture.BuiltInAsync(server, BuiltInGroup.QueueAdmins, server.Eve)).Id;
        Assert.Equal(404, (await PostGroupAsync(server.Eve, group)).Status);
        Assert.Equal(422, (await PostGroupAsync(server.Mia, admins)).Status);
        Assert.Equal(422, (await PostGroupAsync(server.Mia, foreign)).Status);

        Task<Page> PostGroupAsync(Person person, Guid id) =>
            browser.PostAsync($"{Users(server)}/{person.Id:N}/groups", ("group", id.ToString("N")));
    }

    [Fact]
    public async Task Those_who_are_ticked_are_added_together_without_script()
    {
        await using var server = await App.AnotherAsync();
        await GroupFixture.GroupAsync(server, "Together", server.Mia);
        await GroupFixture.InviteAsync(server, "ivan@example.com", MemberRole.Member);
        var list = await (await server.SignedInAsync(server.Adam)).GetAsync(Users(server));
        var form = await list.Choose("Select Mia Meyer")
            .Choose("Select Olga Orlova")
            .Choose("Select ivan@example.com")
            .PressAsync("Add to group");
        Assert.Equal("Add 2 people to groups", form.Heading);
        Assert.Contains("1 of those selected is only invited and is skipped.", form.Main);
        Assert.Equal(
            (422, "Select at least one group."),
            (await form.PressAsync("Add to groups")) is var refused ? (refused.Status, refused.Problems) : default
        );
        var done = await form.Choose("Together").PressAsync("Add to groups");
        Assert.Equal("2 people are now in Together.", done.Flash);
        Assert.Equal(["Admins", "Together"], Chips(done, server.Olga.Email));
        Assert.Equal("2 people are already in Together.", (await form.PressAsync("Add to groups")).Flash);
        Assert.Contains(
            "Select members in the list first.",
            (await (await server.SignedInAsync(server.Adam)).GetAsync(Users(server) + "/add-to-group?id=x")).Main
        );
    }

    [Fact]
    public async Task Someone_invited_into_a_group_is_in_it_when_they_come()
    {
        await using var server = await App.AnotherAsync();
        await GroupFixture.GroupAsync(server, "Newcomers");
        var browser = await server.SignedInAsync(server.Olga);
        var form = (await browser.GetAsync(Users(server) + "/invite"))
            .Fill("Email addresses", "ivan@example.com")
            .Choose("Newcomers");
        var check = await form.PressAsync("Check");
        var link = (await check.PressAsync("Create invitations"))
            .Document.QuerySelector("input[readonly]")!
            .GetAttribute("value")!;
        Assert.Equal(["Newcomers"], Chips(await browser.GetAsync(Users(server)), "ivan@example.com"));
        var joined = await (await server.Browser().GetAsync(new Uri(link).PathAndQuery))
            .Fill("Your name", "Ivan Ivanov")
            .Fill("Password", Person.Password)
            .PressAsync("Create account and join");
        Assert.Equal("You joined Research.", joined.Flash);
        Assert.Equal(["Newcomers"], Chips(await browser.GetAsync(Users(server)), "Ivan Ivanov"));
    }

    [Fact]
    public async Task Inviting_again_after_the_link_has_expired_chooses_groups_again()
    {
        await using var server = await App.AnotherAsync();
        var (old, fresh) = (
            await GroupFixture.GroupAsync(server, "Old"),
            await GroupFixture.GroupAsync(server, "Fresh")
        );
        await GroupFixture.InviteAsync(server, "ivan@example.com", MemberRole.Member, [old.Id]);
        server.Time.Advance(TimeSpan.FromDays(8));
        await GroupFixture.InviteAsync(server, "ivan@example.com", MemberRole.Member, [fresh.Id]);
        Assert.Equal(
            [fresh.Id],
            await server.DbAsync(server.Olga, db => db.InvitationGroups.Select(g => g.GroupId).ToListAsync())
        );
        var ivan = new MemberInput
        {
            Name = "Ivan",
            Email = "ivan@example.com",
            Role = MemberRole.Member,
        };
        await server.RunAsync(server.Olga, (CreateMember create) => create.RunAsync(ivan));
        Assert.Single(await GroupFixture.MembersAsync(server, fresh.Id));
    }

    private static List<string> Chips(Page page, string row) =>
        [.. page.Rows(row).Single().QuerySelectorAll("td[data-label=Groups] .chip").Select(c => c.TextContent)];

    private static string Users(TestApp server) => $"/workspaces/{server.Olga.Workspace:N}/users";
}

public sealed class PeopleInGroupsOnSqlite(SqliteApp app) : PeopleInGroupsTests(app), IClassFixture<SqliteApp>;

public sealed class PeopleInGroupsOnPostgres(PostgresApp app) : PeopleInGroupsTests(app), IClassFixture<PostgresApp>;
