using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

public abstract partial class GroupRulesTests
{
    [Fact]
    public async Task Only_members_and_service_accounts_of_the_workspace_come_in()
    {
        var bot = await GroupFixture.BotAsync(App, "ci-bot");
        Assert.Equal(
            "1 of the selected accounts is not in this workspace. Reload the page.",
            Refused(await CreateAsync(App.Olga, new() { Name = "Foreign", Users = [App.Mia.Id, App.Eve.Id] }))
        );
        Assert.StartsWith(
            "2 of the selected accounts are not",
            Refused(await CreateAsync(App.Eve, new() { Name = "Foreign", Users = [App.Mia.Id, bot] }))
        );
        Assert.False(await App.DbAsync(App.Olga, db => db.Groups.AnyAsync(g => g.Name == "Foreign")));
        var group = (
            await CreateAsync(App.Olga, new() { Name = "Mixed", Users = [App.Mia.Id, bot, App.Mia.Id] })
        ).Value;
        Assert.Equal(new[] { App.Mia.Id, bot }.Order(), (await GroupFixture.MembersAsync(App, group.Id)).Order());
        Assert.StartsWith(
            "1 of the selected accounts",
            Refused(await ChangeAsync(App.Olga, group.Id, new() { Users = [App.Eve.Id] }))
        );
    }

    [Fact]
    public async Task Who_is_removed_from_the_workspace_is_in_no_group_and_a_group_of_another_workspace_does_not_exist()
    {
        var nina = await App.AddAsync("Nina Gone", MemberRole.Member);
        var group = await GroupFixture.GroupAsync(App, "Shrinking", nina, App.Mia);
        await App.InAsync(App.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([nina.Id]));
        Assert.Equal([App.Mia.Id], await GroupFixture.MembersAsync(App, group.Id));
        Assert.Equal(Refusal.NotFound, (await ChangeAsync(App.Eve, group.Id, new() { Name = "Eves now" })).Refusal);
        Assert.Equal(
            Refusal.NotFound,
            (await App.InAsync(App.Eve, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id]))).Refusal
        );
        Assert.False((await AddAsync(App.Eve, App.Eve, group.Id)).Ok);
        Assert.False(
            (await GroupFixture.InviteAsync(App, "x@example.com", MemberRole.Member, [group.Id], by: App.Eve)).Ok
        );
        Assert.StartsWith("Your role", Refused(await ChangeAsync(App.Mia, group.Id, new() { Name = "Mias now" })));
    }

    [Fact]
    public async Task Groups_of_one_person_change_by_what_differs_from_the_form()
    {
        var (kept, added, left) = (
            await GroupFixture.GroupAsync(App, "Kept"),
            await GroupFixture.GroupAsync(App, "Joined"),
            await GroupFixture.GroupAsync(App, "Left", App.Mia)
        );
        // Someone else puts Mia into Kept while the form is open.
        Assert.Equal(1, (await AddAsync(App.Olga, App.Mia, kept.Id)).Value);
        Assert.Equal(2, (await SetGroupsAsync(App.Mia, [added.Id], [left.Id])).Value);
        foreach (var (group, isIn) in new[] { (kept, true), (added, true), (left, false) })
            Assert.Equal(isIn, (await GroupFixture.MembersAsync(App, group.Id)).Contains(App.Mia.Id));
        Assert.Equal(0, (await AddAsync(App.Adam, App.Mia, kept.Id, added.Id)).Value);
        Assert.Equal(Refusal.NotFound, (await SetGroupsAsync(App.Eve, [added.Id], [])).Refusal);
    }

    private Task<Result<int>> SetGroupsAsync(Person person, Guid[] added, Guid[] left) =>
        App.RunAsync(App.Adam, (SetMemberGroups set) => set.RunAsync(person.Id, added, left));

    [Fact]
    public async Task Whoever_accepts_an_invitation_joins_its_groups_that_still_exist()
    {
        var (stays, goes) = (await GroupFixture.GroupAsync(App, "Stays"), await GroupFixture.GroupAsync(App, "Goes"));
        var nina = await App.AddAsync("Nina Next", MemberRole.Owner, await App.AddWorkspaceAsync("Ninas"));
        var invited = (
            await GroupFixture.InviteAsync(App, nina.Email, MemberRole.Member, [stays.Id, goes.Id])
        ).Value.Invitations.Single();
        Assert.Equal(
            1,
            (await App.InAsync(App.Olga, s => s.GetRequiredService<DeleteGroups>().RunAsync([goes.Id])))
                .Value
                .Invitations
        );
        Assert.True(
            (await App.InAsync(nina, s => s.GetRequiredService<AcceptInvitation>().RunAsync(invited.Token.Reveal()))).Ok
        );
        Assert.Equal([nina.Id], await GroupFixture.MembersAsync(App, stays.Id));
        var details = await App.DbAsync(
            App.Olga,
            db =>
                db.AuditEvents.Where(e => e.Subject == nina.Email)
                    .OrderBy(e => e.At)
                    .Select(e => e.Detail)
                    .ToListAsync()
        );
        Assert.Equal(["as member, into Goes, Stays", "as member, invited by Olga Orlova, into Stays"], details);
    }

    [Fact]
    public async Task The_snapshot_knows_of_a_change_immediately()
    {
        var group = await GroupFixture.GroupAsync(App, "Cached");
        var directory = App.Services.GetRequiredService<GroupCache>();
        async Task<string[]> OfMiaAsync() =>
            [
                .. (await directory.GetAsync(App.Mia.Workspace))
                    .GetGroups(App.Mia.Id, MemberRole.Member)
                    .Select(g => g.Name)
                    .Where(n => n is "Users" or "Cached"),
            ];
        Assert.Equal(["Users"], await OfMiaAsync());
        await ChangeAsync(App.Olga, group.Id, new() { Users = [App.Mia.Id] });
        Assert.Equal(["Users", "Cached"], await OfMiaAsync());
    }

    private Task<Result<int>> AddAsync(Person by, Person person, params Guid[] groups) =>
        App.RunAsync(by, (AddToGroups add) => add.RunAsync([person.Id], groups));
}
