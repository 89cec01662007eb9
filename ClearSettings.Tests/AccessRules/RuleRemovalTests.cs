using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Resources;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Tests.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class RuleRemovalTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_group_that_is_deleted_while_its_rule_is_edited_is_in_no_rule()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        for (var i = 0; i < 5; i++)
        {
            var group = await GroupFixture.GroupAsync(server, $"Group {i}", server.Mia);
            var id = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, groups: [group.Id]));
            var rule = Rule(TaskKey("t1"), AccessLevel.Modify, [server.Adam.Id], [group.Id]);
            var edit = Task.Run(() => UpdateAsync(server, server.Adam, id, rule));
            var delete = Task.Run(() =>
                server.InAsync(server.Olga, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id]))
            );
            await Task.WhenAll(edit, delete);
            Assert.True((await delete).Ok);
            Assert.False(
                await server.DbAsync(server.Olga, db => db.RuleAssignees.AnyAsync(a => a.AssigneeId == group.Id))
            );
            Assert.Equal((await edit).Ok, await FindAsync(server, id) is not null);
        }
    }

    [Fact]
    public async Task Whoever_leaves_and_a_deleted_group_lose_exactly_what_nothing_else_grants()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        var group = await GroupFixture.GroupAsync(server, "Vision", server.Mia);
        var alone = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Modify, groups: [group.Id]));
        var shared = await server.RuleAsync(Rule(TaskKey("t2"), AccessLevel.Read, [server.Mia.Id], [group.Id]));
        var impact = await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<DeleteGroups>().PreviewAsync([group.Id])
        );
        Assert.Equal(2, impact.AccessRules);
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id]));
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t1")));
        Assert.Equal(AccessLevel.Read, await server.LevelAsync(server.Mia, TaskKey("t2")));
        Assert.Null(await FindAsync(server, alone));
        Assert.NotNull(await FindAsync(server, shared));
        var removed = await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<RemoveMembers>().RunAsync([server.Mia.Id])
        );
        Assert.True(removed.Ok);
        Assert.Null(await FindAsync(server, shared));
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia.Id, TaskKey("t2")));
        await AssertServiceAccountTakesItsRuleAlongAsync(server);
    }

    private static async Task AssertServiceAccountTakesItsRuleAlongAsync(TestApp server)
    {
        var (bot, _) = await server.BotAsync();
        var ofBot = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read) with { ServiceAccounts = [bot] });
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteServiceAccount>().RunAsync(bot));
        Assert.Null(await FindAsync(server, ofBot));
    }

    [Fact]
    public async Task A_removal_names_the_rules_it_changes()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var group = await GroupFixture.GroupAsync(server, "Vision", server.Mia);
        var (bot, _) = await server.BotAsync();
        foreach (var key in new[] { TaskKey("t1"), ProjectKey("top") })
        {
            var rule = Rule(key, AccessLevel.Read, [server.Mia.Id], [group.Id]);
            await server.RuleAsync(rule with { ServiceAccounts = [bot] });
        }
        var all = new RuleInput { Type = ResourceType.Application, Level = AccessLevel.Modify };
        await server.RuleAsync(all with { Users = [server.Mia.Id] });
        string[] names = ["Read only on Name of top (project)", "Read only on Name of t1 (task)"];
        var ofGroup = await PreviewAsync<DeleteGroups, GroupRemovalImpact>(server, d => d.PreviewAsync([group.Id]));
        Assert.Equal(names, ofGroup.AccessRuleNames);
        var ofBot = await PreviewAsync<DeleteServiceAccount, ServiceAccountRemovalImpact>(
            server,
            d => d.PreviewAsync(bot)
        );
        Assert.Equal((2, 2), (ofGroup.AccessRules, ofBot.AccessRules));
        Assert.Equal(names, ofBot.AccessRuleNames);
        var ofMia = await PreviewAsync<RemoveFromWorkspace, RemovalImpact>(
            server,
            d => d.PreviewAsync(server.Olga.Workspace, [server.Mia.Id])
        );
        Assert.Equal([.. names, "Read & modify on all application categories"], ofMia.AccessRuleNames);
    }

    private static Task<T> PreviewAsync<TRemoval, T>(TestApp server, Func<TRemoval, Task<T>> preview)
        where TRemoval : notnull => server.InAsync(server.Olga, s => preview(s.GetRequiredService<TRemoval>()));

    [Fact]
    public async Task Taking_all_projects_from_all_members_needs_the_phrase()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var rule = (await ReadAsync(server, server.Olga, new() { Type = ResourceType.Project })).Single();
        var refused = await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteRules>().RunAsync([rule.Id]));
        Assert.True(refused.IsRefusedAs(RuleLockout.NotConfirmed));
        var narrow = Rule(ProjectKey("top"), AccessLevel.Read) with { Groups = [(await OnlyAdminsAsync(server)).Id] };
        Assert.True((await UpdateAsync(server, server.Olga, rule.Id, narrow)).IsRefusedAs(RuleLockout.NotConfirmed));
        Assert.NotNull(await FindAsync(server, rule.Id));
        // One member who can read one project is enough.
        await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, [server.Mia.Id]));
        Assert.True(
            (await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteRules>().RunAsync([rule.Id]))).Ok
        );
    }

    // A group that no member is in.
    private static Task<Group> OnlyAdminsAsync(TestApp server) =>
        GroupFixture.GroupAsync(server, "Only administrators", server.Adam);

    private static Task<IReadOnlyList<RuleRow>> ReadAsync(TestApp server, Person person, RuleQuery query) =>
        server.InAsync(person, s => s.GetRequiredService<RuleList>().ReadAsync(query, 0, 50));

    private static Task<RuleRow?> FindAsync(TestApp server, Guid id) =>
        server.InAsync(server.Olga, s => s.GetRequiredService<RuleList>().FindAsync(id));

    private static Task<Result<bool>> UpdateAsync(TestApp server, Person by, Guid id, RuleInput rule) =>
        server.InAsync(by, s => s.GetRequiredService<UpdateRule>().RunAsync(id, rule));
}

public sealed class RuleRemovalOnSqlite(SqliteApp app) : RuleRemovalTests(app), IClassFixture<SqliteApp>;

public sealed class RuleRemovalOnPostgres(PostgresApp app) : RuleRemovalTests(app), IClassFixture<PostgresApp>;
