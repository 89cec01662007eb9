using System.Data.Common;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Audit;

public abstract class AuditChainTests(TestApp app) : AppTests(app)
{
    [Theory]
    [InlineData("update audit_events set \"Address\" = '198.51.100.1' where \"Subject\" = 'Name 2'")]
    [InlineData("delete from audit_events where \"Subject\" = 'Name 2'")]
    [InlineData("update audit_seals set \"Number\" = \"Number\" + 1")]
    [InlineData("delete from audit_seals")]
    public async Task What_was_written_is_neither_changed_nor_removed(string sql)
    {
        await using var server = await WithEventsAsync();
        await SealAsync(server);
        var problem = await Assert.ThrowsAnyAsync<DbException>(() => ExecuteAsync(server, sql));
        Assert.Contains("only ever added to", problem.Message, StringComparison.Ordinal);
        Assert.All(await CheckAsync(server), c => Assert.Null(c.Problem));
    }

    [Fact]
    public async Task Every_event_is_sealed_once_also_by_two_nodes_at_once_and_those_that_come_later()
    {
        await using var server = await WithEventsAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SealAsync(server)));
        var before = await CheckAsync(server);
        await RenameAsync(server, "Name 5");
        server.Time.Advance(TimeSpan.FromHours(30));
        await SealAsync(server);
        var after = await CheckAsync(server);
        Assert.All(before.Concat(after), c => Assert.Null(c.Problem));
        Assert.Equal(2, before.Count);
        Assert.Equal(before[0].LinkCount + 1, after[0].LinkCount);
        Assert.Equal(await server.DbAsync(server.Olga, db => db.AuditEvents.CountAsync()), after[0].LinkCount);
        Assert.NotEqual(before[0].Head, after[0].Head);
        Assert.Equal(before[1], after[1]);
    }

    [Theory]
    [InlineData("update audit_events set \"Address\" = '198.51.100.1' where \"Subject\" = 'Name 2'", "was changed.")]
    [InlineData("update audit_events set \"Address\" = '' where \"Subject\" = 'Name 2'", "was changed.")]
    [InlineData("update audit_events set \"Subject\" = 'Name 4' where \"Subject\" = 'Name 3'", "was changed.")]
    [InlineData(
        "update audit_events set \"WorkspaceId\" = (select \"Id\" from workspaces where \"Name\" = 'Elsewhere') "
            + "where \"Subject\" = 'Name 2'",
        "was changed."
    )]
    [InlineData("delete from audit_events where \"Subject\" = 'Name 2'", "is missing.")]
    [InlineData(
        "delete from audit_seals where \"EventId\" = (select \"Id\" from audit_events where \"Subject\" = 'Name 2')",
        "is missing."
    )]
    [InlineData(
        "insert into audit_events (\"Id\", \"WorkspaceId\", \"ActorName\", \"Kind\", \"Subject\", \"Door\", "
            + "\"RequestId\", \"At\") select 'FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF', \"WorkspaceId\", 'Nobody', "
            + "\"Kind\", 'Forged', \"Door\", 'x', \"At\" from audit_events where \"Subject\" = 'Name 2'",
        "was inserted later."
    )]
    public async Task What_is_changed_in_the_database_itself_is_found_logged_and_told_on_the_page(
        string sql,
        string told
    )
    {
        await using var server = await WithEventsAsync();
        await SealAsync(server);
        // Without waking the server, which would seal and check beside the test.
        server.Time.AdjustTime(server.Time.GetUtcNow().AddDays(2));
        await RenameAsync(server, "Name 5");
        await SealAsync(server);
        await WithoutTriggersAsync(server, sql);
        await SealAsync(server);
        var watch = server.Services.GetRequiredService<AuditChainMonitor>();
        // A check that the server began by itself before may end last.
        for (var tries = 0; watch.Of(server.Olga.Workspace)?.Check.Problem is null && tries < 5; tries++)
            await watch.CheckAsync();
        var (check, _) = watch.Of(server.Olga.Workspace)!.Value;
        Assert.EndsWith(told, check.Problem, StringComparison.Ordinal);
        Assert.Contains(server.Log.Errors, l => l.Contains(check.Problem!, StringComparison.Ordinal));
        Assert.Contains(check.Problem!, await AlertOnPageAsync(server, server.Olga), StringComparison.Ordinal);
        Assert.Null(await AlertOnPageAsync(server, server.Eve));
    }

    [Theory]
    [InlineData(
        "differ from those of the last check.",
        "update audit_events set \"Subject\" = 'Forged' where \"Subject\" = 'Name 2'",
        "delete from audit_seals"
    )]
    [InlineData(
        "were deleted.",
        "delete from audit_seals where \"EventId\" = (select \"Id\" from audit_events where \"Subject\" = 'Name 4')",
        "delete from audit_events where \"Subject\" = 'Name 4'"
    )]
    public async Task A_running_server_notices_that_seals_were_made_again_or_cut_off_and_goes_on_saying_so(
        string told,
        params string[] sql
    )
    {
        await using var server = await WithEventsAsync();
        await SealAsync(server);
        var watch = server.Services.GetRequiredService<AuditChainMonitor>();
        await watch.CheckAsync();
        Assert.Null(watch.Of(server.Olga.Workspace)!.Value.Check.Problem);
        await WithoutTriggersAsync(server, sql[0]);
        await ExecuteAsync(server, sql[1]);
        await SealAsync(server);
        for (var i = 0; i < 2; i++)
        {
            await watch.CheckAsync();
            Assert.EndsWith(told, watch.Of(server.Olga.Workspace)!.Value.Check.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_seals_by_itself_and_checks_once_a_day()
    {
        await using var server = await WithEventsAsync();
        var watch = server.Services.GetRequiredService<AuditChainMonitor>();
        for (var tries = 0; watch.Of(server.Olga.Workspace) is null && tries < 2000; tries++)
        {
            server.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        Assert.True(watch.Of(server.Olga.Workspace)!.Value.Check is { Problem: null, LinkCount: > 4 });
        var page = await PageAsync(server, server.Olga);
        Assert.Contains(
            "events, unchangedLast check:",
            Page.Squeeze(page.Document.QuerySelector("#list")!.TextContent),
            StringComparison.Ordinal
        );
    }

    private static Task SealAsync(TestApp server) =>
        server.InAsync(null, s => s.GetRequiredService<AuditChain>().AppendLinksAsync());

    private static Task<IReadOnlyList<AuditCheck>> CheckAsync(TestApp server) =>
        server.InAsync(null, s => s.GetRequiredService<AuditChain>().CheckAsync());

    private static async Task<Page> PageAsync(TestApp server, Person person) =>
        await (await server.SignedInAsync(person)).GetAsync($"/workspaces/{person.Workspace:N}/audit-log");

    private static async Task<string?> AlertOnPageAsync(TestApp server, Person person) =>
        (await PageAsync(server, person)).Document.QuerySelector("[role=alert]")?.TextContent;

    private static Task RenameAsync(TestApp server, string name) =>
        server.InAsync(
            server.Adam,
            s => s.GetRequiredService<RenameUser>().RunAsync(server.Adam.Id, new() { Name = name })
        );

    private static Task<int> ExecuteAsync(TestApp server, string sql) =>
        server.DbAsync(null, db => db.Database.ExecuteSqlRawAsync(sql));

    private static async Task WithoutTriggersAsync(TestApp server, string sql)
    {
        // One by one: the server reads both tables meanwhile.
        string[] triggers =
            server is PostgresApp
                ? ["audit_events_kept on audit_events", "audit_seals_kept on audit_seals"]
                : ["audit_events_unchanged", "audit_events_kept", "audit_seals_unchanged", "audit_seals_kept"];
        foreach (var trigger in triggers)
            await ExecuteAsync(server, "drop trigger " + trigger);
        Assert.NotEqual(0, await ExecuteAsync(server, sql));
    }

    private async Task<TestApp> WithEventsAsync()
    {
        var server = await App.AnotherAsync();
        for (var i = 1; i <= 4; i++)
            await RenameAsync(server, $"Name {i}");
        return server;
    }
}

public sealed class AuditChainOnSqlite(SqliteApp app) : AuditChainTests(app), IClassFixture<SqliteApp>;

public sealed class AuditChainOnPostgres(PostgresApp app) : AuditChainTests(app), IClassFixture<PostgresApp>;
