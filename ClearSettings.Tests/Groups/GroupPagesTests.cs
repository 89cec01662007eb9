using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Groups;

public abstract partial class GroupPagesTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_fresh_workspace_shows_the_built_in_groups_and_offers_the_first_own()
    {
        await using var server = await App.AnotherAsync();
        await GroupFixture.BotAsync(server, "ci-bot");
        var browser = await server.SignedInAsync(server.Adam);
        var page = await browser.GetAsync(Groups(server));
        Assert.Equal(["Admins", "Queue admins", "Users"], Names(page));
        Assert.Contains("No custom groups yet", page.Main);
        foreach (
            var (row, members) in new[]
            {
                ("Everyone in", "4 members of Users"),
                ("Owner and", "2 members of Admins"),
                ("Create, rename", "None"),
            }
        )
            Assert.EndsWith(members, page.Cell(row, "Members"));
        Assert.Equal(
            "SettingsUsers & groupsGroups",
            string.Concat(page.Document.QuerySelectorAll(".crumbs li").Select(l => l.TextContent.Trim()))
        );
        Assert.Empty(page.Rows("Everyone in").Single().QuerySelectorAll(".cell-menu button"));
        Assert.Equal(
            ["Copy ID", "Edit group", "See people"],
            page.Rows("Owner and").Single().QuerySelectorAll(".menu-item").Select(i => Page.Squeeze(i.TextContent))
        );
        await AssertFirstGroupIsAddedAsync(page);
    }

    private static async Task AssertFirstGroupIsAddedAsync(Page page)
    {
        var form = await page.FollowAsync("Add group");
        var done = await form.Fill("Name", "Perception")
            .Fill("Description", "Cameras")
            .Choose("Mia Meyer")
            .Choose("ci-bot")
            .PressAsync("Add group");
        Assert.Equal("Group Perception created.", done.Flash);
        Assert.Equal(
            ("Cameras", "MM 2 members of Perception"),
            (done.Cell("Perception", "Description"), done.Cell("Perception", "Members"))
        );
        Assert.DoesNotContain("No custom groups yet", done.Main);
    }

    [Fact]
    public async Task Search_order_and_pages_are_in_the_address()
    {
        await using var server = await App.AnotherAsync();
        await AddTeamsAsync(server);
        var last = await GroupFixture.GroupAsync(server, "Big one", server.Olga, server.Adam, server.Mia);
        var browser = await server.SignedInAsync(server.Olga);
        async Task<List<string>> NamesAsync(string query) => Names(await browser.GetAsync(Groups(server) + query));
        Assert.Equal((50, 9), ((await NamesAsync("")).Count, (await NamesAsync("?p=2")).Count));
        Assert.Equal("Users", (await NamesAsync("?sort=-name"))[0]);
        Assert.Equal(["Big one", "Users"], (await NamesAsync("?sort=-members")).Take(2));
        Assert.Equal("Team 33", (await NamesAsync("?sort=description"))[0]);
        Assert.Equal("Team 33", (await NamesAsync("?sort=-description"))[0]);
        Assert.Equal(["Team 33"], await NamesAsync("?q=100%25"));
        Assert.Equal(["Team 33"], await NamesAsync("?q=tEAM+33"));
        Assert.Equal(["Big one"], await NamesAsync($"?q={last.Id:N}"));
        Assert.Equal(["Big one"], await NamesAsync($"?q={last.Id.ToString("N")[..31].ToUpperInvariant()}"));
        Assert.Empty(await NamesAsync("?q=nothing&sort=-members"));
        Assert.Contains("51–58 of 58 groups", (await browser.GetAsync(Groups(server) + "?p=9&sort=password&q=e")).Main);
    }

    private static Task AddTeamsAsync(TestApp server) =>
        server.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                {
                    foreach (var i in Enumerable.Range(10, 55))
                        db.Groups.Add(
                            Group.Create(
                                server.Olga.Workspace,
                                $"Team {i}",
                                i == 33 ? "Ärger 100% sure" : null,
                                server.Time
                            )
                        );
                    return Task.FromResult(true);
                })
        );

    [Fact]
    public async Task Deleting_says_what_goes_and_what_stays()
    {
        var group = await GroupFixture.GroupAsync(App, "Goes <b>soon</b>", App.Mia, App.Adam);
        await GroupFixture.VaultAsync(App, "Buckets <script>", group.Id);
        await GroupFixture.VaultAsync(App, "Mirror", group.Id);
        await GroupFixture.InviteAsync(App, "goes@example.com", MemberRole.Member, [group.Id]);
        var browser = await App.SignedInAsync(App.Adam);
        var question = await (await browser.GetAsync(Groups(App) + "?q=soon")).FollowAsync(
            "Goes <b>soon</b>",
            "Delete group"
        );
        AssertDeletionIsExplained(question);
        Assert.Equal(
            "Group Goes <b>soon</b> deleted. 2 vaults were disabled.",
            (await question.PressAsync("Delete group")).Flash
        );
        Assert.Equal(404, (await question.PressAsync("Delete group")).Status);
        var admins = await GroupFixture.BuiltInAsync(App, BuiltInGroup.Admins);
        Assert.Equal(
            "Admins cannot be deleted",
            (await browser.GetAsync($"{Groups(App)}/{admins.Id:N}/delete")).Heading
        );
    }

    private static void AssertDeletionIsExplained(Page question)
    {
        Assert.Equal("Delete the group Goes <b>soon</b>?", question.Heading);
        foreach (
            var words in new[]
            {
                "Its 2 members stay in the workspace.",
                "1 invitation no longer leads into it.",
                "2 vaults of this group are disabled. No client receives them until you assign another group:",
                "Buckets <script>",
            }
        )
            Assert.Contains(words, question.Main);
        Assert.Empty(question.Document.QuerySelectorAll("main script, main h1 b"));
    }

    [Fact]
    public async Task Fifty_groups_cost_as_many_queries_as_five()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information"]
        );
        var browser = await server.SignedInAsync(server.Olga);
        async Task<int> QueriesAsync()
        {
            List<int> counts = [];
            for (var i = 0; i < 5; i++)
            {
                var before = server.Log.Text.Split("Executed DbCommand").Length;
                await browser.GetAsync(Groups(server));
                counts.Add(server.Log.Text.Split("Executed DbCommand").Length - before);
            }
            return counts.Min();
        }
        await GroupFixture.GroupAsync(server, "One", server.Mia);
        var few = await QueriesAsync();
        for (var i = 0; i < 50; i++)
            await GroupFixture.GroupAsync(server, $"Zebra {i}", server.Mia, server.Adam);
        Assert.InRange(few, 4, 12);
        Assert.Equal(few, await QueriesAsync());
    }

    private static List<string> Names(Page page) =>
        [.. page.Document.QuerySelectorAll("tbody .cell-name").Select(e => e.TextContent.Trim())];

    private static string Groups(TestApp server) => $"/workspaces/{server.Olga.Workspace:N}/groups";
}

public sealed class GroupPagesOnSqlite(SqliteApp app) : GroupPagesTests(app), IClassFixture<SqliteApp>;
