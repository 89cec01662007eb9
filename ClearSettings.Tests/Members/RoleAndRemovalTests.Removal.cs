using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Members;

public abstract partial class RoleAndRemovalTests
{
    [Fact]
    public async Task Two_owners_who_remove_each_other_at_once_both_stay()
    {
        // The pages never make a second owner; whoever did it by hand is protected all the same.
        var second = await App.AddAsync("Olaf", MemberRole.Owner);
        var removed = await Task.WhenAll(
            Task.Run(() => RemoveAsync(App, App.Olga, second.Id)),
            Task.Run(() => RemoveAsync(App, second, App.Olga.Id))
        );
        Assert.All(
            removed,
            r => Assert.EndsWith("is the owner and cannot be removed. Transfer ownership first.", r.Problems[0].Message)
        );
        Assert.Equal(MemberRole.Owner, Assert.Single(await RolesAsync(second)));
    }

    [Fact]
    public async Task A_removed_members_next_call_gets_401_and_their_pages_do_not_exist()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var (key, token, browser) = (
            await server.KeyAsync(server.Mia),
            server.Api(await server.KeyAsync(server.Mia)),
            await server.SignedInAsync(server.Mia)
        );
        await token.LoginAsync();
        var page = $"/settings/workspaces/{server.Mia.Workspace:N}/credentials";
        Assert.Equal(200, (await browser.GetAsync(page)).Status);
        await server.RecordCredentialUsageAsync();
        await AssertRemovesAsync(server, server.Mia, credentials: 2, recentlyUsed: 1);
        Assert.Equal(401, (await server.Api(key).CallAsync("users.get_current_user")).Code);
        Assert.Equal(401, (await token.CallAsync("users.get_current_user")).Code);
        Assert.Equal(404, (int)(await browser.FetchAsync(HttpMethod.Get, page)).StatusCode);
        Assert.Equal(302, (int)(await browser.FetchAsync(HttpMethod.Get, "/settings/profile")).StatusCode);
        var mail = await receiver.WaitForAsync(server.Mia.Email);
        Assert.Equal("You were removed from Research", mail.Subject);
        Assert.Contains("Your 2 API credentials for this workspace were revoked.", mail.Text);
        Assert.Contains("Adam Ames", mail.Text);
        Assert.Null((await server.UserAsync(server.Mia.Id)).DefaultWorkspaceId);
    }

    [Fact]
    public async Task Whoever_is_elsewhere_too_sees_that_workspace_and_keeps_its_keys()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var there = await App.AddToWorkspaceAsync(nina, App.Eve.Workspace);
        var (key, browser) = (await App.KeyAsync(there), await App.SignedInAsync(nina));
        await App.KeyAsync(nina);
        Assert.True((await RemoveAsync(App, App.Olga, nina.Id)).Ok);
        Assert.Contains("Elsewhere", (await browser.GetAsync("/settings/workspaces")).Main);
        (await App.Api(key).CallAsync("users.get_current_user")).IsOk();
        Assert.Equal(App.Eve.Workspace, (await App.UserAsync(nina.Id)).DefaultWorkspaceId);
    }

    [Fact]
    public async Task With_an_inviter_go_the_invitations_they_sent_also_when_those_are_removed_with_them()
    {
        var anna = await App.AddAsync("Anna Admin", MemberRole.Admin);
        await InvitedUser.InviteAsync(App, anna, "first@example.com, second@example.com");
        var first = await App.DbAsync(
            App.Olga,
            db => db.Invitations.Where(i => i.Email == "first@example.com").Select(i => i.Id).SingleAsync()
        );
        var removed = (await RemoveAsync(App, App.Olga, anna.Id, first, anna.Id)).Value;
        Assert.Equal(
            (1, "first@example.com", 1),
            (removed.Members.Count, Assert.Single(removed.Invitations), removed.Impact.Invitations)
        );
        Assert.Equal(
            2,
            await App.DbAsync(
                App.Olga,
                db => db.Invitations.CountAsync(i => i.InvitedById == anna.Id && i.State == InvitationState.Revoked)
            )
        );
        Assert.Equal(Refusal.NotFound, (await RemoveAsync(App, App.Olga, anna.Id, first)).Refusal);
    }

    [Fact]
    public async Task Where_one_may_not_be_removed_no_one_is()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        Assert.False((await RemoveAsync(App, App.Adam, nina.Id, App.Olga.Id)).Ok);
        var oneself = await RemoveAsync(App, App.Adam, App.Adam.Id);
        Assert.StartsWith("You cannot remove yourself.", oneself.Problems[0].Message);
        Assert.Equal(Refusal.NotFound, (await RemoveAsync(App, App.Adam, App.Eve.Id)).Refusal);
        Assert.Equal([MemberRole.Member, MemberRole.Owner], await RolesAsync(nina, App.Eve));
    }

    [Fact]
    public async Task On_a_hosted_server_no_one_is_removed_from_the_workspace_of_their_account()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted"]);
        await server.DbAsync(
            null,
            db =>
                db.Members.IgnoreQueryFilters()
                    .Where(m => m.UserId == server.Olga.Id)
                    .ExecuteUpdateAsync(m => m.SetProperty(x => x.Role, MemberRole.Admin))
        );
        var refused = await RemoveAsync(server, server.Adam, server.Olga.Id);
        Assert.Equal(
            "This is the personal workspace of Olga Orlova, who cannot be removed from it.",
            refused.Problems[0].Message
        );
    }

    private static Task<Result<RemovalResult>> RemoveAsync(TestApp server, Person by, params Guid[] ids) =>
        server.UseAsync(by, (RemoveMembers remove) => remove.RunAsync(ids));

    private static async Task AssertRemovesAsync(TestApp server, Person person, int credentials, int recentlyUsed)
    {
        var removed = (await RemoveAsync(server, server.Adam, person.Id)).Value;
        Assert.Equal(
            (person.Name, credentials, recentlyUsed),
            (Assert.Single(removed.Members), removed.Impact.Credentials, removed.Impact.RecentlyUsed)
        );
        Assert.Equal(0, await server.DbAsync(server.Olga, db => db.Credentials.CountAsync(c => c.UserId == person.Id)));
    }
}
