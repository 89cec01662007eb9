using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Resources;
using ClearSettings.Tests.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class RuleHistoryTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Every_change_is_a_version_with_author_and_note_and_any_two_can_be_compared()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var id = await MakeFourChangesAsync(server);
        var versions = await server.InAsync(server.Olga, s => s.GetRequiredService<RuleHistory>().ListAsync(0, 10));
        Assert.Equal(
            [
                (5, "Olga Orlova", "The group Vision was deleted", null, 1),
                (4, "Olga Orlova", "Created 1 rule", null, 1),
                (3, "Olga Orlova", "Changed 1 rule", null, 1),
                (2, "Adam Ames", "Created 1 rule", "For Mia", 1),
                (1, "ClearSettings", "Default rules", null, 0),
            ],
            versions.Select(v => (v.Number, v.ByName, v.Summary, v.Note, v.Changes))
        );
        var forward = (await CompareAsync(server, 1, 5)).Single();
        Assert.Equal((id, null, AccessLevel.Modify), (forward.RuleId, forward.Before, forward.After!.Level));
        var back = (await CompareAsync(server, 3, 2)).Single();
        Assert.Equal((AccessLevel.Modify, AccessLevel.Read), (back.Before!.Level, back.After!.Level));
        Assert.Empty(await CompareAsync(server, 3, 5));
    }

    /// <summary>Creates a rule and changes it; creates another and deletes its only group.</summary>
    /// <returns>The rule that stays.</returns>
    private static async Task<Guid> MakeFourChangesAsync(TestApp server)
    {
        var made = await server.InAsync(
            server.Adam,
            s =>
                s.GetRequiredService<CreateRules>()
                    .RunAsync([Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id])], new("For Mia"))
        );
        var id = made.Value.Single();
        var wider = Rule(TaskKey("t1"), AccessLevel.Modify, [server.Mia.Id]);
        await server.InAsync(server.Olga, s => s.GetRequiredService<UpdateRule>().RunAsync(id, wider));
        var group = await GroupFixture.GroupAsync(server, "Vision");
        await server.RuleAsync(Rule(TaskKey("t2"), AccessLevel.Read, groups: [group.Id]));
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id]));
        return id;
    }

    [Fact]
    public async Task A_restored_version_brings_back_what_can_be_brought_back()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var group = await GroupFixture.GroupAsync(server, "Vision", server.Mia);
        var kept = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id], [group.Id]));
        await server.RuleAsync(Rule(TaskKey("t2"), AccessLevel.Read, groups: [group.Id]));
        await server.RemoveAllRulesAsync();
        Assert.Equal(AccessLevel.None, await server.LevelAsync(server.Mia, TaskKey("t1")));
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteGroups>().RunAsync([group.Id]));
        var preview = await server.InAsync(server.Olga, s => s.GetRequiredService<RestoreRules>().PreviewAsync(3));
        Assert.Contains(preview.Value.Effects, e => e.Effect == AccessEffect.GrantsModify);
        var done = await server.InAsync(server.Olga, s => s.GetRequiredService<RestoreRules>().RunAsync(3));
        // The 7 default rules and the one that still names someone.
        Assert.Equal(new(8, 1), done.Value);
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Mia, TaskKey("t1")));
        var rule = await server.InAsync(server.Olga, s => s.GetRequiredService<RuleList>().FindAsync(kept));
        Assert.Equal([server.Mia.Id], rule!.State.Assignees);
        await AssertVersion1HasOnlyDefaultRulesAsync(server);
        foreach (var unknown in new[] { 0, -1, 99, int.MaxValue })
            Assert.Equal(
                Refusal.NotFound,
                (await server.InAsync(server.Olga, s => s.GetRequiredService<RestoreRules>().RunAsync(unknown))).Refusal
            );
    }

    private static async Task AssertVersion1HasOnlyDefaultRulesAsync(TestApp server)
    {
        await server.InAsync(server.Olga, s => s.GetRequiredService<RestoreRules>().RunAsync(1));
        Assert.Equal(7, await server.DbAsync(server.Olga, db => db.AccessRules.CountAsync()));
        Assert.Equal(
            2,
            await server.DbAsync(
                server.Olga,
                db => db.AuditEvents.CountAsync(e => e.Kind == AuditKind.AccessRulesRestored)
            )
        );
    }

    [Fact]
    public async Task Old_versions_are_deleted()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]));
        await SkipToAsync(server, RuleHistory.MaxVersions + 500);
        await server.RuleAsync(Rule(TaskKey("t2"), AccessLevel.Read, [server.Mia.Id]));
        var versions = await server.InAsync(server.Olga, s => s.GetRequiredService<RuleHistory>().ListAsync(0, 10));
        Assert.Equal([1501, 1500], versions.Select(v => v.Number));
        Assert.Equal(1, await server.DbAsync(server.Olga, db => db.RuleSetChanges.CountAsync()));
        var compared = await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<RuleHistory>().CompareAsync(2, 1501)
        );
        Assert.Equal("Version 2 is no longer kept. The last 1,000 versions are.", compared.Problems.Single().Message);
        var restored = await server.InAsync(server.Olga, s => s.GetRequiredService<RestoreRules>().RunAsync(2));
        Assert.Equal(Refusal.NotFound, restored.Refusal);
    }

    [Fact]
    public async Task A_node_that_missed_deleted_versions_reads_all_rules()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        var rule = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]));
        var scopes = server.Services.GetRequiredService<IServiceScopeFactory>();
        var node = new AccessIndexCache(
            new Domain.Principals.WorkspaceVersions(server.Time),
            new CatalogVersions(server.Time, scopes),
            server.Services.GetRequiredService<GroupCache>(),
            scopes
        );
        var index = await node.GetAsync(server.Olga.Workspace);
        Assert.Equal(AccessLevel.Read, index.GetLevel(server.Mia.Id, TaskKey("t1")));
        await server.InAsync(server.Olga, s => s.GetRequiredService<DeleteRules>().RunAsync([rule]));
        await SkipToAsync(server, RuleHistory.MaxVersions + 500);
        await server.RuleAsync(Rule(TaskKey("t2"), AccessLevel.Read, [server.Mia.Id]));
        server.Time.Advance(TimeSpan.FromSeconds(2));
        index = await node.GetAsync(server.Olga.Workspace);
        Assert.Equal(AccessLevel.None, index.GetLevel(server.Mia.Id, TaskKey("t1")));
        Assert.Equal(AccessLevel.Read, index.GetLevel(server.Mia.Id, TaskKey("t2")));
    }

    // As if so many changes had been made: the first version, which changed no rule, becomes the latest.
    private static Task SkipToAsync(TestApp server, int version) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.RuleSetVersions.Where(v => v.Number == 1)
                    .ExecuteUpdateAsync(v => v.SetProperty(x => x.Number, version))
        );

    [Fact]
    public async Task An_exported_file_names_what_it_is_about_and_importing_it_changes_nothing()
    {
        await using var server = await App.AnotherAsync();
        await server.UpsertAsync(Draft(TaskKey("null"), name: "Train: #1"));
        await server.RuleAsync(Rule(TaskKey("null"), AccessLevel.Read, [server.Mia.Id]));
        var yaml = await ExportAsync(server, server.Olga);
        Assert.Contains("resource: \"null\" # Train: #1\n", yaml, StringComparison.Ordinal);
        Assert.Contains($"- {server.Mia.Id:N} # Mia Meyer\n", yaml, StringComparison.Ordinal);
        Assert.Contains("resource: null\n", yaml, StringComparison.Ordinal);
        var imported = await ImportAsync(server, server.Olga, yaml);
        Assert.Equal((0, 0, 0, 8), Counts(imported.Value));
        Assert.Equal(2, await server.InAsync(server.Olga, s => s.GetRequiredService<RuleHistory>().GetLatestAsync()));
        // In another workspace the IDs are those of no one.
        Assert.False((await ImportAsync(server, server.Eve, yaml)).Ok);
    }

    [Fact]
    public async Task An_import_makes_the_rules_those_of_the_file_after_a_dry_run_that_changes_nothing()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var id = await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Mia.Id]));
        var yaml = $$"""
            version: 1
            rules:
            - {id: {{id:N}}, resource_type: task, resource: t1, permission: modify, users: [{{server.Mia.Id:N}}]}
            - resource_type: project
              permission: read
              users:
              - {{server.Mia.Id:N}}
            """;
        var dry = await server.InAsync(server.Olga, s => s.GetRequiredService<ImportRules>().PreviewAsync(yaml));
        Assert.Equal((1, 1, 7, 0), Counts(dry.Value));
        Assert.NotNull(dry.Value.Preview);
        Assert.Equal(8, await server.DbAsync(server.Olga, db => db.AccessRules.CountAsync()));
        Assert.Equal((1, 1, 7, 0), Counts((await ImportAsync(server, server.Olga, yaml)).Value));
        Assert.Equal(AccessLevel.Modify, await server.LevelAsync(server.Mia, TaskKey("t1")));
        Assert.Equal(AccessLevel.Read, await server.LevelAsync(server.Mia, TaskKey("t2")));
        // The rule without an ID is the one that says the same.
        Assert.Equal((0, 0, 0, 2), Counts((await ImportAsync(server, server.Olga, yaml)).Value));
        Assert.True((await ImportAsync(server, server.Olga, "rules: []")).IsRefusedAs(RuleLockout.NotConfirmed));
    }

    [Theory]
    [InlineData("", "Line 1")]
    [InlineData("rules: [", "While parsing")]
    [InlineData("version: 2\nrules: []", "The version of the file must be 1.")]
    [InlineData("version: 1", "The file has no rules.")]
    [InlineData("rules: []\nrules: []", "Unknown field “rules”.")]
    [InlineData("rules:\n- {resource_type: task}", "Line 2: The rule has no permission.")]
    [InlineData("rules:\n- {resource_type: notebook, permission: read}", "Unknown resource type.")]
    [InlineData("rules:\n- {resource_type: task, permission: write}", "The permission must be read or modify.")]
    [InlineData("rules:\n- {resource_type: task, permission: read}", "Select at least one user")]
    [InlineData("rules:\n- {resource_type: task, permission: read, users: [Mia]}", "An ID has 32 hex digits.")]
    [InlineData("rules:\n- {resource_type: task, resource_type: task}", "This field appears twice")]
    [InlineData("rules:\n- {owner: Mia}", "Unknown field “owner”.")]
    [InlineData("a: &a [x]\nrules: *a", "Unknown field “a”.")]
    [InlineData("rules: &a []\nversion: *a", "Line 2")]
    public async Task A_file_that_cannot_be_read_is_refused_with_the_line(string yaml, string message)
    {
        var refused = await ImportAsync(App, App.Olga, yaml);
        Assert.Contains(message, refused.Problems.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_nested_deeper_than_any_stack_is_refused()
    {
        foreach (var yaml in new[] { "rules: " + new string('[', 200_000), new string('x', 8_000_001) })
            Assert.False((await ImportAsync(App, App.Olga, yaml)).Ok);
    }

    private static async Task<IReadOnlyList<RuleDifference>> CompareAsync(TestApp server, int from, int to) =>
        (await server.InAsync(server.Olga, s => s.GetRequiredService<RuleHistory>().CompareAsync(from, to))).Value;

    private static Task<string> ExportAsync(TestApp server, Person by) =>
        server.InAsync(by, s => s.GetRequiredService<ExportRules>().RunAsync());

    private static Task<Result<ImportedRules>> ImportAsync(TestApp server, Person by, string yaml) =>
        server.InAsync(by, s => s.GetRequiredService<ImportRules>().RunAsync(yaml));

    private static (int, int, int, int) Counts(ImportedRules imported) =>
        (imported.Created, imported.Updated, imported.Deleted, imported.Unchanged);
}

public sealed class RuleHistoryOnSqlite(SqliteApp app) : RuleHistoryTests(app), IClassFixture<SqliteApp>;

public sealed class RuleHistoryOnPostgres(PostgresApp app) : RuleHistoryTests(app), IClassFixture<PostgresApp>;
