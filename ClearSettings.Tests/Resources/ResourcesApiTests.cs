using System.Text;
using ClearSettings.Tests.AccessRules;

namespace ClearSettings.Tests.Resources;

public abstract class ResourcesApiTests(TestApp app) : AppTests(app)
{
    private const string Upsert = """{"resources": [{"type": "task", "id": "t1", "name": "Train"}]}""";
    private const string Lines =
        """{"type": "project", "id": "p", "name": "Vision"}"""
        + "\r\n\n"
        + """{"type": "task", "id": "t", "name": "Train", "parent": {"type": "project", "id": "p"}}""";

    [Fact]
    public async Task A_grant_of_a_service_account_counts_from_its_next_call_and_can_be_taken_back()
    {
        await using var server = await App.AnotherAsync();
        var olga = server.Api(await server.KeyAsync(server.Olga));
        var (bot, client) = await server.BotAsync();
        await client.RefusedAsync(403, 20, "resources.upsert", Upsert);
        var grant = new { user = bot.ToString("N"), permissions = new[] { "manage_resources" } };
        Assert.Equal("""{"updated":1}""", (await olga.CallAsync("users.update_service_user", grant)).Ok.GetRawText());
        Assert.Equal("""{"created":1,"updated":0}""", await client.OkTextAsync("resources.upsert", Upsert));
        (await client.CallAsync("access_rules.get_all")).IsRefused(403, 20);
        var listed = (await olga.CallAsync("users.get_service_users"))
            .Ok.GetProperty("users")
            .EnumerateArray()
            .Single();
        Assert.Equal("""["manage_resources"]""", listed.GetProperty("permissions").GetRawText());
        (await olga.CallAsync("users.update_service_user", grant with { permissions = [] })).IsOk();
        await client.RefusedAsync(403, 20, "resources.upsert", Upsert);
        var wrong = grant with { permissions = ["manage_users"] };
        (await olga.CallAsync("users.update_service_user", wrong)).IsRefused(400, 12);
        await olga.OkAsync("auth.create_service_user", new { name = "made", permissions = "check_access" });
    }

    [Fact]
    public async Task Resources_can_be_sent_as_JSON_lines()
    {
        await using var server = await App.AnotherAsync();
        var key = await server.KeyAsync(server.Olga);
        Assert.Equal("""{"created":2,"updated":0}""", (await SendLinesAsync(server, key, Lines)).Ok.GetRawText());
        var refused = await SendLinesAsync(server, key, Lines + "\n[1]");
        refused.IsRefused(400, 0);
        Assert.Contains("line 4 is not a JSON object", refused.Message, StringComparison.Ordinal);
        foreach (
            var tooMuch in new[]
            {
                """{"type": "task", "id": "t", "name": """ + '"' + new string('x', 10_000_000) + "\"}",
                string.Concat(Enumerable.Repeat("{\"type\":\"task\"}\n", 100_000)),
                Lines + "\n" + Lines,
            }
        )
            (await SendLinesAsync(server, key, tooMuch)).IsRefused(400, 12);
        var listed = (await server.Api(key).CallAsync("resources.get_all", new { parent = "p" })).Ok;
        Assert.Equal(
            "Vision",
            listed.GetProperty("resources")[0].GetProperty("parent").GetProperty("name").GetString()
        );
        Assert.Equal(1, listed.GetProperty("total").GetInt32());
        var task = new { resources = new[] { new { type = "task", id = "t" } } };
        Assert.Equal("""{"deleted":1}""", await server.Api(key).OkTextAsync("resources.delete", task));
    }

    private static async Task<ApiReply> SendLinesAsync(TestApp server, Key key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/resources.upsert");
        request.Content = new StringContent(body, Encoding.UTF8, "application/x-ndjson");
        request.Headers.TryAddWithoutValidation("Authorization", ApiClient.Basic(key.AccessKey, key.SecretKey));
        return await ApiReply.ReadAsync(await server.Client().SendAsync(request));
    }
}

public sealed class ResourcesApiOnSqlite(SqliteApp app) : ResourcesApiTests(app), IClassFixture<SqliteApp>;

public sealed class ResourcesApiOnPostgres(PostgresApp app) : ResourcesApiTests(app), IClassFixture<PostgresApp>;
