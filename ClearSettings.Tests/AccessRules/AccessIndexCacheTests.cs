using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Resources;
using ClearSettings.Tests.Groups;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class AccessIndexCacheTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Every_committed_change_counts_in_the_next_question()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        var task = TaskKey("t1");
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, task));
        var group = await GroupFixture.GroupAsync(server, "Vision");
        var rule = await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, groups: [group.Id]));
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, task));
        await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<AddToGroups>().RunAsync([server.Mia.Id], [group.Id])
        );
        Assert.Equal(AccessLevel.Read, await server.LevelAsync(server.Mia, task));
        var wider = Rule(ProjectKey("top"), AccessLevel.Modify, groups: [group.Id]);
        await server.InAsync(server.Olga, s => s.GetRequiredService<UpdateRule>().RunAsync(rule, wider));
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Mia, task));
        await server.UpsertAsync(Draft(ProjectKey("sub")));
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, task));
        await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<ChangeRole>().RunAsync(server.Mia.Id, MemberRole.Admin)
        );
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Mia, task));
    }

    [Fact]
    public async Task Only_Queue_admins_manage_queues_and_no_one_while_impersonated()
    {
        await using var server = await App.AnotherAsync();
        var queueAdmins = await server.BuiltInGroupAsync(BuiltInGroup.QueueAdmins);
        Assert.False(await CanManageQueuesAsync(server, server.Olga));
        await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<AddToGroups>().RunAsync([server.Mia.Id], [queueAdmins.Id])
        );
        Assert.True(await CanManageQueuesAsync(server, server.Mia));
        Assert.False(await CanManageQueuesAsync(server, server.Adam));
    }

    [Fact]
    public async Task A_change_reads_what_changed_and_not_the_catalog()
    {
        await using var server = await App.AnotherAsync();
        await server.UpsertAsync([.. Enumerable.Range(0, 500).Select(i => Draft(TaskKey($"t{i}"), "p"))]);
        await server.LevelAsync(server.Mia, TaskKey("t1"));
        var index = await IndexAsync(server);
        await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]));
        await server.UpsertAsync(Draft(TaskKey("new")));
        // The same index, with the changes in it.
        Assert.Same(index, await IndexAsync(server));
        Assert.Equal((501, 8), (index.ResourceCount, index.RuleCount));
    }

    [Fact]
    public async Task Another_node_follows_without_reading_everything()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        var node = new AccessIndexCache(
            new Domain.Principals.WorkspaceVersions(server.Time),
            new CatalogVersions(server.Time, server.Services.GetRequiredService<IServiceScopeFactory>()),
            server.Services.GetRequiredService<GroupCache>(),
            server.Services.GetRequiredService<IServiceScopeFactory>()
        );
        var index = await node.GetAsync(server.Olga.Workspace);
        Assert.Equal(AccessLevel.None, index.GetLevel(server.Mia.Id, TaskKey("t1")));
        await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, [server.Mia.Id]));
        await server.UpsertAsync(Draft(TaskKey("t3"), "sub"));
        server.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(index, await node.GetAsync(server.Olga.Workspace));
        Assert.Equal(AccessLevel.Read, index.GetLevel(server.Mia.Id, TaskKey("t3")));
    }

    [Fact]
    public async Task Questions_during_changes_see_each_change_whole()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        await server.UpsertAsync(Draft(ProjectKey("other")));
        foreach (var project in new[] { "top", "other" })
            await server.RuleAsync(Rule(ProjectKey(project), AccessLevel.Read, [server.Mia.Id]));
        using var stop = new CancellationTokenSource();
        var questions = Task.Run(async () =>
        {
            var asked = 0;
            for (; !stop.IsCancellationRequested || asked == 0; asked++)
                Assert.Equal(AccessLevel.Read, await server.LevelAsync(server.Mia, TaskKey("t1")));
            return asked;
        });
        for (var i = 0; i < 20; i++)
            await server.UpsertAsync(Draft(ProjectKey("sub"), i % 2 == 0 ? "other" : "top"));
        await stop.CancelAsync();
        Assert.True(await questions > 0);
    }

    private static async Task<AccessIndex> IndexAsync(TestApp server) =>
        await server.Services.GetRequiredService<AccessIndexCache>().GetAsync(server.Olga.Workspace);

    private static Task<bool> CanManageQueuesAsync(TestApp server, Person person) =>
        server.InAsync(person, s => s.GetRequiredService<Access>().CanManageQueuesAsync().AsTask());
}

public sealed class AccessIndexCacheOnSqlite(SqliteApp app) : AccessIndexCacheTests(app), IClassFixture<SqliteApp>;

public sealed class AccessIndexCacheOnPostgres(PostgresApp app)
    : AccessIndexCacheTests(app),
        IClassFixture<PostgresApp>;
