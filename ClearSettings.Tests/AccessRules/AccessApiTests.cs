using System.Text;
using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Resources;
using ClearSettings.Tests.Groups;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessFixture;

namespace ClearSettings.Tests.AccessRules;

public abstract class AccessApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Everyone_asks_for_themselves_and_who_may_check_for_others()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        await server.RuleAsync(Rule(ProjectKey("sub"), AccessLevel.Read, [server.Mia.Id]));
        var mia = server.Api(await server.KeyAsync(server.Mia));
        Assert.Equal((true, false), (await CheckAsync(mia, "read"), await CheckAsync(mia, "modify")));
        var id = server.Mia.Id.ToString("N");
        Assert.True(await CheckAsync(mia, "read", id));
        (await mia.CallAsync("access.check", Body("read", server.Adam.Id.ToString("N")))).IsRefused(403, 20);
        var adam = server.Api(await server.KeyAsync(server.Adam));
        Assert.Equal((true, false), (await CheckAsync(adam, "modify"), await CheckAsync(adam, "modify", id)));
        var (_, plain) = await server.BotAsync();
        var (_, checker) = await server.BotAsync(permissions: Permission.CheckAccess);
        (await plain.CallAsync("access.check", Body("read", id))).IsRefused(403, 20);
        Assert.True(await CheckAsync(checker, "read", id));
        Assert.False(await CheckAsync(checker, "read"));
        // Unknown people and objects are not allowed; broken questions are refused.
        Assert.False(await CheckAsync(checker, "read", server.Eve.Id.ToString("N")));
        (await checker.CallAsync("access.check", Body("read", "x"))).IsRefused(400, 301);
        (await checker.CallAsync("access.check", Body("write", id))).IsRefused(400, 12);
        (
            await checker.CallAsync(
                "access.check",
                new
                {
                    type = "note",
                    resource = "t1",
                    action = "read",
                }
            )
        ).IsRefused(400, 12);
        (await checker.CallAsync("access.check", new { type = "task", action = "read" })).IsRefused(400, 11);
        var unknown = await checker.CallAsync(
            "access.check",
            new
            {
                type = "task",
                resource = "x",
                action = "read",
                user = id,
            }
        );
        Assert.Equal("""{"allowed":false}""", unknown.Ok.GetRawText());
    }

    [Fact]
    public async Task A_grant_of_a_service_account_counts_from_its_next_call_and_can_be_taken_back()
    {
        await using var server = await App.AnotherAsync();
        var olga = server.Api(await server.KeyAsync(server.Olga));
        var (bot, client) = await server.BotAsync();
        var upsert = new
        {
            resources = new[]
            {
                new
                {
                    type = "task",
                    id = "t1",
                    name = "Train",
                },
            },
        };
        (await client.CallAsync("resources.upsert", upsert)).IsRefused(403, 20);
        var grant = new { user = bot.ToString("N"), permissions = new[] { "manage_resources" } };
        Assert.Equal("""{"updated":1}""", (await olga.CallAsync("users.update_service_user", grant)).Ok.GetRawText());
        Assert.Equal(
            """{"created":1,"updated":0}""",
            (await client.CallAsync("resources.upsert", upsert)).Ok.GetRawText()
        );
        (await client.CallAsync("access_rules.get_all")).IsRefused(403, 20);
        var listed = (await olga.CallAsync("users.get_service_users"))
            .Ok.GetProperty("users")
            .EnumerateArray()
            .Single();
        Assert.Equal("""["manage_resources"]""", listed.GetProperty("permissions").GetRawText());
        (await olga.CallAsync("users.update_service_user", grant with { permissions = [] })).IsOk();
        (await client.CallAsync("resources.upsert", upsert)).IsRefused(403, 20);
        var wrong = grant with { permissions = ["manage_users"] };
        (await olga.CallAsync("users.update_service_user", wrong)).IsRefused(400, 12);
        var made = await olga.CallAsync(
            "auth.create_service_user",
            new { name = "made", permissions = "check_access" }
        );
        made.IsOk();
    }

    [Fact]
    public async Task While_impersonating_the_rights_of_the_owner_decide_without_those_of_an_administrator()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Read, [server.Adam.Id]));
        var (bot, client) = await server.BotAsync(impersonates: true, Permission.CheckAccess);
        var asAdam = ("X-ClearML-Impersonate-As", server.Adam.Id.ToString("N"));
        var results = (
            await client.CallAsync("access.check_many", Many(("t1", "read"), ("t1", "modify"), ("t2", "read")), asAdam)
        ).Ok.GetProperty("results");
        Assert.Equal("[true,false,false]", results.GetRawText());
        // Nothing that the service account was granted is left.
        (await client.CallAsync("access.check", Body("read", server.Mia.Id.ToString("N")), asAdam)).IsRefused(403, 20);
        var explained = (
            await server
                .Api(await server.KeyAsync(server.Olga))
                .CallAsync(
                    "access.explain",
                    new
                    {
                        user = server.Adam.Id.ToString("N"),
                        impersonated_by = bot.ToString("N"),
                        type = "task",
                        resource = "t2",
                        action = "read",
                    }
                )
        ).Ok;
        Assert.False(explained.GetProperty("allowed").GetBoolean());
        // A removed member is refused by the next call.
        await server.InAsync(server.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([server.Adam.Id]));
        Assert.Equal(400, (await client.CallAsync("access.check", Body("read"), asAdam)).Code);
        Assert.False(await CheckAsync(client, "read", server.Adam.Id.ToString("N")));
    }

    [Fact]
    public async Task An_explanation_goes_from_the_account_over_group_and_rule_to_the_object()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        await server.RemoveAllRulesAsync();
        var group = await GroupFixture.GroupAsync(server, "Vision", server.Mia);
        var others = await GroupFixture.GroupAsync(server, "Writers", server.Adam);
        await server.RuleAsync(Rule(ProjectKey("top"), AccessLevel.Read, groups: [group.Id]));
        await server.RuleAsync(Rule(TaskKey("t1"), AccessLevel.Modify, groups: [others.Id]));
        var olga = server.Api(await server.KeyAsync(server.Olga));
        var read = await ExplainAsync(olga, "read", server.Mia.Id);
        Assert.Equal(
            "user Mia Meyer > group Vision > rule Read only on project top > project Name of top > project Name of sub > task Name of t1",
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
        Assert.Equal(
            "unknown_resource Not in the catalog",
            Chain(await ExplainAsync(olga, "read", server.Mia.Id, "none"))
        );
        Assert.Equal("unknown_account Unknown account", Chain(await ExplainAsync(olga, "read", server.Eve.Id)));
        // Mia is not told who can do what she cannot, nor what exists.
        await server.UpsertAsync(Draft(TaskKey("hidden")));
        var mia = server.Api(await server.KeyAsync(server.Mia));
        var own = await ExplainAsync(mia, "modify", server.Mia.Id);
        Assert.DoesNotContain("Writers", own.GetRawText(), StringComparison.Ordinal);
        foreach (var resource in new[] { "hidden", "none" })
            Assert.Equal(
                """{"allowed":false,"reason":[],"would_allow":[]}""",
                (await ExplainAsync(mia, "read", server.Mia.Id, resource)).GetRawText()
            );
        var holders = await server.InAsync(
            server.Olga,
            s => s.GetRequiredService<ExplainAccess>().GetHoldersAsync(TaskKey("t1"))
        );
        Assert.Equal(["Admins", "Writers", "Vision"], holders.Select(h => h.Assignee.Name));
        Assert.Equal(["t1", "sub", "top"], holders[2].Path.Select(p => p.Key.Id));
    }

    [Fact]
    public async Task A_preview_counts_what_lists_say_before_and_after()
    {
        await using var server = await App.AnotherAsync();
        await server.FillAsync();
        var olga = server.Api(await server.KeyAsync(server.Olga));
        var before = await ListAsync(olga, server.Mia.Id);
        Assert.Equal(["t1", "t2"], before.Order());
        var rules = (await olga.CallAsync("access_rules.get_all")).Ok;
        Assert.Equal(7, rules.GetProperty("total").GetInt32());
        var ids = rules.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()).ToArray();
        var rule = new
        {
            resource_type = "project",
            resource = "sub",
            permission = "read",
            users = new[] { server.Mia.Id.ToString("N") },
        };
        var preview = (await olga.CallAsync("access_rules.preview", new { create = new[] { rule }, delete = ids })).Ok;
        Assert.False(preview.GetProperty("locks_out_members").GetBoolean());
        var effect = Assert.Single(
            preview.GetProperty("effects").EnumerateArray(),
            e => e.GetProperty("effect").GetString() == "removes_modify"
        );
        Assert.Equal("Removes modify on 3 objects from 1 user", effect.GetProperty("text").GetString());
        var created = (await olga.CallAsync("access_rules.create", new { rule, note = "For Mia" })).Ok;
        var id = created.GetProperty("id").GetString();
        (await olga.CallAsync("access_rules.delete", new { ids })).IsOk();
        Assert.Equal(["t1", "t2"], (await ListAsync(olga, server.Mia.Id)).Order());
        Assert.Empty(await ListAsync(olga, server.Mia.Id, "modify"));
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
        // A rule can be sent back as it was read, once.
        var json = read.GetRawText().Replace("\"read\"", "\"modify\"", StringComparison.Ordinal);
        Assert.Equal(
            """{"updated":1}""",
            (await olga.CallAsync("access_rules.update", $$"""{"rule": {{json}}}""")).Ok.GetRawText()
        );
        var again = json.Replace("\"modify\"", "\"read\"", StringComparison.Ordinal);
        (await olga.CallAsync("access_rules.update", $$"""{"rule": {{again}}}""")).IsRefused(400, 12);
        (await olga.CallAsync("access_rules.delete", new { ids = new[] { id } })).IsRefused(400, 12);
        (await olga.CallAsync("access_rules.delete", new { ids = new[] { id }, confirm = RuleLockout.Phrase })).IsOk();
        var versions = (await olga.CallAsync("access_rules.get_versions")).Ok;
        Assert.Equal("For Mia", versions.GetProperty("versions")[3].GetProperty("note").GetString());
        (await olga.CallAsync("access_rules.restore", new { version = 1 })).IsOk();
        Assert.Equal(2, (await ListAsync(olga, server.Mia.Id, "modify")).Count);
    }

    [Fact]
    public async Task Lists_come_in_pages_and_checks_at_most_1_000_at_a_time()
    {
        await using var server = await App.AnotherAsync();
        await server.UpsertAsync([.. Enumerable.Range(0, 2_500).Select(i => Draft(TaskKey($"t{i:0000}")))]);
        var mia = server.Api(await server.KeyAsync(server.Mia));
        List<string> all = [];
        for (var page = 0; page < 3; page++)
        {
            var list = (
                await mia.CallAsync(
                    "access.list",
                    new
                    {
                        type = "task",
                        action = "read",
                        page,
                        page_size = 1_100,
                    }
                )
            ).Ok;
            Assert.Equal(2_500, list.GetProperty("total").GetInt32());
            all.AddRange(list.GetProperty("ids").EnumerateArray().Select(i => i.GetString()!));
        }
        Assert.Equal(2_500, all.Distinct().Count());
        var many = Enumerable.Repeat(("t0001", "read"), 1_001).ToArray();
        (await mia.CallAsync("access.check_many", Many(many))).IsRefused(400, 12);
        (await mia.CallAsync("access.check_many", Many(many[1..]))).IsOk();
        (await mia.CallAsync("access.check_many", """{"checks": [null]}""")).IsRefused(400, 11);
        (
            await mia.CallAsync(
                "access.list",
                new
                {
                    type = "task",
                    action = "read",
                    page = -1,
                }
            )
        ).IsRefused(400, 12);
    }

    [Fact]
    public async Task Resources_can_be_sent_as_JSON_lines()
    {
        await using var server = await App.AnotherAsync();
        var key = await server.KeyAsync(server.Olga);
        var lines =
            """{"type": "project", "id": "p", "name": "Vision"}"""
            + "\r\n\n"
            + """{"type": "task", "id": "t", "name": "Train", "parent": {"type": "project", "id": "p"}}""";
        Assert.Equal("""{"created":2,"updated":0}""", (await SendLinesAsync(lines)).Ok.GetRawText());
        var refused = await SendLinesAsync(lines + "\n[1]");
        refused.IsRefused(400, 0);
        Assert.Contains("line 4 is not a JSON object", refused.Message, StringComparison.Ordinal);
        (
            await SendLinesAsync("""{"type": "task", "id": "t", "name": """ + '"' + new string('x', 10_000_000) + "\"}")
        ).IsRefused(400, 12);
        (await SendLinesAsync(string.Concat(Enumerable.Repeat("{\"type\":\"task\"}\n", 100_000)))).IsRefused(400, 12);
        (await SendLinesAsync(lines + "\n" + lines)).IsRefused(400, 12);
        var listed = (await server.Api(key).CallAsync("resources.get_all", new { parent = "p" })).Ok;
        Assert.Equal(
            "Vision",
            listed.GetProperty("resources")[0].GetProperty("parent").GetProperty("name").GetString()
        );
        Assert.Equal(1, listed.GetProperty("total").GetInt32());
        Assert.Equal(
            """{"deleted":1}""",
            (
                await server
                    .Api(key)
                    .CallAsync("resources.delete", new { resources = new[] { new { type = "task", id = "t" } } })
            ).Ok.GetRawText()
        );

        async Task<ApiReply> SendLinesAsync(string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/resources.upsert");
            request.Content = new StringContent(body, Encoding.UTF8, "application/x-ndjson");
            request.Headers.TryAddWithoutValidation("Authorization", ApiClient.Basic(key.AccessKey, key.SecretKey));
            return await ApiReply.ReadAsync(await server.Client().SendAsync(request));
        }
    }

    private static object Body(string action, string? user = null, string resource = "t1") =>
        new
        {
            user,
            type = "task",
            resource,
            action,
        };

    private static object Many(params (string Resource, string Action)[] checks) =>
        new
        {
            checks = checks.Select(c => new
            {
                type = "task",
                resource = c.Resource,
                action = c.Action,
            }),
        };

    private static async Task<bool> CheckAsync(ApiClient client, string action, string? user = null) =>
        (await client.CallAsync("access.check", Body(action, user))).Ok.GetProperty("allowed").GetBoolean();

    private static async Task<JsonElement> ExplainAsync(
        ApiClient client,
        string action,
        Guid user,
        string resource = "t1"
    ) => (await client.CallAsync("access.explain", Body(action, user.ToString("N"), resource))).Ok;

    private static string Chain(JsonElement explained) =>
        string.Join(
            " > ",
            explained
                .GetProperty("reason")
                .EnumerateArray()
                .Select(s => $"{s.GetProperty("kind").GetString()} {s.GetProperty("name").GetString()}")
        );

    private static async Task<List<string>> ListAsync(ApiClient client, Guid user, string action = "read") => [.. (
                await client.CallAsync(
                    "access.list",
                    new
                    {
                        user = user.ToString("N"),
                        type = "task",
                        action,
                    }
                )
            ).Ok.GetProperty("ids").EnumerateArray().Select(i => i.GetString()!)];
}

public sealed class AccessApiOnSqlite(SqliteApp app) : AccessApiTests(app), IClassFixture<SqliteApp>;

public sealed class AccessApiOnPostgres(PostgresApp app) : AccessApiTests(app), IClassFixture<PostgresApp>;
