using System.Text.Json;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Tests.Groups;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessApiCalls;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class AccessRulesApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task An_explanation_goes_from_the_account_over_group_and_rule_to_the_object()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        await GrantVisionToReadAndWritersToModifyAsync(server);
        var olga = server.Api(await server.KeyAsync(server.Olga));
        var read = await ExplainAsync(olga, "read", server.Mia.Id);
        Assert.Equal(
            "user Mia Meyer > group Vision > rule Read only on project top > project Name of top > "
                + "project Name of sub > task Name of t1",
            Chain(read)
        );
        var modify = await ExplainAsync(olga, "modify", server.Mia.Id);
        Assert.False(modify.GetProperty("allowed").GetBoolean());
        Assert.Equal(
            ["Create a rule that gives Mia Meyer Read & modify on Name of t1", "Add Mia Meyer to the group Writers"],
            modify.GetProperty("would_allow").EnumerateArray().Select(s => s.GetProperty("text").GetString())
        );
        Assert.Equal(
            "user Adam Ames > group Admins > task Name of t2",
            Chain(await ExplainAsync(olga, "modify", server.Adam.Id, "t2"))
        );
        await AssertUnknownIsExplainedAsync(server, olga);
        await AssertMembersLearnNothingOfOthersAsync(server);
        await AssertHoldersAsync(server);
    }

    private static async Task AssertHoldersAsync(TestApp server)
    {
        var holders = await server.RunAsync(
            server.Olga,
            (ExplainAccess access) => access.GetHoldersAsync(TaskKey("t1"))
        );
        Assert.Equal(["Admins", "Writers", "Vision"], holders.Select(h => h.Assignee.Name));
        Assert.Equal(["t1", "sub", "top"], holders[2].Path.Select(p => p.Key.Id));
    }

    private static async Task GrantVisionToReadAndWritersToModifyAsync(TestApp server)
    {
        var group = await GroupFixture.GroupAsync(server, "Vision", server.Mia);
        var others = await GroupFixture.GroupAsync(server, "Writers", server.Adam);
        await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, groups: [group.Id]));
        await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Modify, groups: [others.Id]));
    }

    private static async Task AssertUnknownIsExplainedAsync(TestApp server, ApiClient olga)
    {
        Assert.Equal(
            "unknown_resource Not in the catalog",
            Chain(await ExplainAsync(olga, "read", server.Mia.Id, "none"))
        );
        Assert.Equal(
            "unknown_resource Not in the catalog",
            Chain(await ExplainAsync(olga, "read", server.Mia.Id, "a\0b"))
        );
        Assert.Equal("unknown_account Unknown account", Chain(await ExplainAsync(olga, "read", server.Eve.Id)));
    }

    /// <summary>Mia is not told who can do what she cannot, nor what exists.</summary>
    private static async Task AssertMembersLearnNothingOfOthersAsync(TestApp server)
    {
        await server.UpsertAsync(Draft(TaskKey("hidden")));
        var mia = server.Api(await server.KeyAsync(server.Mia));
        var own = await ExplainAsync(mia, "modify", server.Mia.Id);
        Assert.DoesNotContain("Writers", own.GetRawText(), StringComparison.Ordinal);
        foreach (var resource in new[] { "hidden", "none" })
            Assert.Equal(
                """{"allowed":false,"reason":[],"would_allow":[]}""",
                (await ExplainAsync(mia, "read", server.Mia.Id, resource)).GetRawText()
            );
    }

    [Fact]
    public async Task A_preview_counts_what_lists_say_before_and_after()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var olga = server.Api(await server.KeyAsync(server.Olga));
        Assert.Equal(["t1", "t2"], (await ListAsync(olga, server.Mia.Id)).Order());
        var ids = await DefaultRulesAsync(olga);
        var rule = ReadOnSub(server.Mia);
        await AssertPreviewAsync(olga, rule, ids);
        var created = (await olga.CallAsync("access_rules.create", new { rule, note = "For Mia" })).Ok;
        var id = created.GetProperty("id").GetString();
        (await olga.CallAsync("access_rules.delete", new { ids })).IsOk();
        Assert.Equal(["t1", "t2"], (await ListAsync(olga, server.Mia.Id)).Order());
        Assert.Empty(await ListAsync(olga, server.Mia.Id, "modify"));
        var read = await ReadRuleOfMiaAsync(server, olga, id);
        await AssertRuleIsSentBackOnceAsync(olga, read);
        (await olga.CallAsync("access_rules.delete", new { ids = new[] { id } })).IsRefused(400, 12);
        (await olga.CallAsync("access_rules.delete", new { ids = new[] { id }, confirm = RuleLockout.Phrase })).IsOk();
        var versions = (await olga.CallAsync("access_rules.get_versions")).Ok;
        Assert.Equal("For Mia", versions.GetProperty("versions")[3].GetProperty("note").GetString());
        (await olga.CallAsync("access_rules.restore", new { version = 1 })).IsOk();
        Assert.Equal(2, (await ListAsync(olga, server.Mia.Id, "modify")).Count);
    }

    private static async Task<string?[]> DefaultRulesAsync(ApiClient olga)
    {
        var rules = await olga.OkAsync("access_rules.get_all");
        Assert.Equal(7, rules.GetProperty("total").GetInt32());
        return [.. rules.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString())];
    }

    private static object ReadOnSub(Person person) =>
        new
        {
            resource_type = "project",
            resource = "sub",
            permission = "read",
            users = new[] { person.Id.ToString("N") },
        };

    private static async Task AssertPreviewAsync(ApiClient olga, object rule, string?[] deleted)
    {
        var preview = await olga.OkAsync("access_rules.preview", new { create = new[] { rule }, delete = deleted });
        Assert.False(preview.GetProperty("locks_out_members").GetBoolean());
        var effect = Assert.Single(
            preview.GetProperty("effects").EnumerateArray(),
            e => e.GetProperty("effect").GetString() == "removes_modify"
        );
        Assert.Equal("Removes modify on 3 objects from 1 user", effect.GetProperty("text").GetString());
    }

    private static async Task<JsonElement> ReadRuleOfMiaAsync(TestApp server, ApiClient olga, string? id)
    {
        var own = (await olga.CallAsync("access_rules.get_all", new { user = server.Mia.Id.ToString("N") })).Ok;
        var read = own.GetProperty("rules").EnumerateArray().Single();
        Assert.Equal(
            (id, "Olga Orlova", "sub"),
            (
                read.GetProperty("id").GetString(),
                read.GetProperty("updated_by").GetString(),
                read.GetProperty("resource").GetString()
            )
        );
        return read;
    }

    /// <summary>A rule can be sent back as it was read, once.</summary>
    private static async Task AssertRuleIsSentBackOnceAsync(ApiClient olga, JsonElement read)
    {
        var json = read.GetRawText().Replace("\"read\"", "\"modify\"", StringComparison.Ordinal);
        Assert.Equal(
            """{"updated":1}""",
            (await olga.CallAsync("access_rules.update", $$"""{"rule": {{json}}}""")).Ok.GetRawText()
        );
        var again = json.Replace("\"modify\"", "\"read\"", StringComparison.Ordinal);
        (await olga.CallAsync("access_rules.update", $$"""{"rule": {{again}}}""")).IsRefused(400, 12);
    }
}

public sealed class AccessRulesApiOnSqlite(SqliteApp app) : AccessRulesApiTests(app), IClassFixture<SqliteApp>;

public sealed class AccessRulesApiOnPostgres(PostgresApp app) : AccessRulesApiTests(app), IClassFixture<PostgresApp>;
