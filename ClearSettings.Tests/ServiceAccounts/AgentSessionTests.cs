using System.Text.Json;

namespace ClearSettings.Tests.ServiceAccounts;

/// <summary>
/// What clearml-agent sends with --use-owner-token and reads from the responses; see
/// docs/protocol.md#tasks-as-their-owner.
/// </summary>
public abstract partial class AgentSessionTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_agent_starts_and_accepts_its_token()
    {
        var agent = App.Api((await App.BotAsync(App.Olga)).Key);
        var login = await agent.SendAsync(HttpMethod.Get, "/v2.5/auth.login", "{}", ("X-ClearML-Agent", "api-3.0.3"));
        var claims = Jwt.Payload(login.Ok.GetProperty("token").GetString()!);
        Assert.True(AcceptsOwnerToken(claims));
        var identity = claims.GetProperty("identity");
        Assert.Equal(2, identity.GetProperty("service_account_type").GetInt32());
        Assert.Equal("user", identity.GetProperty("role").GetString());
    }

    [Fact]
    public async Task The_agent_becomes_the_owner_of_a_task()
    {
        var bot = await App.BotAsync(App.Olga);
        var token = await LoginForADayAsync(bot.Key, App.Mia);
        var claims = Jwt.Payload(token);
        Assert.Equal(
            $$"""{"user":"{{App.Mia.Id:N}}","company":"{{App.Mia.Workspace:N}}","role":"user","user_name":"Mia """
                + """Meyer","company_name":"Research"}""",
            claims.GetProperty("identity").GetRawText()
        );
        Assert.Equal($$"""{"sub":"{{bot.Id:N}}","name":"agent-bot"}""", claims.GetProperty("act").GetRawText());
        Assert.Equal(App.Mia.Workspace.ToString("N"), claims.GetProperty("tenant").GetString());
        Assert.Equal(bot.Key.Id.ToString("N"), claims.GetProperty("credential").GetString());
        Assert.Equal(86400, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        var task = App.WithToken(token);
        var me = (await task.SendAsync(HttpMethod.Get, "/users.get_current_user")).Ok.GetProperty("user");
        Assert.Equal(App.Mia.Id.ToString("N"), me.GetProperty("id").GetString());
        Assert.Equal("user", me.GetProperty("role").GetString());
    }

    [Fact]
    public async Task A_call_for_an_owner_is_answered_from_memory()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information"]
        );
        var task = server.WithToken(
            await server.TokenForAsync((await server.BotAsync(server.Olga)).Key, server.Mia.Id)
        );
        List<int> queries = [];
        for (var i = 0; i < 8; i++)
        {
            var before = server.Log.Text.Split("Executed DbCommand").Length;
            (await task.CallAsync("users.get_vaults", new { enabled = true, types = new[] { "config" } })).IsOk();
            queries.Add(server.Log.Text.Split("Executed DbCommand").Length - before);
        }
        // Now and then the program asks what other nodes have changed, or does something of its own.
        Assert.True(queries.Min() == 0, string.Join(' ', queries));
    }

    [Fact]
    public async Task Without_the_permission_the_agent_refuses_to_start_and_the_server_refuses_too()
    {
        var bot = await App.BotAsync(App.Olga, impersonates: false);
        var agent = App.Api(bot.Key);
        var claims = Jwt.Payload(await agent.LoginAsync());
        Assert.Equal(1, claims.GetProperty("identity").GetProperty("service_account_type").GetInt32());
        Assert.False(AcceptsOwnerToken(claims));
        var forMia = (ServiceAccountFixture.As, App.Mia.Id.ToString("N"));
        await agent.RefusedAsync(400, 6, "auth.login", "{}", forMia);
        await agent.RefusedAsync(400, 6, "users.get_current_user", null, forMia);
    }

    [Fact]
    public async Task The_claim_is_absent_for_people_and_never_null()
    {
        foreach (var person in new[] { App.Olga, App.Adam, App.Mia })
            Assert.False(
                Jwt.Payload(await App.Api(await App.KeyAsync(person)).LoginAsync())
                    .GetProperty("identity")
                    .TryGetProperty("service_account_type", out _)
            );
        Assert.False(
            Jwt.Payload(await App.TokenForAsync((await App.BotAsync(App.Olga)).Key, App.Mia.Id))
                .GetProperty("identity")
                .TryGetProperty("service_account_type", out _)
        );
    }

    [Fact]
    public async Task Impersonating_an_administrator_gives_no_administrators_rights()
    {
        var bot = await App.BotAsync(App.Olga);
        foreach (var person in new[] { App.Olga, App.Adam })
        {
            var token = await App.TokenForAsync(bot.Key, person.Id);
            Assert.Equal("user", Jwt.Payload(token).GetProperty("identity").GetProperty("role").GetString());
            var task = App.WithToken(token);
            await task.RefusedAsync(403, 20, "users.get_service_users");
            var mia = App.Mia.Id.ToString("N");
            await task.RefusedAsync(403, 20, "users.set_role", new { user = mia, role = "admin" });
            await task.RefusedAsync(403, 20, "server.config");
            var me = (await task.OkAsync("users.get_current_user")).GetProperty("user");
            Assert.Equal("user", me.GetProperty("role").GetString());
        }
    }

    [Fact]
    public async Task Renewal_by_bearer_keeps_the_owner_the_role_the_tenant_and_who_acts()
    {
        var bot = await App.BotAsync(App.Olga);
        var first = await App.TokenForAsync(bot.Key, App.Adam.Id);
        var second = await App.WithToken(first).LoginAsync();
        foreach (var claim in new[] { "identity", "tenant", "credential", "act" })
            Assert.Equal(
                Jwt.Payload(first).GetProperty(claim).GetRawText(),
                Jwt.Payload(second).GetProperty(claim).GetRawText()
            );
        (await App.WithToken(second).CallAsync("users.get_service_users")).IsRefused(403, 20);
    }

    [Fact]
    public async Task An_impersonated_token_impersonates_no_one()
    {
        var bot = await App.BotAsync(App.Olga);
        var mia = App.Mia.Id.ToString("N");
        var task = App.WithToken(await App.TokenForAsync(bot.Key, App.Adam.Id));
        string[] headers =
        [
            ServiceAccountFixture.As,
            ServiceAccountFixture.ActAs,
            "X-Trains-Impersonate-As",
            "X-Trains-Act-As",
        ];
        foreach (var header in headers)
        foreach (var action in new[] { "auth.login", "users.get_current_user" })
            await task.RefusedAsync(400, 6, action, "{}", (header, mia));
        var byAdmin = App.WithToken(await App.TokenForAsync(await App.KeyAsync(App.Olga), App.Adam.Id));
        await byAdmin.RefusedAsync(400, 6, "auth.login", "{}", (ServiceAccountFixture.As, mia));
    }

    [Fact]
    public async Task A_token_of_impersonation_does_not_outlive_the_actors_credentials()
    {
        var key = await App.KeyAsync(App.Adam, lifetime: TimeSpan.FromHours(2));
        var claims = Jwt.Payload(await App.TokenForAsync(key, App.Mia.Id));
        Assert.InRange(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), 7190, 7200);
    }

    [Fact]
    public async Task A_forged_actor_makes_no_token()
    {
        var token = await App.TokenForAsync((await App.BotAsync(App.Olga)).Key, App.Mia.Id);
        var payload = System.Text.Json.Nodes.JsonNode.Parse(Jwt.Payload(token).GetRawText())!.AsObject();
        payload.Remove("act");
        var header = System.Text.Json.Nodes.JsonNode.Parse(Jwt.Header(token).GetRawText())!;
        var forged = App.WithToken(Jwt.Sign(header, payload, new byte[32]));
        await forged.RefusedAsync(401, 30, "users.get_current_user");
    }

    // The agent's own arithmetic: a missing type counts as 0.
    private static bool AcceptsOwnerToken(JsonElement claims)
    {
        var identity = claims.GetProperty("identity");
        var type = identity.TryGetProperty("service_account_type", out var value) ? value.GetInt32() : 0;
        return claims.GetProperty("feature_set").GetString() != "basic"
            && (identity.GetProperty("role").GetString() is "admin" or "root" or "system" || type >= 2);
    }

    /// <summary>As the agent does before a task of that person.</summary>
    /// <returns>The token.</returns>
    private async Task<string> LoginForADayAsync(Key key, Person person)
    {
        var agent = App.Api(key);
        await agent.LoginAsync();
        var login = await agent.SendAsync(
            HttpMethod.Get,
            "/v2.5/auth.login",
            new { expiration_sec = 86400 },
            ("X-Clearml-Impersonate-As", person.Id.ToString("N"))
        );
        return login.Ok.GetProperty("token").GetString()!;
    }
}

public sealed class AgentSessionOnSqlite(SqliteApp app) : AgentSessionTests(app), IClassFixture<SqliteApp>;
