using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Resources;
using ClearSettings.Tests.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class RuleUseCaseTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_new_workspace_lets_all_users_read_and_modify_everything()
    {
        await using var server = await App.AnotherAsync();
        var users = await server.BuiltInGroupAsync(BuiltInGroup.Users);
        foreach (var person in new[] { server.Olga, server.Eve })
        {
            var rows = await ReadAsync(server, person, new());
            Assert.Equal(ResourceTypes.All, rows.Select(r => r.State.Type));
            Assert.All(rows, r => Assert.Equal(AccessLevel.Modify, r.State.Level));
            Assert.All(rows, r => Assert.Equal("Users", r.Groups.Single().Name));
        }
        await server.FillAsync();
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Mia, TaskKey("t1")));
        await server.RemoveAllRulesAsync();
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t1")));
        // Administrators keep everything, service accounts that are in Users have what Users has.
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Adam, TaskKey("t1")));
        var (bot, _) = await server.BotAsync();
        Assert.Equal(AccessLevel.None, await server.LevelAsync(bot, TaskKey("t1")));
        await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, groups: [users.Id]));
        Assert.Equal(AccessLevel.Read, await server.LevelAsync(bot, TaskKey("t1")));
        Assert.Equal(AccessLevel.None, await server.LevelAsync(bot, TaskKey("t2")));
    }

    [Fact]
    public async Task A_rule_is_created_changed_and_deleted_with_its_audit_events()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var id = await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, [server.Mia.Id]), server.Adam);
        var row = (await FindAsync(server, id))!;
        Assert.Equal(("Adam Ames", "Name of top"), (row.UpdatedByName, row.ResourceName));
        var changed = Rule(ProjectKey("top"), AccessLevel.Modify, [server.Mia.Id]) with { RowVersion = row.RowVersion };
        Assert.True((await UpdateAsync(server, server.Olga, id, changed)).Value);
        Assert.Equal("Olga Orlova", (await FindAsync(server, id))!.UpdatedByName);
        // The same again changes nothing, also not the version.
        Assert.False((await UpdateAsync(server, server.Olga, id, changed with { RowVersion = null })).Value);
        var deleted = await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<DeleteRules>().RunAsync([id], new("No longer needed"))
        );
        Assert.Equal(1, deleted.Value);
        Assert.Null(await FindAsync(server, id));
        Assert.Equal(
            [
                "access_rules.created Read only on project top",
                "access_rules.changed Read & modify on project top",
                "access_rules.deleted Read & modify on project top",
            ],
            await RuleEventsAsync(server)
        );
    }

    private static Task<List<string>> RuleEventsAsync(TestApp server) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.AuditEvents.Where(e => e.Kind.StartsWith("access_rules."))
                    .OrderBy(e => e.At)
                    .Select(e => e.Kind + " " + e.Subject)
                    .ToListAsync()
        );

    [Fact]
    public async Task Wrong_rules_are_refused_with_a_message_and_nothing_is_saved()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var good = Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]);
        foreach (var (rule, message) in await WrongRulesAsync(server, good))
        {
            var refused = await server.InAsync(
                server.Olga,
                s => s.GetRequiredService<CreateRules>().RunAsync([good, rule])
            );
            Assert.Contains(message, refused.Problems[0].Message, StringComparison.Ordinal);
        }
        Assert.Equal(7, await server.DbAsync(server.Olga, db => db.AccessRules.CountAsync()));
        Assert.Equal(1, await server.DbAsync(server.Olga, db => db.RuleSetVersions.CountAsync()));
    }

    private static async Task<(RuleInput, string)[]> WrongRulesAsync(TestApp server, RuleInput good)
    {
        var (bot, _) = await server.BotAsync();
        var admins = await server.BuiltInGroupAsync(BuiltInGroup.Admins);
        var elsewhere = await GroupFixture.BuiltInAsync(server, BuiltInGroup.Users, server.Eve);
        await server.InAsync(
            server.Eve,
            s => s.GetRequiredService<UpsertResources>().RunAsync([Draft(TaskKey("of-eve"))])
        );
        return
        [
            (Rule(TaskKey("of-eve"), AccessLevel.Read, [server.Mia.Id]), "The task of-eve is not in the catalog"),
            (Rule(ProjectKey("t1"), AccessLevel.Read, [server.Mia.Id]), "The project t1 is not in the catalog"),
            (good with { Users = [server.Eve.Id] }, "1 of the selected users is not in this workspace"),
            (good with { Users = [bot] }, "1 of the selected users is not in this workspace"),
            (good with { ServiceAccounts = [server.Mia.Id] }, "1 of the selected service accounts is not"),
            (good with { Groups = [elsewhere.Id, Guid.Empty] }, "2 of the selected groups are not"),
            (good with { Groups = [admins.Id] }, "Admins can already read and modify everything."),
            (good with { ResourceId = "a\0b" }, "This is no ID of an object."),
            (good with { ResourceId = new('x', 101) }, "This is no ID of an object."),
            (good with { Users = [] }, "Select at least one user, service account or group."),
            (good with { Level = AccessLevel.None }, "Choose Read only or Read & modify."),
            (good with { Type = (ResourceType)99, ResourceId = null }, "Unknown resource type."),
            (good with { Users = [.. Enumerable.Repeat(server.Mia.Id, 10_001)] }, "at most 10,000 users"),
        ];
    }

    [Fact]
    public async Task A_rule_stays_when_its_object_goes_and_can_still_be_changed()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var id = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]));
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteResources>().RunAsync([TaskKey("t1")]));
        Assert.Equal("", (await FindAsync(server, id))!.ResourceName);
        var wider = Rule(TaskKey("t1"), AccessLevel.Modify, [server.Mia.Id]);
        Assert.True((await UpdateAsync(server, server.Olga, id, wider)).Value);
    }

    [Fact]
    public async Task Of_two_administrators_who_edit_one_rule_the_second_gets_a_conflict()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var id = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]));
        var shown = (await FindAsync(server, id))!;
        var done = await Task.WhenAll(
            new[] { server.Adam, server.Olga }.Select(by =>
                Task.Run(() =>
                    UpdateAsync(
                        server,
                        by,
                        id,
                        Rule(TaskKey("t1"), AccessLevel.Modify, [by.Id]) with
                        {
                            RowVersion = shown.RowVersion,
                        }
                    )
                )
            )
        );
        var lost = Assert.Single(done, d => !d.Ok);
        Assert.Equal(Refusal.Conflict, lost.Refusal);
        Assert.Contains("changed this access rule since you opened it", lost.Problems[0].Message);
        var stale = Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]) with { LastUpdate = shown.UpdatedAt };
        Assert.Equal(Refusal.Conflict, (await UpdateAsync(server, server.Olga, id, stale)).Refusal);
    }

    [Fact]
    public async Task Rules_are_filtered_and_sorted()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        var group = await GroupFixture.GroupAsync(server, "Vision");
        var task = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id], [group.Id]));
        var all = await server.RuleAsync(
            new()
            {
                Type = ResourceType.Task,
                Level = AccessLevel.Modify,
                Groups = [group.Id],
            }
        );
        var project = await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Modify, [server.Adam.Id]));
        Assert.Equal([project, all, task], await IdsAsync(new()));
        Assert.Equal([all, task], await IdsAsync(new() { Type = ResourceType.Task }));
        Assert.Equal([task], await IdsAsync(new() { Resource = "t1" }));
        Assert.Equal([task], await IdsAsync(new() { Account = server.Mia.Id }));
        Assert.Equal([all, task], await IdsAsync(new() { Group = group.Id }));
        Assert.Empty(await IdsAsync(new() { Account = group.Id }));
        Assert.Equal([project, all, task], await IdsAsync(new() { Order = RuleOrder.LastUpdate, Descending = true }));
        Assert.Equal(task, (await IdsAsync(new() { Order = RuleOrder.Permission }))[0]);

        async Task<List<Guid>> IdsAsync(RuleQuery query) =>
            [.. (await ReadAsync(server, server.Olga, query)).Select(r => r.Id)];
    }

    [Fact]
    public async Task Members_and_service_accounts_without_the_permission_change_nothing()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var rule = Rule(TaskKey("t1"), AccessLevel.Modify, [server.Mia.Id]);
        var (bot, _) = await server.BotAsync(permissions: [Permission.ManageResources, Permission.CheckAccess]);
        var asBot = new Person(bot, "bot", "", server.Olga.Workspace, MemberRole.Member);
        foreach (var person in new[] { server.Mia, asBot })
        {
            var refused = await server.InAsync(person, s => s.GetRequiredService<CreateRules>().RunAsync([rule]));
            Assert.True(refused.IsRefusedAs(Change.PermissionLost));
        }
        var upsert = new[] { Draft(TaskKey("t3")) };
        Assert.True((await server.InAsync(asBot, s => s.GetRequiredService<UpsertResources>().RunAsync(upsert))).Ok);
        var refusedMia = await server.InAsync(
            server.Mia,
            s => s.GetRequiredService<UpsertResources>().RunAsync(upsert)
        );
        Assert.True(refusedMia.IsRefusedAs(Change.PermissionLost));
    }

    private static Task<IReadOnlyList<RuleRow>> ReadAsync(TestApp server, Person person, RuleQuery query) =>
        server.InAsync(person, s => s.GetRequiredService<RuleList>().ReadAsync(query, 0, 50));

    private static Task<RuleRow?> FindAsync(TestApp server, Guid id) =>
        server.InAsync(server.Olga, s => s.GetRequiredService<RuleList>().FindAsync(id));

    private static Task<Result<bool>> UpdateAsync(TestApp server, Person by, Guid id, RuleInput rule) =>
        server.InAsync(by, s => s.GetRequiredService<UpdateRule>().RunAsync(id, rule));
}

public sealed class RuleUseCasesOnSqlite(SqliteApp app) : RuleUseCaseTests(app), IClassFixture<SqliteApp>;

public sealed class RuleUseCasesOnPostgres(PostgresApp app) : RuleUseCaseTests(app), IClassFixture<PostgresApp>;
