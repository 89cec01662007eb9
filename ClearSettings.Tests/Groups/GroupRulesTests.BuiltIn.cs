using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

public abstract partial class GroupRulesTests
{
    [Fact]
    public async Task Users_never_changes_and_no_built_in_group_goes()
    {
        foreach (var kind in Enum.GetValues<BuiltInGroup>())
        {
            var id = (await GroupFixture.BuiltInAsync(App, kind)).Id;
            Assert.EndsWith(
                "is built in and cannot be deleted.",
                Refused(await App.InAsync(App.Olga, s => s.GetRequiredService<DeleteGroups>().RunAsync([id])))
            );
            Assert.False((await ChangeAsync(App.Olga, id, new() { Name = "Renamed" })).Ok);
        }
        var users = (await GroupFixture.BuiltInAsync(App, BuiltInGroup.Users)).Id;
        Assert.StartsWith(
            "Users includes everyone",
            Refused(await ChangeAsync(App.Olga, users, new() { Users = [App.Olga.Id] }))
        );
        Assert.StartsWith("Everyone is already in Users", Refused(await AddAsync(App.Olga, App.Mia, users)));
    }

    [Fact]
    public async Task Queue_admins_has_a_description_and_members()
    {
        var queueAdmins = await GroupFixture.BuiltInAsync(App, BuiltInGroup.QueueAdmins);
        var input = new GroupInput
        {
            Name = "Queue admins",
            Description = "Of the cluster",
            Users = [App.Mia.Id],
        };
        Assert.True((await ChangeAsync(App.Olga, queueAdmins.Id, input)).Ok);
        Assert.Equal([App.Mia.Id], await GroupFixture.MembersAsync(App, queueAdmins.Id));
    }

    [Fact]
    public async Task Joining_Admins_is_becoming_one_by_the_rules_of_roles()
    {
        await using var server = await App.AnotherAsync();
        var admins = await GroupFixture.BuiltInAsync(server, BuiltInGroup.Admins);
        var (bot, adminBot) = (
            await GroupFixture.BotAsync(server, "plain-bot"),
            await GroupFixture.BotAsync(server, "root-bot", admin: true)
        );
        await AssertWrongAdminsAreRefusedAsync(server, admins.Id, bot, adminBot);
        Assert.True(
            (await SetMembersAsync(server, admins.Id, server.Olga, server.Olga.Id, server.Mia.Id, adminBot)).Ok
        );
        var roles = await server.DbAsync(server.Olga, db => db.Members.ToDictionaryAsync(m => m.UserId, m => m.Role));
        Assert.Equal(
            (MemberRole.Owner, MemberRole.Member, MemberRole.Admin),
            (roles[server.Olga.Id], roles[server.Adam.Id], roles[server.Mia.Id])
        );
        Assert.Empty(await GroupFixture.MembersAsync(server, admins.Id));
        Assert.Equal(
            2,
            await server.DbAsync(server.Olga, db => db.AuditEvents.CountAsync(e => e.Kind == "member.role_changed"))
        );
        Assert.Equal(
            "Your role in this workspace has changed. Nothing was saved. Reload the page.",
            Refused(await SetMembersAsync(server, admins.Id, server.Adam, server.Olga.Id))
        );
    }

    private static async Task AssertWrongAdminsAreRefusedAsync(TestApp server, Guid admins, Guid bot, Guid adminBot)
    {
        Assert.Equal(
            "Olga Orlova is the owner and cannot be removed from Admins.",
            Refused(await SetMembersAsync(server, admins, server.Adam, server.Adam.Id, adminBot))
        );
        Assert.Equal(
            "You cannot change your own role. Ask another administrator.",
            Refused(await SetMembersAsync(server, admins, server.Adam, server.Olga.Id, adminBot))
        );
        Assert.StartsWith(
            "root-bot is a service account.",
            Refused(await SetMembersAsync(server, admins, server.Olga, server.Olga.Id, server.Adam.Id))
        );
        Assert.StartsWith(
            "plain-bot is a service account.",
            Refused(await SetMembersAsync(server, admins, server.Olga, server.Olga.Id, server.Adam.Id, adminBot, bot))
        );
        var renamed = await server.RunAsync(
            server.Olga,
            (ChangeGroup change) => change.RunAsync(admins, new() { Description = "Bosses" })
        );
        Assert.False(renamed.Ok);
    }

    private static Task<Result<Group>> SetMembersAsync(TestApp server, Guid group, Person by, params Guid[] members) =>
        server.RunAsync(by, (ChangeGroup change) => change.RunAsync(group, new() { Users = members }));
}
