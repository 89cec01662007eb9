using AngleSharp.Html.Dom;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

public abstract partial class GroupPagesTests
{
    [Fact]
    public async Task Of_five_hundred_members_fifty_are_listed_and_no_tick_is_lost()
    {
        await using var server = await App.AnotherAsync();
        await FillAsync(server, 500);
        var browser = await server.SignedInAsync(server.Olga);
        var form = await browser.GetAsync(Groups(server) + "/new");
        Assert.Equal(50, form.Document.QuerySelectorAll("#user-list [type=checkbox]").Length);
        Assert.Contains("50 of 503 shown. Search to see others.", form.Main);
        form = await ChooseThreeBySearchAsync(form);
        Assert.Equal(
            ["Adam Ames", "Person 477", "Person 499"],
            form.Document.QuerySelectorAll("#user-list li:has([checked]) b").Select(b => b.TextContent)
        );
        Assert.Equal("Finders", ((IHtmlInputElement)form.Document.QuerySelector("#group-name")!).Value);
        var done = await form.PressAsync("Add group");
        Assert.Equal("Group Finders created.", done.Flash);
        Assert.Equal(3, (await GroupFixture.MembersAsync(server, await IdAsync(server, "Finders"))).Count);
        await AssertMembersThatAreNotListedStayAsync(browser, server);
    }

    private static async Task<Page> ChooseThreeBySearchAsync(Page form)
    {
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
        return await form.Choose("Person 499").Fill("Search people and service accounts", "").PressAsync("Search");
    }

    private static async Task AssertMembersThatAreNotListedStayAsync(Browser browser, TestApp server)
    {
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
        var foreign = await browser.PostAsync(
            Groups(App) + "/new",
            ("Name", "Of Eve"),
            ("user", App.Eve.Id.ToString("N"))
        );
        Assert.Equal(422, foreign.Status);
        var queueAdmins = await GroupFixture.BuiltInAsync(App, BuiltInGroup.QueueAdmins, App.Eve);
        Assert.Equal(404, (await browser.PostAsync($"{Groups(App)}/{queueAdmins.Id:N}/edit", ("Name", "x"))).Status);
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
