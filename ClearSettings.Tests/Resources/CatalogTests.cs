using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Tests.AccessRules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.Resources;

public abstract class CatalogTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task An_upsert_adds_changes_and_repeats_without_effect()
    {
        await using var server = await App.AnotherAsync();
        ResourceDraft[] drafts = [Draft(ProjectKey("p")), Draft(TaskKey("t"), "p")];
        Assert.Equal(new(2, 0, 0), (await server.UpsertAsync(drafts)).Value);
        Assert.Equal(new(0, 0, 2), (await server.UpsertAsync(drafts)).Value);
        Assert.Equal(new(0, 1, 1), (await server.UpsertAsync(drafts[0], drafts[1] with { Name = "New" })).Value);
        Assert.Equal(1, (await DeleteAsync(server, TaskKey("t"))).Value);
        Assert.Equal(0, (await DeleteAsync(server, TaskKey("t"), TaskKey("never"))).Value);
        Assert.Equal(new(1, 0, 1), (await server.UpsertAsync(drafts)).Value);
        Assert.Equal(["Name of p", "Name of t"], (await ReadAsync(server, new())).Select(r => r.Name));
    }

    [Fact]
    public async Task Filling_the_catalog_leaves_the_version_of_the_workspace_and_writes_one_event()
    {
        await using var server = await App.AnotherAsync();
        var before = await VersionAsync(server);
        await server.UpsertAsync([.. Enumerable.Range(0, 600).Select(i => Draft(TaskKey($"t{i}"), "p"))]);
        await DeleteAsync(server, TaskKey("t1"), TaskKey("t2"));
        Assert.Equal(before, await VersionAsync(server));
        Assert.Equal(
            ["resources.changed added 600, changed 0", "resources.deleted deleted 2"],
            await server.DbAsync(
                server.Olga,
                db =>
                    db.AuditEvents.Where(e => e.Kind.StartsWith("resources."))
                        .OrderBy(e => e.At)
                        .Select(e => e.Kind + " " + e.Detail)
                        .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task The_largest_batch_is_stored_in_work_that_grows_with_it()
    {
        await using var server = await App.AnotherAsync();
        ResourceDraft[] drafts =
        [
            .. Enumerable.Range(0, 10_000).Select(i => Draft(TaskKey($"t{i}"), $"p{i % 50}", new('n', 900))),
        ];
        Assert.Equal(new(10_000, 0, 0), (await server.UpsertAsync(drafts)).Value);
        Assert.Equal(
            10_000,
            await server.InAsync(server.Olga, s => s.GetRequiredService<ResourceList>().CountAsync(new()))
        );
    }

    [Fact]
    public async Task Moving_a_project_moves_what_is_below_it()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        await server.UpsertAsync(Draft(ProjectKey("other")));
        await server.RuleAsync(Rule(ProjectKey("other"), AccessLevel.Read, [server.Mia.Id]));
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t1")));
        await server.UpsertAsync(Draft(ProjectKey("sub"), "other"));
        Assert.Equal(AccessLevel.Read, await server.LevelAsync(server.Mia, TaskKey("t1")));
        await server.UpsertAsync(Draft(ProjectKey("sub"), "top"));
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t1")));
    }

    [Fact]
    public async Task An_unknown_parent_is_a_placeholder_until_it_is_added()
    {
        await using var server = await App.AnotherAsync();
        await server.RemoveAllRulesAsync();
        await server.UpsertAsync(Draft(ProjectKey("above")), Draft(TaskKey("t"), "later"));
        await server.RuleAsync(Rule(ProjectKey("above"), AccessLevel.Read, [server.Mia.Id]));
        var roots = await ReadAsync(server, new() { OnlyRoots = true });
        Assert.Equal([(false, "above")], roots.Select(r => (r.HasUnknownParent, r.Id)));
        var unknown = await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<ResourceList>().FindUnknownProjectsAsync(10)
        );
        Assert.Equal(["later"], unknown);
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t")));
        await server.UpsertAsync(Draft(ProjectKey("later"), "above"));
        Assert.Equal(AccessLevel.Read, await server.LevelAsync(server.Mia, TaskKey("t")));
        Assert.Equal("Name of later", (await ReadAsync(server, new() { Parent = "later" })).Single().ParentName);
        await DeleteAsync(server, ProjectKey("later"));
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t")));
    }

    [Fact]
    public async Task A_cycle_is_refused_and_nothing_is_saved()
    {
        await using var server = await App.AnotherAsync();
        await server.UpsertAsync(Draft(ProjectKey("a")), Draft(ProjectKey("b"), "a"), Draft(ProjectKey("c"), "b"));
        var refused = await server.UpsertAsync(Draft(TaskKey("t")), Draft(ProjectKey("a"), "c"));
        Assert.Equal(
            ("resources[1]", "Project a would be inside itself."),
            (refused.Problems.Single().Field, refused.Problems.Single().Message)
        );
        // Within one batch, and through a project that is not there yet.
        Assert.False((await server.UpsertAsync(Draft(ProjectKey("x"), "y"), Draft(ProjectKey("y"), "x"))).Ok);
        await server.UpsertAsync(Draft(ProjectKey("d"), "missing"));
        Assert.False((await server.UpsertAsync(Draft(ProjectKey("missing"), "d"))).Ok);
        Assert.Equal(["a", "b", "c", "d"], (await ReadAsync(server, new())).Select(r => r.Id));
        // Two projects can change places.
        Assert.True((await server.UpsertAsync(Draft(ProjectKey("b")), Draft(ProjectKey("a"), "b"))).Ok);
        await server.RemoveAllRulesAsync();
        await server.RuleAsync(Rule(ProjectKey("b"), AccessLevel.Read, [server.Mia.Id]));
        Assert.Equal(AccessLevel.Read, await server.LevelAsync(server.Mia, ProjectKey("a")));
    }

    [Fact]
    public async Task Of_two_moves_that_would_make_a_cycle_one_is_refused()
    {
        await using var server = await App.AnotherAsync();
        for (var i = 0; i < 5; i++)
        {
            var (a, b) = (ProjectKey($"a{i}"), ProjectKey($"b{i}"));
            await server.UpsertAsync(Draft(a), Draft(b));
            var done = await Task.WhenAll(
                Task.Run(() => server.UpsertAsync(Draft(a, b.Id))),
                Task.Run(() => server.UpsertAsync(Draft(b, a.Id)))
            );
            Assert.Single(done, d => d.Ok);
        }
    }

    [Fact]
    public async Task Two_first_batches_at_once_are_both_stored()
    {
        await using var server = await App.AnotherAsync();
        var done = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i => Task.Run(() => server.UpsertAsync(Draft(TaskKey($"t{i}")), Draft(ProjectKey("p")))))
        );
        Assert.All(done, d => Assert.True(d.Ok));
        Assert.Equal(5, (await ReadAsync(server, new())).Count);
    }

    [Fact]
    public async Task Projects_are_at_most_49_levels_deep_also_after_a_move()
    {
        await using var server = await App.AnotherAsync();
        ResourceDraft[] chain =
        [
            .. Enumerable.Range(1, 49).Select(i => Draft(ProjectKey($"p{i}"), i == 1 ? null : $"p{i - 1}")),
        ];
        Assert.True((await server.UpsertAsync([.. chain, Draft(TaskKey("t"), "p49")])).Ok);
        Assert.False((await server.UpsertAsync(Draft(ProjectKey("p50"), "p49"))).Ok);
        Assert.False((await server.UpsertAsync(Draft(ProjectKey("new")), Draft(ProjectKey("p1"), "new"))).Ok);
        Assert.True((await server.UpsertAsync(Draft(ProjectKey("new")), Draft(ProjectKey("p2"), "new"))).Ok);
    }

    [Fact]
    public async Task The_list_is_filtered_sorted_and_cut()
    {
        await using var server = await App.AnotherAsync();
        await server.UpsertAsync(
            Draft(ProjectKey("p"), name: "Ärger"),
            Draft(TaskKey("t1"), "p", "beta 100%"),
            Draft(TaskKey("t2"), "p", "Alpha"),
            Draft(new(ResourceType.Queue, "q"), name: "alphabet")
        );
        Assert.Equal(["t2", "q", "t1", "p"], (await ReadAsync(server, new())).Select(r => r.Id));
        Assert.Equal(["t2", "q"], (await ReadAsync(server, new() { Search = "ALPHA" })).Select(r => r.Id));
        Assert.Equal(["p"], (await ReadAsync(server, new() { Search = "ärg" })).Select(r => r.Id));
        Assert.Equal(["t1"], (await ReadAsync(server, new() { Search = "0%" })).Select(r => r.Id));
        Assert.Equal(["t1"], (await ReadAsync(server, new() { Search = "t1" })).Select(r => r.Id));
        Assert.Equal(["t2", "t1"], (await ReadAsync(server, new() { Parent = "p" })).Select(r => r.Id));
        Assert.Equal(2, (await ReadAsync(server, new() { Type = ResourceType.Project })).Single().Children);
    }

    [Fact]
    public async Task Rows_of_deleted_objects_go_after_a_day_and_an_older_index_is_read_anew()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Mia, TaskKey("t1")));
        await DeleteAsync(server, TaskKey("t1"));
        server.Time.Advance(TimeSpan.FromHours(25));
        await DeleteAsync(server, TaskKey("t2"));
        Assert.Equal(
            ["sub", "t2", "top"],
            await server.DbAsync(
                server.Olga,
                db => db.Resources.Select(r => r.ResourceId).OrderBy(id => id).ToListAsync()
            )
        );
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t1")));
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Mia, ProjectKey("sub")));
    }

    private static Task<long> VersionAsync(TestApp server) =>
        server.DbAsync(
            null,
            db => db.Workspaces.Where(w => w.Id == server.Olga.Workspace).Select(w => w.Version).SingleAsync()
        );

    private static Task<IReadOnlyList<ResourceRow>> ReadAsync(TestApp server, ResourceQuery query) =>
        server.InAsync(server.Olga, s => s.GetRequiredService<ResourceList>().ReadAsync(query, 0, 50));

    private static Task<Result<int>> DeleteAsync(TestApp server, params IReadOnlyCollection<ResourceKey> keys) =>
        server.InAsync(server.Olga, s => s.GetRequiredService<DeleteResources>().RunAsync(keys));
}

public sealed class CatalogOnSqlite(SqliteApp app) : CatalogTests(app), IClassFixture<SqliteApp>;

public sealed class CatalogOnPostgres(PostgresApp app) : CatalogTests(app), IClassFixture<PostgresApp>;
