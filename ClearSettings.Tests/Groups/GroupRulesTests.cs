using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

public abstract class GroupRulesTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_group_has_a_name_of_its_own_in_its_workspace_capitals_aside()
    {
        await GroupFixture.GroupAsync(App, "Perception Team");
        Assert.Equal(
            GroupNames.NameTakenMessage,
            Refused(await CreateAsync(App.Adam, new() { Name = "PERCEPTION team " }))
        );
        Assert.Equal(GroupNames.NameTakenMessage, Refused(await CreateAsync(App.Adam, new() { Name = "admins" })));
        Assert.StartsWith("The name is empty", Refused(await CreateAsync(App.Adam, new() { Name = " " })));
        Assert.StartsWith("The name is too long", Refused(await CreateAsync(App.Adam, new() { Name = new('x', 101) })));
        Assert.StartsWith(
            "The description is too long",
            Refused(await CreateAsync(App.Adam, new() { Name = "Long", Description = new('x', 301) }))
        );
        Assert.StartsWith(
            "The description contains a line break",
            Refused(await CreateAsync(App.Adam, new() { Name = "Long", Description = "one\ntwo" }))
        );
        Assert.True((await CreateAsync(App.Eve, new() { Name = "Perception Team" })).Ok);
    }

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
    public async Task What_is_left_out_of_a_change_stays_and_each_change_is_recorded()
    {
        var group = await GroupFixture.GroupAsync(App, "Recorded", App.Mia);
        Assert.True((await ChangeAsync(App.Adam, group.Id, new() { Description = " Six people " })).Ok);
        Assert.True((await ChangeAsync(App.Adam, group.Id, new() { Name = "Recorded twice" })).Ok);
        Assert.True((await ChangeAsync(App.Adam, group.Id, new() { Users = [App.Olga.Id] })).Ok);
        Assert.True(
            (await ChangeAsync(App.Adam, group.Id, new() { Users = [App.Olga.Id], Name = "Recorded twice" })).Ok
        );
        Assert.True((await ChangeAsync(App.Adam, group.Id, new() { Description = "" })).Ok);
        var now = await App.DbAsync(App.Olga, db => db.Groups.SingleAsync(g => g.Id == group.Id));
        Assert.Equal(("Recorded twice", "RECORDED TWICE", null), (now.Name, now.NameKey, now.Description));
        var events = await App.DbAsync(
            App.Olga,
            db =>
                db.AuditEvents.Where(e => e.Subject.StartsWith("Recorded"))
                    .OrderBy(e => e.At)
                    .ThenBy(e => e.Id)
                    .Select(e => $"{e.Kind} {e.Subject} {e.Detail}")
                    .ToListAsync()
        );
        Assert.Equal(
            [
                "group.created Recorded ",
                "group.members_changed Recorded added 1: Mia Meyer",
                "group.changed Recorded description",
                "group.changed Recorded twice was Recorded",
                "group.members_changed Recorded twice added 1: Olga Orlova; removed 1: Mia Meyer",
                "group.changed Recorded twice description",
            ],
            events
        );
    }

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
        Assert.StartsWith(
            "Users includes everyone",
            Refused(
                await ChangeAsync(
                    App.Olga,
                    (await GroupFixture.BuiltInAsync(App, BuiltInGroup.Users)).Id,
                    new() { Users = [App.Olga.Id] }
                )
            )
        );
        Assert.StartsWith(
            "Everyone is already in Users",
            Refused(
                await App.InAsync(
                    App.Olga,
                    async s =>
                        await s.GetRequiredService<AddToGroups>()
                            .RunAsync([App.Mia.Id], [(await GroupFixture.BuiltInAsync(App, BuiltInGroup.Users)).Id])
                )
            )
        );
        var queueAdmins = await GroupFixture.BuiltInAsync(App, BuiltInGroup.QueueAdmins);
        Assert.True(
            (
                await ChangeAsync(
                    App.Olga,
                    queueAdmins.Id,
                    new()
                    {
                        Name = "Queue admins",
                        Description = "Of the cluster",
                        Users = [App.Mia.Id],
                    }
                )
            ).Ok
        );
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
        async Task<Result<Group>> SetAsync(Person by, params Guid[] ids) =>
            await server.InAsync(
                by,
                s => s.GetRequiredService<ChangeGroup>().RunAsync(admins.Id, new() { Users = ids })
            );
        Assert.Equal(
            "Olga Orlova is the owner and cannot be removed from Admins.",
            Refused(await SetAsync(server.Adam, server.Adam.Id, adminBot))
        );
        Assert.Equal(
            "You cannot change your own role. Ask another administrator.",
            Refused(await SetAsync(server.Adam, server.Olga.Id, adminBot))
        );
        Assert.StartsWith(
            "root-bot is a service account.",
            Refused(await SetAsync(server.Olga, server.Olga.Id, server.Adam.Id))
        );
        Assert.StartsWith(
            "plain-bot is a service account.",
            Refused(await SetAsync(server.Olga, server.Olga.Id, server.Adam.Id, adminBot, bot))
        );
        Assert.False(
            (
                await server.InAsync(
                    server.Olga,
                    s => s.GetRequiredService<ChangeGroup>().RunAsync(admins.Id, new() { Description = "Bosses" })
                )
            ).Ok
        );
        Assert.True((await SetAsync(server.Olga, server.Olga.Id, server.Mia.Id, adminBot)).Ok);
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
            Refused(await SetAsync(server.Adam, server.Olga.Id))
        );
    }

    [Fact]
    public async Task Deleting_turns_the_groups_vaults_off_and_keeps_them()
    {
        var (group, other) = (
            await GroupFixture.GroupAsync(App, "Doomed", App.Mia),
            await GroupFixture.GroupAsync(App, "Spared")
        );
        var (vault, spared) = (
            await GroupFixture.VaultAsync(App, "Buckets", group.Id),
            await GroupFixture.VaultAsync(App, "Mirror", other.Id)
        );
        var impact = (
            await App.InAsync(App.Adam, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id]))
        ).Value;
        Assert.Equal((1, "Buckets", 0), (impact.Members, Assert.Single(impact.Vaults), impact.Invitations));
        var vaults = await App.DbAsync(
            App.Olga,
            db =>
                db.Vaults.Include(v => v.Groups)
                    .Where(v => v.Id == vault || v.Id == spared)
                    .ToDictionaryAsync(v => v.Id)
        );
        Assert.Equal(
            (false, 0, 1, "Adam Ames"),
            (vaults[vault].Enabled, vaults[vault].Groups.Count, vaults[vault].RowVersion, vaults[vault].UpdatedByName)
        );
        Assert.Equal((true, other.Id), (vaults[spared].Enabled, Assert.Single(vaults[spared].Groups).GroupId));
        Assert.Equal(
            "its group Doomed was deleted",
            (
                await App.DbAsync(
                    App.Olga,
                    db => db.VaultOperations.SingleAsync(o => o.VaultId == vault && o.Action == VaultAction.Deactivate)
                )
            ).Detail
        );
        Assert.Equal(
            "members: 1, vaults disabled: 1",
            (
                await App.DbAsync(
                    App.Olga,
                    db => db.AuditEvents.SingleAsync(e => e.Kind == "group.deleted" && e.Subject == "Doomed")
                )
            ).Detail
        );
        Assert.Empty(await GroupFixture.MembersAsync(App, group.Id));
        Assert.Equal(
            Refusal.NotFound,
            (
                await App.InAsync(App.Adam, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id, other.Id]))
            ).Refusal
        );
        Assert.True(await App.DbAsync(App.Olga, db => db.Groups.AnyAsync(g => g.Id == other.Id)));
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
        Assert.False(
            (await App.InAsync(App.Eve, s => s.GetRequiredService<AddToGroups>().RunAsync([App.Eve.Id], [group.Id]))).Ok
        );
        Assert.False(
            (
                await App.InAsync(
                    App.Eve,
                    s =>
                        s.GetRequiredService<InviteMembers>()
                            .RunAsync(
                                new()
                                {
                                    Addresses = "x@example.com",
                                    Role = MemberRole.Member,
                                    Groups = [group.Id],
                                }
                            )
                )
            ).Ok
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
        Assert.Equal(
            1,
            (
                await App.InAsync(App.Olga, s => s.GetRequiredService<AddToGroups>().RunAsync([App.Mia.Id], [kept.Id]))
            ).Value
        );
        Assert.Equal(
            2,
            (
                await App.InAsync(
                    App.Adam,
                    s => s.GetRequiredService<SetMemberGroups>().RunAsync(App.Mia.Id, [added.Id], [left.Id])
                )
            ).Value
        );
        foreach (var (group, isIn) in new[] { (kept, true), (added, true), (left, false) })
            Assert.Equal(isIn, (await GroupFixture.MembersAsync(App, group.Id)).Contains(App.Mia.Id));
        Assert.Equal(
            0,
            (
                await App.InAsync(
                    App.Adam,
                    s => s.GetRequiredService<AddToGroups>().RunAsync([App.Mia.Id], [kept.Id, added.Id])
                )
            ).Value
        );
        Assert.Equal(
            Refusal.NotFound,
            (
                await App.InAsync(
                    App.Adam,
                    s => s.GetRequiredService<SetMemberGroups>().RunAsync(App.Eve.Id, [added.Id], [])
                )
            ).Refusal
        );
    }

    [Fact]
    public async Task Whoever_accepts_an_invitation_joins_its_groups_that_still_exist()
    {
        var (stays, goes) = (await GroupFixture.GroupAsync(App, "Stays"), await GroupFixture.GroupAsync(App, "Goes"));
        var nina = await App.AddAsync("Nina Next", MemberRole.Owner, await App.AddWorkspaceAsync("Ninas"));
        var invited = (
            await App.InAsync(
                App.Olga,
                s =>
                    s.GetRequiredService<InviteMembers>()
                        .RunAsync(
                            new()
                            {
                                Addresses = nina.Email,
                                Role = MemberRole.Member,
                                Groups = [stays.Id, goes.Id],
                            }
                        )
            )
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

    private Task<Result<Group>> CreateAsync(Person by, GroupInput input) =>
        App.InAsync(by, s => s.GetRequiredService<CreateGroup>().RunAsync(input));

    private Task<Result<Group>> ChangeAsync(Person by, Guid id, GroupInput input) =>
        App.InAsync(by, s => s.GetRequiredService<ChangeGroup>().RunAsync(id, input));

    private static string Refused(Result result)
    {
        Assert.False(result.Ok);
        return result.Problems[0].Message;
    }
}

public sealed class GroupRulesOnSqlite(SqliteApp app) : GroupRulesTests(app), IClassFixture<SqliteApp>;

public sealed class GroupRulesOnPostgres(PostgresApp app) : GroupRulesTests(app), IClassFixture<PostgresApp>;
