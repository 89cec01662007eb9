using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ClearSettings.Domain.AccessRules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class RuleFormTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Without_javascript_a_rule_is_added_after_a_search_and_a_preview()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        var browser = await server.SignedInAsync(server.Olga);
        var page = await browser.GetAsync(RulesUrl(server));
        Assert.Contains("No access rules", page.Main);
        var form = await page.FollowAsync("Add rule");
        // Enter presses the first button: a type whose objects were not shown yet saves nothing.
        form = await form.Fill("Resource type", "Task").Choose("Mia Meyer").PressAsync("Add rule");
        Assert.Equal(("Add rule", 200), (form.Heading, form.Status));
        Assert.Equal(["All tasks", "Name of t1", "Name of t2"], Objects(form));
        form = await form.Fill("Search objects", "of T2").PressAsync("Search");
        Assert.Equal(["All tasks", "Name of t2"], Objects(form));
        form = await form.Choose("Name of t2").Fill("Permission", "Read & modify").PressAsync("Preview");
        Assert.Contains("Grants modify on 1 object to 1 user", form.Main);
        Assert.Contains("Name of t2 (task)", form.Main);
        Assert.Equal(0, await server.DbAsync(server.Olga, db => db.AccessRules.CountAsync()));
        var done = await form.Fill("Note", "For the demo").PressAsync("Add rule");
        Assert.Equal("Access rule added.", done.Flash);
        await AssertRuleOfTheDemoIsSavedAsync(server, done);
    }

    private static async Task AssertRuleOfTheDemoIsSavedAsync(TestApp server, Page done)
    {
        Assert.Equal(
            ("Read & modify", "Mia Meyer"),
            (done.Cell("Name of t2", "Permission"), done.Cell("Name of t2", "Users"))
        );
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Mia, TaskKey("t2")));
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t1")));
        Assert.Equal(
            "For the demo",
            await server.DbAsync(
                server.Olga,
                db => db.RuleSetVersions.OrderByDescending(v => v.Number).Select(v => v.Note).FirstAsync()
            )
        );
    }

    [Fact]
    public async Task While_someone_fills_in_the_form_only_the_part_that_changes_is_sent()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var browser = await server.SignedInAsync(server.Olga);
        await AssertObjectsAreFoundAsync(browser, server);
        await AssertUsersAndGroupsAreFoundAsync(browser, server);
        var preview = await PostPartAsync(
            browser,
            server,
            ("preview", "true"),
            ("type", "task"),
            ("resource", "gone"),
            ("permission", "read"),
            ("user", server.Mia.Id.ToString("N"))
        );
        Assert.StartsWith("<section id=\"rule-preview\"", preview);
        Assert.Contains("The task gone is not in the catalog of this workspace.", preview);
        var application = await PostPartAsync(browser, server, ("find", "object"), ("type", "application"));
        Assert.Contains("always Read &amp; modify", application);
    }

    private static async Task AssertObjectsAreFoundAsync(Browser browser, TestApp server)
    {
        await server.UpsertAsync([
            .. Enumerable.Range(10, 40).Select(i => Draft(TaskKey($"many{i}"), name: $"Many {i}")),
        ]);
        var objects = await PostPartAsync(browser, server, ("find", "object"), ("type", "task"), ("objectQ", "many"));
        Assert.StartsWith("<div id=\"rule-objects\"", objects);
        Assert.Equal(21, objects.Split("type=\"radio\"").Length - 1);
        Assert.Contains("The first 20 are shown.", objects);
        // An ID comes before the names that have its text.
        await server.UpsertAsync(Draft(TaskKey("many"), name: "Zebra"));
        objects = await PostPartAsync(browser, server, ("find", "object"), ("type", "task"), ("objectQ", " many "));
        Assert.Equal(21, objects.Split("type=\"radio\"").Length - 1);
        Assert.True(
            objects.IndexOf("Zebra", StringComparison.Ordinal) < objects.IndexOf("Many 10", StringComparison.Ordinal)
        );
    }

    private static async Task AssertUsersAndGroupsAreFoundAsync(Browser browser, TestApp server)
    {
        var users = await PostPartAsync(
            browser,
            server,
            ("find", "user"),
            ("userQ", "mia"),
            ("user", server.Adam.Id.ToString("N"))
        );
        Assert.StartsWith("<div id=\"user-list\"", users);
        Assert.Contains("Mia Meyer", users);
        Assert.Contains($"name=\"user\" value=\"{server.Adam.Id:N}\"", users);
        Assert.DoesNotContain("Adam Ames", users);
        var groups = await PostPartAsync(browser, server, ("find", "group"));
        Assert.Contains("Queue admins", groups);
        Assert.DoesNotContain("<b class=\"clip\">Admins</b>", groups);
    }

    [Fact]
    public async Task A_refused_rule_keeps_what_was_chosen_and_says_why()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var browser = await server.SignedInAsync(server.Olga);
        var form = await browser.GetAsync(RulesUrl(server) + "/new");
        var refused = await form.Choose("Name of sub").PressAsync("Add rule");
        Assert.Equal((422, "Select at least one user, service account or group."), (refused.Status, refused.Problems));
        Assert.Equal("Name of sub", Chosen(refused));
        foreach (
            var (user, resource, why) in new[]
            {
                (server.Eve.Id, "sub", "1 of the selected users is not in this workspace. Reload the page."),
                (server.Mia.Id, "gone", "The project gone is not in the catalog of this workspace."),
            }
        )
        {
            var posted = await browser.PostAsync(RulesUrl(server) + "/new", ReadOnProject(resource, user));
            Assert.Equal((422, why), (posted.Status, posted.Problems));
        }
        var nonsense = await browser.PostAsync(
            RulesUrl(server) + "/new",
            ("type", "car"),
            ("permission", "drive"),
            ("user", server.Mia.Id.ToString("N"))
        );
        Assert.Equal((422, "Unknown resource type."), (nonsense.Status, nonsense.Problems));
    }

    private static (string, string)[] ReadOnProject(string resource, Guid user) =>
        [("type", "project"), ("resource", resource), ("permission", "read"), ("user", user.ToString("N"))];

    [Fact]
    public async Task The_second_of_two_administrators_is_told_who_was_faster()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var id = await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, [server.Mia.Id]));
        var browser = await server.SignedInAsync(server.Olga);
        var edit = await (await browser.GetAsync(RulesUrl(server))).FollowAsync("Name of top", "Edit rule");
        Assert.Equal(("Name of top", "Edit rule"), (Chosen(edit), edit.Heading));
        await server.InAsync(
            server.Adam,
            s =>
                s.GetRequiredService<UpdateRule>()
                    .RunAsync(id, Rule(ProjectKey("top"), AccessLevel.Read, [server.Adam.Id]))
        );
        var refused = await edit.Fill("Permission", "Read & modify").PressAsync("Save rule");
        Assert.Equal(409, refused.Status);
        Assert.StartsWith("Adam Ames changed this access rule since you opened it.", refused.Problems);
        var saved = await refused.PressAsync("Save rule");
        Assert.Equal("Access rule saved.", saved.Flash);
        Assert.Equal(
            ("Read & modify", "Mia Meyer"),
            (saved.Cell("Name of top", "Permission"), saved.Cell("Name of top", "Users"))
        );
        var again = await (await saved.FollowAsync("Name of top", "Edit rule")).PressAsync("Save rule");
        Assert.Equal("The access rule was not changed.", again.Flash);
        await server.InAsync(server.Adam, s => s.GetRequiredService<DeleteRules>().RunAsync([id]));
        Assert.Equal(404, (await refused.PressAsync("Save rule")).Status);
    }

    private static async Task<string> PostPartAsync(
        Browser browser,
        TestApp server,
        params (string Name, string Value)[] fields
    )
    {
        var token = (await browser.GetAsync(RulesUrl(server) + "/new"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        var response = await browser.FetchAsync(
            HttpMethod.Post,
            RulesUrl(server) + "/new",
            [
                .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)),
                new("__RequestVerificationToken", token),
            ],
            ("HX-Request", "true")
        );
        Assert.Equal(200, (int)response.StatusCode);
        return (await response.Content.ReadAsStringAsync()).TrimStart();
    }

    private static IEnumerable<string> Objects(Page form) =>
        form.Document.QuerySelectorAll("#rule-objects li b").Select(b => b.TextContent);

    private static string Chosen(Page form) =>
        form
            .Document.QuerySelectorAll<IHtmlInputElement>("#rule-objects [type=radio]")
            .Single(r => r.IsChecked)
            .ParentElement!.QuerySelector("b")!
            .TextContent;
}

public sealed class RuleFormOnSqlite(SqliteApp app) : RuleFormTests(app), IClassFixture<SqliteApp>;
