using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Tests.Groups;
using Microsoft.EntityFrameworkCore;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class RulePagesTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Dialogs_that_remove_someone_name_their_rules()
    {
        await using var server = await App.AnotherAsync();
        var group = await GroupFixture.GroupAsync(server, "Research", server.Mia);
        var bot = await GroupFixture.BotAsync(server, "ci-bot");
        for (var i = 0; i < 7; i++)
        {
            await server.UpsertAsync(Draft(TaskKey($"n{i}"), name: "<b>Nets</b>"));
            var rule = Rule(TaskKey($"n{i}"), AccessLevel.Read, [server.Mia.Id], i == 0 ? [group.Id] : []);
            await server.RuleAsync(rule with { ServiceAccounts = i < 2 ? [bot] : [] });
        }
        var browser = await server.SignedInAsync(server.Olga);
        await browser.ConfirmAsync();
        async Task CheckAsync(string url, string sentence, int shown)
        {
            var page = await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/{url}");
            Assert.Contains(sentence, page.Main);
            var chips = page.Document.QuerySelectorAll("main .lines .clip").Select(c => c.TextContent);
            Assert.Equal(Enumerable.Repeat("Read only on <b>Nets</b> (task)", shown), chips);
            Assert.Equal(shown == 5, page.Main.Contains("and 2 more", StringComparison.Ordinal));
        }
        await CheckAsync($"groups/{group.Id:N}/delete", "1 access rule no longer names it:", 1);
        await CheckAsync($"service-accounts/{bot:N}/delete", "2 access rules no longer name it:", 2);
        await CheckAsync($"users/remove?id={server.Mia.Id:N}", "7 access rules no longer name Mia Meyer:", 5);
    }

    [Fact]
    public async Task The_list_shows_searches_filters_and_sorts_rules()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var (group, bot) = await AddRulesOfAllKindsOfAssigneesAsync(server);
        var browser = await server.SignedInAsync(server.Olga);
        var page = await browser.GetAsync(RulesUrl(server));
        AssertAllRulesAreListed(page);
        AssertRowsShowAssigneesAndAuthor(page);
        await AssertFiltersAsync(server, browser, group, bot);
        await AssertSortedAsync(server, browser);
        Assert.Equal(
            ["Anyone", "ci-bot (service account)", "Mia Meyer", "Research (group)", "Users (group)"],
            page.Document.QuerySelectorAll("#filter-assignee option").Select(o => o.TextContent)
        );
    }

    private static async Task<(Guid Group, Guid Bot)> AddRulesOfAllKindsOfAssigneesAsync(TestApp server)
    {
        await server.UpsertAsync(Draft(ProjectKey("eve"), name: "100% <b>Vision</b>"));
        var group = await GroupFixture.GroupAsync(server, "Research", server.Mia);
        var bot = await GroupFixture.BotAsync(server, "ci-bot");
        await server.RuleAsync(
            Rule(ProjectKey("eve"), AccessLevel.Read, [server.Mia.Id], [group.Id]) with
            {
                ServiceAccounts = [bot],
            }
        );
        await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Modify, groups: [group.Id]), server.Adam);
        return (group.Id, bot);
    }

    private static void AssertAllRulesAreListed(Page page)
    {
        Assert.Equal(
            [
                "All projects",
                "100% <b>Vision</b>",
                "All tasks",
                "Name of t1",
                "All models",
                "All dataviews",
                "All datasets",
                "All queues",
                "All application categories",
            ],
            Names(page)
        );
        Assert.Contains("9 rules", page.Main);
    }

    private static void AssertRowsShowAssigneesAndAuthor(Page page)
    {
        Assert.Equal(
            "100% <b>Vision</b> · eve",
            page.Rows("Vision")[0].QuerySelector(".cell-name")!.GetAttribute("title")
        );
        Assert.Equal(
            ("Read only", "Mia Meyer", "ci-bot", "Research"),
            (
                page.Cell("Vision", "Permission"),
                page.Cell("Vision", "Users"),
                page.Cell("Vision", "Service accounts"),
                page.Cell("Vision", "Groups")
            )
        );
        Assert.Equal(("None", "Users"), (page.Cell("All queues", "Users"), page.Cell("All queues", "Groups")));
        Assert.EndsWith("Adam Ames", page.Cell("Name of t1", "Last update"));
    }

    private static async Task AssertFiltersAsync(TestApp server, Browser browser, Guid group, Guid bot)
    {
        Assert.Equal(["All tasks", "Name of t1"], await NamesAsync(server, browser, "?type=task"));
        Assert.Equal(["100% <b>Vision</b>"], await NamesAsync(server, browser, "?q=viSION"));
        Assert.Equal(["Name of t1"], await NamesAsync(server, browser, "?q=t1"));
        Assert.Equal(["100% <b>Vision</b>"], await NamesAsync(server, browser, $"?assignee={server.Mia.Id:N}"));
        Assert.Equal(["100% <b>Vision</b>"], await NamesAsync(server, browser, $"?assignee={bot:N}"));
        Assert.Equal(["100% <b>Vision</b>", "Name of t1"], await NamesAsync(server, browser, $"?assignee={group:N}"));
        foreach (
            var nothing in new[] { "?type=car", "?assignee=someone", $"?assignee={server.Eve.Id:N}", "?q=nothing" }
        )
            Assert.Contains("No rules match.", (await browser.GetAsync(RulesUrl(server) + nothing)).Main);
    }

    private static async Task AssertSortedAsync(TestApp server, Browser browser)
    {
        Assert.Equal("100% <b>Vision</b>", (await NamesAsync(server, browser, "?sort=permission"))[0]);
        Assert.Equal("All application categories", (await NamesAsync(server, browser, "?sort=-object"))[0]);
    }

    private static async Task<List<string>> NamesAsync(TestApp server, Browser browser, string query) =>
        Names(await browser.GetAsync(RulesUrl(server) + query));

    [Fact]
    public async Task The_csv_file_has_all_names_of_the_rules_that_the_filters_let_through()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id, server.Adam.Id, server.Olga.Id]));
        var browser = await server.SignedInAsync(server.Olga);
        var page = await browser.GetAsync(RulesUrl(server) + "?type=task");
        var file = await page.FollowAsync("Export CSV");
        var lines = file.Html.Split("\r\n");
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("task,All tasks,,Read & modify,,,Users,", lines[1]);
        Assert.StartsWith("task,Name of t1,t1,Read only,\"Adam Ames, Mia Meyer, Olga Orlova\",,,", lines[2]);
    }

    [Fact]
    public async Task Deleting_shows_what_it_takes_away_and_asks_before_it_locks_everyone_out()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var browser = await server.SignedInAsync(server.Olga);
        var list = await browser.GetAsync(RulesUrl(server));
        var tasks = await list.FollowAsync("All tasks", "Delete rule");
        Assert.Equal("Delete this access rule?", tasks.Heading);
        Assert.Contains("Read & modify on all tasks for Users", tasks.Main);
        // All projects still reaches every task.
        Assert.Contains("Changes no access.", tasks.Main);
        Assert.Equal("Access rule deleted.", (await tasks.PressAsync("Delete rule")).Flash);
        var projects = await (await browser.GetAsync(RulesUrl(server))).FollowAsync("All projects", "Delete rule");
        Assert.Contains("Removes read on 4 objects from 1 user", projects.Main);
        Assert.Contains("Mia Meyer", projects.Main);
        var refused = await projects.PressAsync("Delete rule");
        Assert.Equal(422, refused.Status);
        Assert.Contains("Type “lock out all members” to confirm.", refused.Problems);
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Mia, TaskKey("t1")));
        var done = await refused
            .Fill("Type “lock out all members” to confirm", RuleLockout.Phrase)
            .PressAsync("Delete rule");
        Assert.Equal("Access rule deleted.", done.Flash);
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t1")));
        Assert.Equal(404, (await refused.PressAsync("Delete rule")).Status);
    }

    [Fact]
    public async Task Several_rules_are_deleted_at_once_and_those_of_another_workspace_never()
    {
        await using var server = await App.AnotherAsync();
        var (own, foreign) = (await IdsAsync(server, server.Olga), await IdsAsync(server, server.Eve));
        var browser = await server.SignedInAsync(server.Adam);
        string Query(IEnumerable<Guid> ids) => "?" + string.Join('&', ids.Select(id => $"id={id:N}"));
        var none = await browser.GetAsync(RulesUrl(server) + "/delete" + Query(foreign) + "&id=nonsense");
        Assert.Equal("No rules to delete", none.Heading);
        var question = await browser.GetAsync(RulesUrl(server) + "/delete" + Query(own.Concat(foreign)));
        Assert.Equal("Delete 7 access rules?", question.Heading);
        var done = await question
            .Fill("Type “lock out all members” to confirm", RuleLockout.Phrase)
            .PressAsync("Delete rules");
        Assert.Equal("7 access rules deleted.", done.Flash);
        Assert.Equal(7, (await IdsAsync(server, server.Eve)).Count);
        Assert.Equal(
            404,
            (await browser.PostAsync(RulesUrl(server) + "/delete", ("id", foreign[0].ToString("N")))).Status
        );
    }

    [Fact]
    public async Task Members_and_other_workspaces_reach_none_of_the_pages()
    {
        var id = await App.RuleAsync(
            new()
            {
                Type = ResourceType.Queue,
                Level = AccessLevel.Read,
                Users = [App.Mia.Id],
            }
        );
        foreach (var (person, status) in new[] { (App.Mia, 403), (App.Adam, 200), (App.Olga, 200), (App.Eve, 404) })
        {
            var browser = await App.SignedInAsync(person);
            foreach (var page in new[] { "", "/new", $"/{id:N}/edit", $"/delete?id={id:N}", "/csv" })
                Assert.Equal((page, status), (page, (await browser.GetAsync(RulesUrl(App) + page)).Status));
        }
        // Eve in her own workspace, with a rule of Olga's.
        var eve = await App.SignedInAsync(App.Eve);
        Assert.Equal(404, (await eve.GetAsync($"/workspaces/{App.Eve.Workspace:N}/access-rules/{id:N}/edit")).Status);
    }

    private static List<string> Names(Page page) =>
        [.. page.Document.QuerySelectorAll("tbody .cell-name").Select(e => e.TextContent.Trim())];

    private static Task<List<Guid>> IdsAsync(TestApp server, Person person) =>
        server.DbAsync(person, db => db.AccessRules.Select(r => r.Id).ToListAsync());
}

public sealed class RulePagesOnSqlite(SqliteApp app) : RulePagesTests(app), IClassFixture<SqliteApp>;
