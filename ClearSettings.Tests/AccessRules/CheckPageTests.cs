using ClearSettings.Domain.AccessRules;
using ClearSettings.Tests.Groups;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class CheckPageTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_answer_leads_from_the_account_over_group_and_rule_to_the_object()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        var group = await GroupFixture.GroupAsync(server, "Research", server.Mia);
        await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, groups: [group.Id]));
        var browser = await server.SignedInAsync(server.Olga);
        var page = await (await browser.GetAsync(RulesUrl(server))).FollowAsync("Check access");
        page = await FindTaskAsync(page);
        page = await page.Fill("User or service account", "Mia Meyer").PressAsync("Show");
        Assert.Equal("Mia Meyer can read the task Name of t1.", Answer(page));
        Assert.Equal(
            [
                "User Mia Meyer",
                "Group Research",
                "Rule Read only on project top",
                "Project Name of top",
                "Project Name of sub",
                "Task Name of t1",
            ],
            page.Document.QuerySelectorAll(".chain li").Select(l => Page.Squeeze(l.TextContent))
        );
        Assert.Contains("To allow modifying Create a rule that gives Mia Meyer Read & modify on Name of t1", page.Main);
        Assert.DoesNotContain("To allow reading", page.Main);
        await AssertSuggestedRuleIsAddedAsync(browser, page);
    }

    private static async Task<Page> FindTaskAsync(Page page)
    {
        Assert.Equal("Check access", page.Heading);
        // Projects are listed first; an object is found by its type and name.
        Assert.Contains("Name of top", page.Main);
        page = await page.Fill("Resource type", "Task").Fill("Search objects", "T1").PressAsync("Show");
        Assert.DoesNotContain("Name of t2", page.Main);
        page = await page.FollowAsync("Name of t1 In Name of sub · t1");
        Assert.Contains("Choose a user or service account above", page.Main);
        return page;
    }

    /// <summary>The suggestion opens the form with everything filled in.</summary>
    private static async Task AssertSuggestedRuleIsAddedAsync(Browser browser, Page page)
    {
        var form = await page.FollowAsync("Create a rule that gives Mia Meyer Read & modify on Name of t1");
        Assert.Contains("Grants modify on 1 object to 1 user", form.Main);
        Assert.Equal("Access rule added.", (await form.PressAsync("Add rule")).Flash);
        page = await browser.GetAsync(page.Path);
        Assert.Equal("Mia Meyer can read and modify the task Name of t1.", Answer(page));
        Assert.Equal(
            ["Admins", "Mia Meyer", "Research"],
            page.Document.QuerySelectorAll("tbody .cell-name").Select(h => Page.Squeeze(h.TextContent))
        );
        Assert.Equal(
            ("Needs no rule", "Rule on this object", "Rule on the project Name of top"),
            (page.Cell("Admins", "Through"), Through(page, "Mia Meyer"), Through(page, "Research"))
        );
    }

    [Fact]
    public async Task Administrators_lose_their_rights_while_someone_impersonates_them()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        var (bot, _) = await server.BotAsync(impersonates: true);
        var plain = await GroupFixture.BotAsync(server, "plain-bot");
        var browser = await server.SignedInAsync(server.Olga);
        async Task<Page> AskAsync(string query) =>
            await browser.GetAsync($"{RulesUrl(server)}/check?type=project&resource=top&{query}");
        Assert.Equal(
            "Adam Ames can read and modify the project Name of top.",
            Answer(await AskAsync($"account={server.Adam.Id:N}"))
        );
        var impersonated = Answer(await AskAsync($"account={server.Adam.Id:N}&by={bot:N}"));
        Assert.StartsWith("Adam Ames, impersonated by bot-", impersonated);
        Assert.EndsWith("has no access to the project Name of top.", impersonated);
        Assert.Equal(
            "plain-bot cannot impersonate Adam Ames.",
            Answer(await AskAsync($"account={server.Adam.Id:N}&by={plain:N}"))
        );
        // What is no account of the workspace, or no object of its catalog, is not answered.
        foreach (var query in new[] { $"account={server.Eve.Id:N}", "account=x", "by=x" })
            Assert.Empty((await AskAsync(query)).Document.QuerySelectorAll("#answer"));
        var gone = await browser.GetAsync($"{RulesUrl(server)}/check?type=project&resource=gone");
        Assert.Contains("The catalog does not have this object.", gone.Main);
    }

    [Fact]
    public async Task Who_can_access_an_object_is_shown_in_pages()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        foreach (var _ in Enumerable.Range(0, 60))
            await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, [server.Mia.Id]));
        var browser = await server.SignedInAsync(server.Olga);
        var page = await browser.GetAsync($"{RulesUrl(server)}/check?type=task&resource=t1&p=2");
        // Admins, Users by all tasks, Users by all projects, and sixty rules.
        Assert.Contains("51–63 of 63 entries", page.Main);
        Assert.Equal(13, page.Document.QuerySelectorAll("tbody tr").Length);
    }

    private static string Answer(Page page) => Page.Squeeze(page.Document.QuerySelector("#answer")?.TextContent);

    private static string Through(Page page, string row) =>
        Page.Squeeze(page.Rows(row).Single().QuerySelector("td[data-label=Through]")!.TextContent);
}

public sealed class CheckPageOnSqlite(SqliteApp app) : CheckPageTests(app), IClassFixture<SqliteApp>;
