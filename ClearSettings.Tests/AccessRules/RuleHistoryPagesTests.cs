using ClearSettings.Domain.AccessRules;
using ClearSettings.Tests.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class RuleHistoryPagesTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Versions_show_what_changed_and_can_be_restored()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await MakeFourVersionsAsync(server);
        var browser = await server.SignedInAsync(server.Olga);
        var list = await (await browser.GetAsync(RulesUrl(server))).FollowAsync("History");
        AssertFourVersionsAreListed(list);
        var changed = await list.FollowAsync("Version 3");
        Assert.Contains("Changes since version 2", changed.Main);
        Assert.Equal(
            ("Changed", "Read only, Mia Meyer", "Read & modify, Research"),
            (
                changed.Cell("Name of t1", "Change"),
                changed.Cell("Name of t1", "Before"),
                changed.Cell("Name of t1", "After")
            )
        );
        var current = await changed.FollowAsync("Compare with current");
        Assert.Equal(8, current.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Equal("Deleted", current.Cell("All queues", "Change"));
        var question = await current.FollowAsync("Restore this version");
        Assert.Equal("Restore version 3 of the access rules?", question.Heading);
        Assert.Contains("Grants modify on 4 objects to 1 user", question.Main);
        await AssertVersion3IsRestoredAsync(browser, server, question);
        foreach (var page in new[] { "/history/99", "/history/0", "/history/99/restore" })
            Assert.Equal(404, (await browser.GetAsync(RulesUrl(server) + page)).Status);
    }

    private static async Task MakeFourVersionsAsync(TestApp server)
    {
        var group = await GroupFixture.GroupAsync(server, "Research", server.Mia);
        var id = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]), server.Adam);
        await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<UpdateRule>()
                    .RunAsync(id, Rule(TaskKey("t1"), AccessLevel.Modify, groups: [group.Id]), new("Use the group"))
        );
        await server.RemoveAllRulesAsync();
    }

    private static void AssertFourVersionsAreListed(Page list)
    {
        Assert.Contains("4 versions", list.Main);
        Assert.Equal(
            ("Changed 1 rule", "Use the group", "Olga Orlova"),
            (list.Cell("Version 3", "Change"), list.Cell("Version 3", "Note"), list.Cell("Version 3", "By"))
        );
        Assert.Equal("Adam Ames", list.Cell("Version 2", "By"));
        Assert.Contains("Current", list.Rows("Version 4").Single().TextContent);
    }

    private static async Task AssertVersion3IsRestoredAsync(Browser browser, TestApp server, Page question)
    {
        var done = await question.Fill("Note", "Too early").PressAsync("Restore version");
        Assert.Equal("Version 3 restored.", done.Flash);
        Assert.Equal(
            ("Restored version 3", "Too early"),
            (done.Cell("Version 5", "Change"), done.Cell("Version 5", "Note"))
        );
        Assert.Equal(8, await server.DbAsync(server.Olga, db => db.AccessRules.CountAsync()));
        Assert.Equal(
            "The rules are already those of version 3.",
            (
                await (await browser.GetAsync($"{RulesUrl(server)}/history/3/restore")).PressAsync("Restore version")
            ).Flash
        );
    }

    [Fact]
    public async Task Restoring_asks_before_it_locks_everyone_out()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, [server.Mia.Id]));
        var browser = await server.SignedInAsync(server.Olga);
        var refused = await (await browser.GetAsync($"{RulesUrl(server)}/history/2/restore")).PressAsync(
            "Restore version"
        );
        Assert.Equal(422, refused.Status);
        Assert.Equal(AccessLevel.Read, await server.LevelAsync(server.Mia, ProjectKey("top")));
        var done = await refused
            .Fill("Type “lock out all members” to confirm", RuleLockout.Phrase)
            .PressAsync("Restore version");
        Assert.Equal("Version 2 restored.", done.Flash);
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, ProjectKey("top")));
    }

    [Fact]
    public async Task Rules_are_downloaded_checked_and_imported()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]));
        var browser = await server.SignedInAsync(server.Olga);
        var history = await browser.GetAsync(RulesUrl(server) + "/history");
        var file = await history.FollowAsync("Download YAML");
        Assert.Equal("application/yaml", file.Response.Content.Headers.ContentType!.MediaType);
        var form = await history.FollowAsync("Import YAML");
        var refused = await CheckUnreadableRulesAsync(form);
        var same = await refused.Fill("Or paste the rules", file.Html).PressAsync("Check");
        Assert.Contains("The rules are already as the file says.", same.Main);
        Assert.DoesNotContain("Apply import", same.Main);
        var less = file.Html.Replace("permission: read", "permission: modify", StringComparison.Ordinal);
        var checkedForm = await same.Fill("Or paste the rules", less).PressAsync("Check");
        Assert.Contains("Creates 0 rules, changes 1, deletes 0 and keeps 7.", checkedForm.Main);
        Assert.Contains("Changes no access.", checkedForm.Main);
        await AssertChangedTextIsCheckedFirstAsync(server, checkedForm);
        var done = await checkedForm
            .Fill("Or paste the rules", less)
            .Fill("Note", "Reviewed")
            .PressAsync("Apply import");
        Assert.Equal("Import applied: created 0, changed 1, deleted 0.", done.Flash);
        Assert.Equal("Read & modify", done.Cell("Name of t1", "Permission"));
        Assert.Equal("Reviewed", (await browser.GetAsync(RulesUrl(server) + "/history")).Cell("Version 3", "Note"));
    }

    private static async Task<Page> CheckUnreadableRulesAsync(Page form)
    {
        Assert.Contains("Choose a file or paste the rules.", (await form.PressAsync("Check")).Problems);
        var refused = await form.Fill("Or paste the rules", "rules: [").PressAsync("Check");
        Assert.Equal(422, refused.Status);
        Assert.Contains("While parsing", refused.Problems);
        return refused;
    }

    /// <summary>Text that was changed after the check is checked first.</summary>
    private static async Task AssertChangedTextIsCheckedFirstAsync(TestApp server, Page checkedForm)
    {
        var again = await checkedForm.Fill("Or paste the rules", "version: 1\nrules: []").PressAsync("Apply import");
        Assert.Contains("Creates 0 rules, changes 0, deletes 8 and keeps 0.", again.Main);
        Assert.Equal(8, await server.DbAsync(server.Olga, db => db.AccessRules.CountAsync()));
        var unconfirmed = await again.PressAsync("Apply import");
        Assert.Equal(422, unconfirmed.Status);
    }

    [Fact]
    public async Task Members_and_other_workspaces_reach_none_of_the_pages()
    {
        foreach (var (person, status) in new[] { (App.Mia, 403), (App.Adam, 200), (App.Olga, 200), (App.Eve, 404) })
        {
            var browser = await App.SignedInAsync(person);
            foreach (var page in new[] { "/history", "/history/1", "/history/1/restore", "/yaml", "/import", "/check" })
                Assert.Equal((page, status), (page, (await browser.GetAsync(RulesUrl(App) + page)).Status));
        }
    }
}

public sealed class RuleHistoryPagesOnSqlite(SqliteApp app) : RuleHistoryPagesTests(app), IClassFixture<SqliteApp>;
