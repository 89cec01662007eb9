using ClearSettings.Domain.Resources;
using ClearSettings.Domain.Users.Preferences;
using ClearSettings.Tests.AccessRules;
using ClearSettings.Web.Html;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.Resources;

/// <summary>The catalog in pages, without JavaScript.</summary>
public abstract class ResourcePagesTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Objects_are_searched_filtered_and_followed_from_project_to_project()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var browser = await server.SignedInAsync(server.Adam);
        var page = await browser.GetAsync(Url(server));
        Assert.Contains("4 objects", page.Main);
        Assert.Equal(["Name of sub", "Name of t1", "Name of t2", "Name of top"], Names(page));
        Assert.Equal("Name of sub", page.Cell("Name of t1", "Project"));
        Assert.Equal(["Name of t1"], Names(await browser.GetAsync(Url(server) + "?q=OF%20T1")));
        Assert.Equal(["Name of t2"], Names(await browser.GetAsync(Url(server) + "?q=t2")));
        Assert.Equal(["Name of sub", "Name of top"], Names(await browser.GetAsync(Url(server) + "?type=project")));
        var top = await (await browser.GetAsync(Url(server) + "?q=top")).FollowAsync("Name of top");
        Assert.Equal(["Name of sub"], Names(top));
        var sub = await top.FollowAsync("Name of sub");
        Assert.Equal(["Name of t1", "Name of t2"], Names(sub));
        Assert.Contains("All objects", sub.Main);
        foreach (var nothing in new[] { "?type=car", "?parent=gone", "?q=nothing", "?parent=%00", "?q=%00" })
            Assert.Contains("No objects match.", (await browser.GetAsync(Url(server) + nothing)).Main);
    }

    [Fact]
    public async Task Hidden_projects_are_shown_to_those_who_want_to_see_them()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.UpsertAsync(Draft(ProjectKey("data"), "top", name: "Name of top/.datasets"));
        var browser = await server.SignedInAsync(server.Adam);
        Assert.DoesNotContain(".datasets", (await browser.GetAsync(Url(server))).Main, StringComparison.Ordinal);
        Assert.DoesNotContain("Hidden project", (await browser.GetAsync(Url(server))).Main, StringComparison.Ordinal);
        var settings = await browser.GetAsync("/settings/configuration");
        Assert.Contains("Show hidden projects", settings.Main, StringComparison.Ordinal);
        await server.InAsync(
            server.Adam,
            s => s.GetRequiredService<UserPreferences>().SaveAsync(p => p with { ShowHiddenProjects = true })
        );
        foreach (var url in new[] { "", "?q=datasets", "?type=project", "?parent=top", "?view=tree&open=top" })
        {
            var page = await browser.GetAsync(Url(server) + url);
            Assert.Contains("Name of top/.datasets", Names(page));
            Assert.Contains("Hidden project", page.Main, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Projects_are_unfolded_in_place()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.UpsertAsync(
            Draft(TaskKey("alone")),
            Draft(TaskKey("lost"), "unknown"),
            Draft(ProjectKey("empty"))
        );
        var browser = await server.SignedInAsync(server.Adam);
        var tree = await (await browser.GetAsync(Url(server))).FollowAsync("Show as tree");
        Assert.Equal(["Name of alone", "Name of empty", "Name of top"], Names(tree));
        Assert.Contains("3 objects at the top", tree.Main);
        Assert.Contains("in projects that are not in the catalog: unknown", tree.Main);
        Assert.Equal(["Name of top"], Toggles(tree, "false"));
        tree = await UnfoldAsync(browser, tree, "Name of top");
        Assert.Equal(["Name of alone", "Name of empty", "Name of top", "Name of sub"], Names(tree));
        tree = await UnfoldAsync(browser, tree, "Name of sub");
        Assert.Equal(["Name of top", "Name of sub", "Name of t1", "Name of t2"], Names(tree).TakeLast(4));
        Assert.Equal(["Name of top", "Name of sub"], Toggles(tree, "true"));
        // Folded together with the project above, and unfolded again with it.
        tree = await UnfoldAsync(browser, tree, "Name of top");
        Assert.Equal(3, Names(tree).Count());
        Assert.Equal(6, Names(await UnfoldAsync(browser, tree, "Name of top")).Count());
    }

    [Fact]
    public async Task A_tree_shows_the_first_objects_of_a_project_and_a_limited_number_of_projects()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.UpsertAsync(Draft(ProjectKey("big")));
        await server.UpsertAsync([.. Enumerable.Range(0, 60).Select(i => Draft(TaskKey($"b{i}"), "big"))]);
        var browser = await server.SignedInAsync(server.Adam);
        Task<Page> OpenAsync(string query) => browser.GetAsync(Url(server) + "?view=tree" + query);
        var tree = await OpenAsync("&open=big");
        Assert.Equal(52, Names(tree).Count());
        Assert.Contains("60 objects", (await tree.FollowAsync("Show all of Name of big")).Main);
        var many = string.Concat(Enumerable.Range(0, 30).Select(i => $"&open=x{i}"));
        Assert.Equal(3, Names(await OpenAsync(many + "&open=top")).Count());
        Assert.Equal(2, Names(await OpenAsync("&open=top" + many)).Count());
        // A search is a list.
        Assert.Equal(["Name of t1"], Names(await OpenAsync("&q=of%20t1")));
        Assert.Equal(2, Names(await OpenAsync("&open=%00&open=&open=gone&open=t1")).Count());
    }

    [Fact]
    public async Task An_import_that_is_too_large_leads_to_the_API()
    {
        var browser = await App.SignedInAsync(App.Adam);
        var page = await browser.PostAsync(Url(App) + "/import", ("Text", new string('x', FormLimits.Bytes)));
        Assert.Equal((413, "Request too large"), (page.Status, page.Heading));
        Assert.Contains("Nothing was changed. Send a larger import with the API.", page.Main);
    }

    [Fact]
    public async Task An_import_is_checked_before_it_is_applied()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Adam);
        await browser.ConfirmAsync();
        var page = await browser.GetAsync(Url(server));
        Assert.Contains("No resources yet", page.Main);
        page = await page.FollowAsync("Import");
        const string csv = "type,id,name,parent\nproject,p1,<b>Vision</b>,\ntask,t1,Train,p1\n";
        page = await page.Fill("Or paste the objects", csv).PressAsync("Check");
        Assert.Contains("Adds 2 objects, changes 0 and leaves 0 as they are.", page.Main);
        Assert.Equal(0, await CountAsync(server));
        // A text that changed after the check is checked again.
        page = await page.Fill("Or paste the objects", csv + "queue,q1,Default,\n").PressAsync("Apply import");
        Assert.Contains("Adds 3 objects", page.Main);
        Assert.Equal(0, await CountAsync(server));
        page = await page.PressAsync("Apply import");
        Assert.Equal("Import applied: added 3, changed 0.", page.Flash);
        Assert.Equal(["<b>Vision</b>", "Default", "Train"], Names(page));
        page = await (await page.FollowAsync("Import"))
            .Fill("Or paste the objects", csv.Replace("Train,p1", "Train,t9\ncar,c,C"))
            .PressAsync("Check");
        Assert.Equal(422, page.Status);
        Assert.Contains("Line 4: Unknown type", page.Problems);
    }

    [Fact]
    public async Task Objects_are_deleted_after_a_question_that_says_what_stays()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var browser = await server.SignedInAsync(server.Olga);
        await browser.ConfirmAsync();
        var page = await browser.GetAsync(Url(server) + "?q=sub");
        var question = await page.FollowAsync("Name of sub", "Delete");
        Assert.Equal("Delete Name of sub from the catalog?", question.Heading);
        Assert.Contains("2 objects in deleted projects stay in the catalog.", question.Main);
        page = await question.PressAsync("Delete object");
        Assert.Equal("Object deleted.", page.Flash);
        Assert.Contains("No objects match.", page.Main);
        page = await browser.GetAsync(Url(server));
        Assert.Equal(["Name of t1", "Name of t2", "Name of top"], Names(page));
        Assert.Contains("not in the catalog", page.Cell("Name of t1", "Project"));
        var gone = await browser.GetAsync(Url(server) + "/delete?key=project:sub&key=car:1&key=x");
        Assert.Contains("not in the catalog", gone.Main);
        var many = string.Join('&', Enumerable.Range(0, 600).Select(i => $"key=task:{i}"));
        Assert.Equal(422, (await browser.GetAsync(Url(server) + "/delete?" + many)).Status);
    }

    [Fact]
    public async Task Permissions_of_a_service_account_are_ticked_on_its_page()
    {
        await using var server = await App.AnotherAsync();
        var (id, client) = await server.BotAsync();
        await client.RefusedAsync(403, 20, "resources.get_all");
        var browser = await server.SignedInAsync(server.Olga);
        await browser.ConfirmAsync();
        var url = $"/workspaces/{server.Olga.Workspace:N}/service-accounts/{id:N}";
        var page = await (await browser.GetAsync(url)).Choose("Manage resources").PressAsync("Save account");
        Assert.Equal("Service account saved.", page.Flash);
        await client.OkAsync("resources.get_all");
        // Saving something else keeps it.
        page = await page.Fill("Name", "bot two").PressAsync("Save account");
        await client.OkAsync("resources.get_all");
    }

    private static string Url(TestApp app) => $"/workspaces/{app.Olga.Workspace:N}/resources";

    private static Task<Page> UnfoldAsync(Browser browser, Page tree, string project) =>
        browser.GetAsync(
            tree.Document.QuerySelector($"tbody a[aria-label='Contents of {project}']")!.GetAttribute("href")!
        );

    private static IEnumerable<string> Toggles(Page tree, string state) =>
        tree
            .Document.QuerySelectorAll($"tbody [aria-expanded={state}]")
            .Select(e => e.GetAttribute("aria-label")!["Contents of ".Length..]);

    private static Task<int> CountAsync(TestApp app) =>
        app.InAsync(app.Olga, s => s.GetRequiredService<ResourceList>().CountAsync(new()));

    private static IEnumerable<string> Names(Page page) =>
        page.Document.QuerySelectorAll("tbody .cell-name .clip").Select(e => e.TextContent);
}

public sealed class ResourcePagesOnSqlite(SqliteApp app) : ResourcePagesTests(app), IClassFixture<SqliteApp>;
