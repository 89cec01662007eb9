using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.ServiceAccounts;

/// <summary>
/// What clearml-agent sends with --use-owner-token and reads from the responses; see
/// docs/protocol.md#tasks-as-their-owner.
/// </summary>
public abstract class AgentSessionTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_agent_starts_accepts_its_token_and_becomes_the_owner_of_a_task()
    {
        var bot = await App.BotAsync(App.Olga);
        var agent = App.Api(bot.Key);
        var own = Jwt.Payload(
            (await agent.SendAsync(HttpMethod.Get, "/v2.5/auth.login", "{}", ("X-ClearML-Agent", "api-3.0.3")))
                .Ok.GetProperty("token")
                .GetString()!
        );
        Assert.True(AcceptsOwnerToken(own));
        Assert.Equal(
            (2, "user"),
            (
                own.GetProperty("identity").GetProperty("service_account_type").GetInt32(),
                own.GetProperty("identity").GetProperty("role").GetString()
            )
        );
        await agent.LoginAsync();
        var login = await agent.SendAsync(
            HttpMethod.Get,
            "/v2.5/auth.login",
            new { expiration_sec = 86400 },
            ("X-Clearml-Impersonate-As", App.Mia.Id.ToString("N"))
        );
        var token = login.Ok.GetProperty("token").GetString()!;
        var claims = Jwt.Payload(token);
        Assert.Equal(
            $$"""{"user":"{{App.Mia.Id:N}}","company":"{{App.Mia.Workspace:N}}","role":"user","user_name":"Mia Meyer","company_name":"Research"}""",
            claims.GetProperty("identity").GetRawText()
        );
        Assert.Equal($$"""{"sub":"{{bot.Id:N}}","name":"agent-bot"}""", claims.GetProperty("act").GetRawText());
        Assert.Equal(
            (App.Mia.Workspace.ToString("N"), bot.Key.Id.ToString("N")),
            (claims.GetProperty("tenant").GetString(), claims.GetProperty("credential").GetString())
        );
        Assert.Equal(86400, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        var task = App.WithToken(token);
        var me = (await task.SendAsync(HttpMethod.Get, "/users.get_current_user")).Ok.GetProperty("user");
        Assert.Equal(
            (App.Mia.Id.ToString("N"), "user"),
            (me.GetProperty("id").GetString(), me.GetProperty("role").GetString())
        );
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
        (await agent.CallAsync("auth.login", "{}", (ServiceAccountFixture.As, App.Mia.Id.ToString("N")))).IsRefused(
            400,
            6
        );
        (
            await agent.CallAsync("users.get_current_user", null, (ServiceAccountFixture.As, App.Mia.Id.ToString("N")))
        ).IsRefused(400, 6);
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
            (await task.CallAsync("users.get_service_users")).IsRefused(403, 20);
            (await task.CallAsync("users.set_role", new { user = App.Mia.Id.ToString("N"), role = "admin" })).IsRefused(
                403,
                20
            );
            (await task.CallAsync("server.config")).IsRefused(403, 20);
            Assert.Equal(
                "user",
                (await task.CallAsync("users.get_current_user")).Ok.GetProperty("user").GetProperty("role").GetString()
            );
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
        var task = App.WithToken(await App.TokenForAsync(bot.Key, App.Adam.Id));
        foreach (
            var header in new[]
            {
                ServiceAccountFixture.As,
                ServiceAccountFixture.ActAs,
                "X-Trains-Impersonate-As",
                "X-Trains-Act-As",
            }
        )
        foreach (var action in new[] { "auth.login", "users.get_current_user" })
        {
            (await task.CallAsync(action, "{}", (header, App.Mia.Id.ToString("N")))).IsRefused(400, 6);
        }
        var byAdmin = App.WithToken(await App.TokenForAsync(await App.KeyAsync(App.Olga), App.Adam.Id));
        (await byAdmin.CallAsync("auth.login", "{}", (ServiceAccountFixture.As, App.Mia.Id.ToString("N")))).IsRefused(
            400,
            6
        );
    }

    [Fact]
    public async Task The_tenant_of_a_task_elsewhere_is_refused_to_a_service_account()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await JoinAsync(nina, App.Eve.Workspace, MemberRole.Member);
        var task = App.WithToken(await App.TokenForAsync((await App.BotAsync(App.Olga)).Key, nina.Id));
        (
            await task.CallAsync("auth.login", "{}", (ServiceAccountFixture.Tenant, App.Eve.Workspace.ToString("N")))
        ).IsRefused(400, 92);
        (
            await task.CallAsync(
                "users.get_current_user",
                "{}",
                (ServiceAccountFixture.Tenant, App.Eve.Workspace.ToString("N"))
            )
        ).IsRefused(403, 20);
        (await task.CallAsync("auth.login", "{}", (ServiceAccountFixture.Tenant, nina.Workspace.ToString("N")))).IsOk();
    }

    [Fact]
    public async Task An_administrator_hops_only_where_they_are_one_and_the_owner_is_a_member()
    {
        var (nina, ada) = (
            await App.AddAsync("Nina New", MemberRole.Member),
            await App.AddAsync("Ada Agent", MemberRole.Admin)
        );
        var (both, only, under) = (
            await App.AddWorkspaceAsync("Both"),
            await App.AddWorkspaceAsync("Only Ada"),
            await App.AddWorkspaceAsync("Ada is a member")
        );
        foreach (
            var (workspace, role) in new[]
            {
                (both, MemberRole.Admin),
                (only, MemberRole.Admin),
                (under, MemberRole.Member),
            }
        )
            await JoinAsync(ada, workspace, role);
        foreach (var workspace in new[] { both, under })
            await JoinAsync(nina, workspace, MemberRole.Admin);
        var task = App.WithToken(await App.TokenForAsync(await App.KeyAsync(ada), nina.Id));
        (await task.CallAsync("auth.login", "{}", (ServiceAccountFixture.Tenant, only.ToString("N")))).IsRefused(
            400,
            92
        );
        // Else whoever owns a workspace could invite someone, and follow them into all of theirs.
        (await task.CallAsync("auth.login", "{}", (ServiceAccountFixture.Tenant, under.ToString("N")))).IsRefused(
            400,
            92
        );
        var hopped = (await task.CallAsync("auth.login", "{}", (ServiceAccountFixture.Tenant, both.ToString("N"))))
            .Ok.GetProperty("token")
            .GetString()!;
        Assert.Equal(
            (both.ToString("N"), "user"),
            (
                Jwt.Payload(hopped).GetProperty("tenant").GetString(),
                Jwt.Payload(hopped).GetProperty("identity").GetProperty("role").GetString()
            )
        );
        var data = (await App.WithToken(hopped).CallAsync("users.get_current_user")).Ok.GetProperty("user");
        Assert.Equal("Both", data.GetProperty("company").GetProperty("name").GetString());
        Assert.Equal(
            1,
            await App.DbAsync(
                ada with
                {
                    Workspace = both,
                },
                db =>
                    db.AuditEvents.CountAsync(e =>
                        e.Kind == AuditKind.ImpersonationStarted && e.ActorId == ada.Id && e.ForUserId == nina.Id
                    )
            )
        );
    }

    [Fact]
    public async Task Whoever_impersonates_someone_learns_of_no_workspace_that_they_do_not_share()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await JoinAsync(nina, await App.AddWorkspaceAsync("Secret plans"), MemberRole.Member);
        foreach (var key in new[] { (await App.BotAsync(App.Olga)).Key, await App.KeyAsync(App.Adam) })
        {
            var task = App.WithToken(await App.TokenForAsync(key, nina.Id));
            foreach (var action in new[] { "users.get_current_user", "organization.get_user_companies" })
                Assert.DoesNotContain("Secret plans", (await task.CallAsync(action)).Ok.GetRawText());
        }
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
        (await App.WithToken(Jwt.Sign(header, payload, new byte[32])).CallAsync("users.get_current_user")).IsRefused(
            401,
            30
        );
    }

    // The agent's own arithmetic: a missing type counts as 0.
    private static bool AcceptsOwnerToken(JsonElement claims)
    {
        var identity = claims.GetProperty("identity");
        var type = identity.TryGetProperty("service_account_type", out var value) ? value.GetInt32() : 0;
        return claims.GetProperty("feature_set").GetString() != "basic"
            && (identity.GetProperty("role").GetString() is "admin" or "root" or "system" || type >= 2);
    }

    private Task<bool> JoinAsync(Person person, Guid workspace, MemberRole role) =>
        App.DbAsync(
            null,
            db =>
                db.WriteAsync(async () =>
                {
                    db.Members.Add(Member.Join(workspace, person.Id, role, App.Time));
                    await db.TouchAsync(workspace);
                    return true;
                })
        );
}

public sealed class AgentSessionOnSqlite(SqliteApp app) : AgentSessionTests(app), IClassFixture<SqliteApp>;

public sealed class AgentSessionOnPostgres(PostgresApp app) : AgentSessionTests(app), IClassFixture<PostgresApp>;
