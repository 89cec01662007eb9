using ClearSettings.Domain;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract partial class UsersPageTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_menu_changes_a_role_but_not_ones_own_nor_the_owners()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var browser = await App.SignedInAsync(App.Adam);
        var list = await browser.GetAsync(Users(App) + "?q=nina");
        var done = await (await list.FollowAsync("Nina New", "Change role"))
            .Choose("Administrator")
            .PressAsync("Change role");
        Assert.Equal("Nina New is now an administrator.", done.Flash);
        Assert.DoesNotContain("Transfer ownership", done.Html, StringComparison.Ordinal);
        await AssertRoleStaysAsync(browser, App.Olga, "The owner’s role changes only");
        await AssertRoleStaysAsync(browser, App.Adam, "You cannot change your own role");
        Assert.Equal(422, (await browser.PostAsync($"{Users(App)}/{nina.Id:N}/role", ("role", "Owner"))).Status);
        Assert.Equal(422, (await browser.PostAsync($"{Users(App)}/{nina.Id:N}/role", ("role", "7"))).Status);
        Assert.Equal(404, (await browser.PostAsync($"{Users(App)}/{App.Eve.Id:N}/role", ("role", "Admin"))).Status);
    }

    [Fact]
    public async Task Removing_states_what_is_lost_and_then_does_it()
    {
        var nina = await App.AddAsync("Nina <b>New</b>", MemberRole.Member);
        await App.KeyAsync(nina);
        (await App.Api(await App.KeyAsync(nina)).CallAsync("users.get_current_user")).IsOk();
        await App.RecordCredentialUsageAsync();
        var browser = await App.SignedInAsync(App.Olga);
        var question = await (await browser.GetAsync(Users(App) + "?q=nina")).FollowAsync(
            "Nina <b>New</b>",
            "Remove from workspace"
        );
        Assert.Equal("Remove Nina <b>New</b> from Research?", question.Heading);
        Assert.Contains("2 API credentials are revoked; 1 was used in the last 24 hours.", question.Main);
        var done = await question.PressAsync("Remove from workspace");
        Assert.Equal("Nina <b>New</b> removed. 2 API credentials were revoked.", done.Flash);
        Assert.Empty(done.Rows("Nina <b>New"));
        Assert.Equal(
            (404, "No one was removed. They are no longer in the workspace."),
            Of(await question.PressAsync("Remove from workspace"))
        );
    }

    [Fact]
    public async Task Several_are_ticked_and_go_together_without_script()
    {
        var nina = await App.AddAsync("Nina Two", MemberRole.Member);
        var noah = await App.AddAsync("Noah Two", MemberRole.Admin);
        await InvitedUser.InviteAsync(App, App.Olga, "two@example.com");
        string[] names = ["Nina Two", "Noah Two", "two@example.com"];
        var list = await (await App.SignedInAsync(App.Olga)).GetAsync(Users(App) + "?q=two");
        foreach (var name in names)
            list.Choose($"Select {name}");
        var links = await (await list.PressAsync("Send invitation again")).PressAsync("Create new link");
        Assert.Single(links.Document.QuerySelectorAll("input[readonly]"));
        var question = await list.PressAsync("Remove from workspace");
        Assert.Equal("Remove 2 members and revoke 1 invitation?", question.Heading);
        Assert.All(names, name => Assert.Contains(name, question.Main));
        Assert.Equal(
            "2 people removed. Invitation for two@example.com revoked.",
            (await question.PressAsync("Remove from workspace")).Flash
        );
        Assert.Equal(
            0,
            await App.DbAsync(App.Olga, db => db.Members.CountAsync(m => m.UserId == nina.Id || m.UserId == noah.Id))
        );
    }

    [Fact]
    public async Task Removing_no_one_or_the_owner_is_refused_in_the_question()
    {
        var browser = await App.SignedInAsync(App.Adam);
        Assert.Contains("Select people in the list first.", (await browser.GetAsync(Users(App) + "/remove")).Main);
        Assert.Contains(
            "is the owner and cannot be removed",
            (await browser.GetAsync($"{Users(App)}/remove?id={App.Olga.Id:N}&id=x")).Main
        );
    }

    [Fact]
    public async Task An_offer_wants_a_fresh_proof_stands_on_the_page_and_is_withdrawn_there()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        server.Time.Advance(TimeSpan.FromMinutes(11));
        var proof = await (await browser.GetAsync(Users(server))).FollowAsync("Adam Ames", "Transfer ownership");
        Assert.Equal("Confirm your password", proof.Heading);
        var question = await proof.Fill("Password", Person.Password).PressAsync("Continue");
        var done = await question.PressAsync("Transfer ownership");
        Assert.Equal("Ownership transfer to Adam Ames requested. You stay the owner until they accept.", done.Flash);
        Assert.Contains(
            "You asked to transfer ownership to Adam Ames. Nothing changes until they accept. The request expires "
                + "on Mar 9, 2026.",
            done.Main
        );
        var other = await done.FollowAsync("Mia Meyer", "Transfer ownership");
        Assert.Contains("Your pending request to Adam Ames is canceled.", other.Main);
        var canceled = await (await done.FollowAsync("Cancel transfer")).PressAsync("Cancel transfer");
        Assert.Equal("Ownership transfer canceled. You stay the owner.", canceled.Flash);
        var list = await (await server.SignedInAsync(server.Adam)).GetAsync(Users(server));
        Assert.DoesNotContain("You asked to transfer ownership", list.Html, StringComparison.Ordinal);
    }

    private static (int, string) Of(Page page) => (page.Status, page.Problems);

    private async Task AssertRoleStaysAsync(Browser browser, Person person, string reason)
    {
        var row = (await browser.GetAsync(Users(App))).Rows(person.Email).Single();
        Assert.Equal(
            ["Copy ID", "Edit groups", "Impersonation"],
            row.QuerySelectorAll(".menu-item").Select(i => Page.Squeeze(i.TextContent))
        );
        var refused = await (await browser.GetAsync($"{Users(App)}/{person.Id:N}/role"))
            .Choose("Member")
            .PressAsync("Change role");
        Assert.Equal(422, refused.Status);
        Assert.StartsWith(reason, refused.Problems);
    }

    private static string Users(TestApp server) => $"/workspaces/{server.Olga.Workspace:N}/users";
}

public sealed class UsersPageOnSqlite(SqliteApp app) : UsersPageTests(app), IClassFixture<SqliteApp>;
