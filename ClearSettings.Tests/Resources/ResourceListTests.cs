using ClearSettings.Domain.Resources;
using ClearSettings.Tests.AccessRules;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.Resources;

public abstract class ResourceListTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Late_pages_are_the_rest_of_the_list()
    {
        await using var server = await App.AnotherAsync();
        await FillAsync(server);
        foreach (
            var query in new ResourceQuery[]
            {
                new(),
                new() { Type = ResourceType.Task },
            }
        )
        {
            var all = await ReadAsync(server, query, 0, 10_000);
            Assert.Equal(query.Type is null ? 2_340 : 1_040, all.Count);
            Assert.Equal(all.Count, await CountAsync(server, query));
            foreach (var skip in new[] { 1, 999, 1_000, 1_001, 1_039, 1_040, 2_000, 2_339, 2_340, 5_000 })
                Assert.Equal(all.Skip(skip).Take(50).ToList(), await ReadAsync(server, query, skip, 50));
        }
    }

    // Many have the same name, and some were deleted.
    private static async Task FillAsync(TestApp server)
    {
        await server.UpsertAsync([
            .. Enumerable
                .Range(0, 2_600)
                .Select(i =>
                    Draft(
                        i % 2 == 0 ? TaskKey($"t{i}") : ProjectKey($"p{i}"),
                        name: $"Name {(i % 3 == 0 ? 0 : i % 1_300)}"
                    )
                ),
        ]);
        await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<DeleteResources>()
                    .RunAsync([.. Enumerable.Range(0, 260).Select(i => TaskKey($"t{i * 10}"))])
        );
    }

    [Fact]
    public async Task An_ID_that_is_searched_comes_before_names()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.UpsertAsync(
            Draft(TaskKey("vision"), name: "Zebra"),
            Draft(ProjectKey("vision"), name: "Yak"),
            Draft(TaskKey("a"), name: "A vision"),
            Draft(TaskKey("b"), name: "Vision, the second"),
            Draft(TaskKey("c"), name: "Vision that was deleted")
        );
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteResources>().RunAsync([TaskKey("c")]));
        var query = new ResourceQuery { Search = " Vision " };
        Assert.Empty(await ReadAsync(server, query with { Search = "VISION " + '\0' }, 0, 10));
        query = query with { Search = "vision" };
        string[] names = ["Yak", "Zebra", "A vision", "Vision, the second"];
        Assert.Equal(4, await CountAsync(server, query));
        for (var skip = 0; skip < 5; skip++)
            Assert.Equal(names.Skip(skip).Take(2), (await ReadAsync(server, query, skip, 2)).Select(r => r.Name));
        query = query with { Type = ResourceType.Task };
        Assert.Equal(names.Skip(1), (await ReadAsync(server, query, 0, 10)).Select(r => r.Name));
        Assert.Equal(3, await CountAsync(server, query));
        Assert.Empty(await ReadAsync(server, query with { Parent = "top" }, 0, 10));
    }

    [Fact]
    public async Task Objects_of_a_large_project_are_counted_to_a_limit()
    {
        await using var server = await App.AnotherAsync();
        await server.UpsertAsync(Draft(ProjectKey("p")));
        await server.UpsertAsync([
            .. Enumerable.Range(0, ResourceList.MaxCounted + 5).Select(i => Draft(TaskKey($"t{i}"), "p")),
        ]);
        var row = (await ReadAsync(server, new() { OnlyRoots = true }, 0, 10)).Single();
        Assert.Equal(ResourceList.MaxCounted + 1, row.Children);
    }

    [Fact]
    public async Task Hidden_projects_can_be_left_out()
    {
        await using var server = await App.AnotherAsync();
        await AddHiddenAsync(server);
        ResourceQuery[] queries = [new(), new() { Search = "i" }, new() { Type = ResourceType.Project }];
        foreach (var query in queries)
        {
            var without = query with { WithoutHidden = true };
            var all = await ReadAsync(server, query, 0, 100);
            var left = await ReadAsync(server, without, 0, 100);
            Assert.Equal(all.Where(r => !r.IsHidden).Select(r => r.Name), left.Select(r => r.Name));
            Assert.Equal(left.Count, await CountAsync(server, without));
            Assert.Equal(3, all.Count - left.Count);
            Assert.Equal((2, 1), (all.Single(r => r.Id == "a").Children, left.Single(r => r.Id == "a").Children));
        }
    }

    private static async Task AddHiddenAsync(TestApp server)
    {
        await server.UpsertAsync(
            Draft(ProjectKey("a"), name: "Vision"),
            Draft(ProjectKey("b"), "a", name: "Vision/.datasets"),
            Draft(ProjectKey("c"), "b", name: "Vision/.datasets/Images"),
            Draft(ProjectKey("d"), name: ".pipelines"),
            Draft(ProjectKey("e"), "a", name: "Vision/v1.2"),
            Draft(ProjectKey("f"), name: ".deleted"),
            Draft(TaskKey("g"), "b", name: ".task with an i")
        );
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteResources>().RunAsync([ProjectKey("f")]));
    }

    private static Task<IReadOnlyList<ResourceRow>> ReadAsync(
        TestApp server,
        ResourceQuery query,
        int skip,
        int take
    ) => server.InAsync(server.Olga, s => s.GetRequiredService<ResourceList>().ReadAsync(query, skip, take));

    private static Task<int> CountAsync(TestApp server, ResourceQuery query) =>
        server.InAsync(server.Olga, s => s.GetRequiredService<ResourceList>().CountAsync(query));
}

public sealed class ResourceListOnSqlite(SqliteApp app) : ResourceListTests(app), IClassFixture<SqliteApp>;

public sealed class ResourceListOnPostgres(PostgresApp app) : ResourceListTests(app), IClassFixture<PostgresApp>;
