using AngleSharp.Html.Dom;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

public abstract class GroupPagesTests(TestApp app) : AppTests(app)
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
        await server.DbAsync(
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

    [Fact]
    public async Task Of_five_hundred_members_fifty_are_listed_and_no_tick_is_lost()
    {
        await using var server = await App.AnotherAsync();
        await FillAsync(server, 500);
        var browser = await server.SignedInAsync(server.Olga);
        var form = await browser.GetAsync(Groups(server) + "/new");
        Assert.Equal(50, form.Document.QuerySelectorAll("#user-list [type=checkbox]").Length);
        Assert.Contains("50 of 503 shown. Search to see others.", form.Main);
        form = await form.Fill("Name", "Finders")
            .Choose("Adam Ames")
            .Fill("Search people and service accounts", "person 477")
            .PressAsync("Search");
        Assert.Equal((200, 1), (form.Status, form.Document.QuerySelectorAll("#user-list [type=checkbox]").Length));
        Assert.Contains("1 more is chosen.", form.Main);
        // Enter in the search field presses the form's own button, which must not save either.
        form = await form.Choose("Person 477")
            .Fill("Search people and service accounts", "person499@")
            .PressAsync("Add group");
        Assert.Equal("Add group", form.Heading);
        form = await form.Choose("Person 499").Fill("Search people and service accounts", "").PressAsync("Search");
        Assert.Equal(
            ["Adam Ames", "Person 477", "Person 499"],
            form.Document.QuerySelectorAll("#user-list li:has([checked]) b").Select(b => b.TextContent)
        );
        Assert.Equal("Finders", ((IHtmlInputElement)form.Document.QuerySelector("#group-name")!).Value);
        var done = await form.PressAsync("Add group");
        Assert.Equal("Group Finders created.", done.Flash);
        Assert.Equal(3, (await GroupFixture.MembersAsync(server, await IdAsync(server, "Finders"))).Count);
        var all = await server.DbAsync(server.Olga, db => db.Members.Select(m => m.UserId).ToListAsync());
        await server.InAsync(
            server.Olga,
            async s =>
                await s.GetRequiredService<ChangeGroup>()
                    .RunAsync(await IdAsync(server, "Finders"), new() { Users = all })
        );
        var edit = await (await browser.GetAsync(Groups(server))).FollowAsync("Finders", "Edit group");
        Assert.Contains("453 more are chosen.", edit.Main);
        var saved = await edit.Fill("Description", "All of us").PressAsync("Save group");
        Assert.Equal("Group Finders saved.", saved.Flash);
        Assert.Equal(503, (await GroupFixture.MembersAsync(server, await IdAsync(server, "Finders"))).Count);
    }

    [Fact]
    public async Task While_someone_types_only_the_list_is_sent()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var token = (await browser.GetAsync(Groups(App) + "/new"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        var response = await browser.FetchAsync(
            HttpMethod.Post,
            Groups(App) + "/new",
            [
                new("find", "true"),
                new("q", "mia"),
                new("user", App.Adam.Id.ToString("N")),
                new("__RequestVerificationToken", token),
            ],
            ("HX-Request", "true"),
            ("HX-Target", "anything")
        );
        var html = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("<div id=\"user-list\"", html.TrimStart());
        Assert.Contains("Mia Meyer", html);
        Assert.Contains($"name=\"user\" value=\"{App.Adam.Id:N}\"", html);
        Assert.DoesNotContain("Adam Ames", html);
    }

    [Fact]
    public async Task Refusals_keep_what_was_typed_and_ticked()
    {
        await GroupFixture.GroupAsync(App, "Taken name");
        var browser = await App.SignedInAsync(App.Olga);
        var form = await browser.GetAsync(Groups(App) + "/new");
        var refused = await form.Fill("Name", "taken NAME").Choose("Mia Meyer").PressAsync("Add group");
        Assert.Equal((422, GroupNames.NameTakenMessage), (refused.Status, refused.Problems));
        Assert.Equal("Mia Meyer", refused.Document.QuerySelector("#user-list li:has([checked]) b")!.TextContent);
        Assert.Equal("true", refused.Document.QuerySelector("#group-name")!.GetAttribute("aria-invalid"));
        Assert.Equal(
            "Group Free name created.",
            (await refused.Fill("Name", "Free name").PressAsync("Add group")).Flash
        );
        Assert.Equal(
            422,
            (
                await browser.PostAsync(Groups(App) + "/new", ("Name", "Of Eve"), ("user", App.Eve.Id.ToString("N")))
            ).Status
        );
        Assert.Equal(
            404,
            (
                await browser.PostAsync(
                    $"{Groups(App)}/{(await GroupFixture.BuiltInAsync(App, BuiltInGroup.QueueAdmins, App.Eve)).Id:N}/edit",
                    ("Name", "x")
                )
            ).Status
        );
    }

    [Fact]
    public async Task A_form_that_someone_was_faster_than_says_who_and_can_be_saved_again()
    {
        var group = await GroupFixture.GroupAsync(App, "Contested");
        var edit = await (await App.SignedInAsync(App.Olga)).GetAsync($"{Groups(App)}/{group.Id:N}/edit");
        await App.InAsync(
            App.Adam,
            s => s.GetRequiredService<ChangeGroup>().RunAsync(group.Id, new() { Users = [App.Mia.Id] })
        );
        var refused = await edit.Fill("Description", "Mine").PressAsync("Save group");
        Assert.Equal(409, refused.Status);
        Assert.StartsWith("Adam Ames changed this group since you opened it", refused.Problems);
        Assert.Equal(
            "Mia Meyer",
            (await refused.FollowAsync("Load the saved version"))
                .Document.QuerySelector("#user-list li:has([checked]) b")!
                .TextContent
        );
        Assert.Equal("Group Contested saved.", (await refused.PressAsync("Save group")).Flash);
        Assert.Empty(await GroupFixture.MembersAsync(App, group.Id));
    }

    [Fact]
    public async Task Admins_shows_who_stays_and_makes_people_administrators()
    {
        await using var server = await App.AnotherAsync();
        await GroupFixture.BotAsync(server, "plain-bot");
        var browser = await server.SignedInAsync(server.Olga);
        var edit = await (await browser.GetAsync(Groups(server))).FollowAsync("Owner and", "Edit group");
        Assert.DoesNotContain("plain-bot", edit.Main);
        Assert.Equal("Olga Orlova", edit.Document.QuerySelector("#user-list li:has([disabled]) b")!.TextContent);
        Assert.Empty(edit.Document.QuerySelectorAll("#group-name, #group-description"));
        Assert.Equal("Group Admins saved.", (await edit.Choose("Mia Meyer").PressAsync("Save group")).Flash);
        Assert.Equal(
            MemberRole.Admin,
            await server.DbAsync(
                server.Olga,
                db => db.Members.Where(m => m.UserId == server.Mia.Id).Select(m => m.Role).SingleAsync()
            )
        );
        Assert.Equal(409, (await edit.PressAsync("Save group")).Status);
        var users = await browser.GetAsync(
            $"{Groups(server)}/{(await GroupFixture.BuiltInAsync(server, BuiltInGroup.Users)).Id:N}/edit"
        );
        Assert.Equal((200, 0), (users.Status, users.Document.QuerySelectorAll("main .btn-primary").Length));
    }

    [Fact]
    public async Task Deleting_says_what_goes_and_what_stays()
    {
        var group = await GroupFixture.GroupAsync(App, "Goes <b>soon</b>", App.Mia, App.Adam);
        await GroupFixture.VaultAsync(App, "Buckets <script>", group.Id);
        await GroupFixture.VaultAsync(App, "Mirror", group.Id);
        await App.InAsync(
            App.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(
                        new()
                        {
                            Addresses = "goes@example.com",
                            Role = MemberRole.Member,
                            Groups = [group.Id],
                        }
                    )
        );
        var browser = await App.SignedInAsync(App.Adam);
        var question = await (await browser.GetAsync(Groups(App) + "?q=soon")).FollowAsync(
            "Goes <b>soon</b>",
            "Delete group"
        );
        Assert.Equal("Delete the group Goes <b>soon</b>?", question.Heading);
        foreach (
            var words in new[]
            {
                "2 members lose it. They stay in the workspace.",
                "1 invitation no longer leads into it.",
                "2 vaults of this group are disabled. No client receives them until you assign another group:",
                "Buckets <script>",
            }
        )
            Assert.Contains(words, question.Main);
        Assert.Empty(question.Document.QuerySelectorAll("main script, main h1 b"));
        Assert.Equal(
            "Group Goes <b>soon</b> deleted. 2 vaults were disabled.",
            (await question.PressAsync("Delete group")).Flash
        );
        Assert.Equal(404, (await question.PressAsync("Delete group")).Status);
        Assert.Equal(
            "Admins cannot be deleted",
            (
                await browser.GetAsync(
                    $"{Groups(App)}/{(await GroupFixture.BuiltInAsync(App, BuiltInGroup.Admins)).Id:N}/delete"
                )
            ).Heading
        );
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

    private static Task<Guid> IdAsync(TestApp server, string name) =>
        server.DbAsync(server.Olga, db => db.Groups.Where(g => g.Name == name).Select(g => g.Id).SingleAsync());

    private static Task FillAsync(TestApp server, int count) =>
        server.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                {
                    foreach (var i in Enumerable.Range(0, count))
                    {
                        var user = User.Create($"Person {i}", $"person{i}@example.com", server.Time);
                        (user.NormalizedEmail, user.NormalizedUserName) = (
                            user.Email!.ToUpperInvariant(),
                            user.Email!.ToUpperInvariant()
                        );
                        db.Users.Add(user);
                        db.Members.Add(Member.Join(server.Olga.Workspace, user.Id, MemberRole.Member, server.Time));
                    }
                    return Task.FromResult(true);
                })
        );
}

public sealed class GroupPagesOnSqlite(SqliteApp app) : GroupPagesTests(app), IClassFixture<SqliteApp>;

public sealed class GroupPagesOnPostgres(PostgresApp app) : GroupPagesTests(app), IClassFixture<PostgresApp>;
