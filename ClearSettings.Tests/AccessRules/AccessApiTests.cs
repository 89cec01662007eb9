using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Members;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.AccessRules.AccessApiCalls;
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
        await AssertUnknownIsNotAllowedAndNonsenseIsRefusedAsync(server, checker);
    }

    private static async Task AssertUnknownIsNotAllowedAndNonsenseIsRefusedAsync(TestApp server, ApiClient checker)
    {
        var mia = server.Mia.Id.ToString("N");
        Assert.False(await CheckAsync(checker, "read", server.Eve.Id.ToString("N")));
        Assert.Equal("""{"allowed":false}""", await checker.OkTextAsync("access.check", Body("read", mia, "x")));
        await checker.RefusedAsync(400, 301, "access.check", Body("read", "x"));
        await checker.RefusedAsync(400, 12, "access.check", Body("write", mia));
        await checker.RefusedAsync(400, 12, "access.check", """{"type": "note", "resource": "t1", "action": "read"}""");
        await checker.RefusedAsync(400, 11, "access.check", """{"type": "task", "action": "read"}""");
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
        var explained = await ExplainImpersonatedAsync(server, server.Adam.Id, bot, "t2");
        Assert.False(explained.GetProperty("allowed").GetBoolean());
        // A removed member is refused by the next call.
        await server.InAsync(server.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([server.Adam.Id]));
        Assert.Equal(400, (await client.CallAsync("access.check", Body("read"), asAdam)).Code);
        Assert.False(await CheckAsync(client, "read", server.Adam.Id.ToString("N")));
    }

    private static async Task<JsonElement> ExplainImpersonatedAsync(TestApp server, Guid user, Guid by, string resource)
    {
        var olga = server.Api(await server.KeyAsync(server.Olga));
        return await olga.OkAsync(
            "access.explain",
            new
            {
                user = user.ToString("N"),
                impersonated_by = by.ToString("N"),
                type = "task",
                resource,
                action = "read",
            }
        );
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
            var list = await mia.OkAsync("access.list", PageOfTasks(page, 1_100));
            Assert.Equal(2_500, list.GetProperty("total").GetInt32());
            all.AddRange(list.GetProperty("ids").EnumerateArray().Select(i => i.GetString()!));
        }
        Assert.Equal(2_500, all.Distinct().Count());
        var many = Enumerable.Repeat(("t0001", "read"), 1_001).ToArray();
        (await mia.CallAsync("access.check_many", Many(many))).IsRefused(400, 12);
        (await mia.CallAsync("access.check_many", Many(many[1..]))).IsOk();
        (await mia.CallAsync("access.check_many", """{"checks": [null]}""")).IsRefused(400, 11);
        await mia.RefusedAsync(400, 12, "access.list", PageOfTasks(-1, 1_100));
    }

    private static object PageOfTasks(int page, int size) =>
        new
        {
            type = "task",
            action = "read",
            page,
            page_size = size,
        };
}

public sealed class AccessApiOnSqlite(SqliteApp app) : AccessApiTests(app), IClassFixture<SqliteApp>;

public sealed class AccessApiOnPostgres(PostgresApp app) : AccessApiTests(app), IClassFixture<PostgresApp>;
