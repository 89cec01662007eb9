using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Members;

namespace ClearSettings.Tests.ApiTokens;

public abstract class TokenTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_claims_are_those_that_clients_read()
    {
        var claims = Jwt.Payload(await App.Api(await App.KeyAsync(App.Olga)).LoginAsync());
        Assert.Matches("^[0-9a-f]{32}$", claims.GetProperty("session_id").GetString());
        Assert.Equal("Bearer", claims.GetProperty("auth_type").GetString());
        Assert.Equal("advanced", claims.GetProperty("feature_set").GetString());
        Assert.Equal("2.34", claims.GetProperty("api_version").GetString());
        Assert.Matches("^[0-9]+(\\.[0-9]+)+$", claims.GetProperty("server_version").GetString());
        Assert.Equal(App.Olga.Workspace.ToString("N"), claims.GetProperty("tenant").GetString());
        Assert.Equal(
            $$"""{"user":"{{App.Olga.Id:N}}","company":"{{App.Olga.Workspace:N}}","role":"admin","user_name":"Olga """
                + """Orlova","company_name":"Research"}""",
            claims.GetProperty("identity").GetRawText()
        );
        Assert.Equal(JsonValueKind.Number, claims.GetProperty("iat").ValueKind);
    }

    [Fact]
    public async Task The_header_says_HS256_and_names_the_key()
    {
        var header = Jwt.Header(await App.Api(await App.KeyAsync(App.Olga)).LoginAsync());
        Assert.Equal(("HS256", "JWT"), (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString()));
        Assert.Matches("^[0-9a-f]{16}$", header.GetProperty("kid").GetString());
    }

    [Theory]
    [InlineData("{}", 2_592_000)]
    [InlineData("""{"expiration_sec": 0}""", 2_592_000)]
    [InlineData("""{"expiration_sec": null}""", 2_592_000)]
    [InlineData("""{"expiration_sec": 3600, "method": "get"}""", 3600)]
    [InlineData("""{"expiration_sec": "7200"}""", 7200)]
    [InlineData("""{"expiration_sec": 31536000}""", 31_536_000)]
    public async Task The_lifetime_is_as_asked_and_30_days_by_default(string body, long seconds)
    {
        var claims = Jwt.Payload(await App.Api(await App.KeyAsync(App.Mia)).LoginAsync(body));
        Assert.Equal(seconds, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Theory]
    [InlineData("""{"expiration_sec": -1}""")]
    [InlineData("""{"expiration_sec": 31536001}""")]
    [InlineData("""{"expiration_sec": 1.5}""")]
    [InlineData("""{"expiration_sec": "soon"}""")]
    [InlineData("""{"expiration_sec": true}""")]
    [InlineData("""{"expiration_sec": [60]}""")]
    [InlineData("""{"expiration_sec": 1e30}""")]
    public async Task A_lifetime_that_makes_no_sense_gets_400(string body) =>
        await App.Api(await App.KeyAsync(App.Mia)).RefusedAsync(400, 12, "auth.login", body);

    [Fact]
    public async Task The_query_gives_the_lifetime_too()
    {
        var answer = await App.Api(await App.KeyAsync(App.Mia))
            .SendAsync(HttpMethod.Get, "/auth.login?expiration_sec=600");
        var claims = Jwt.Payload(answer.Ok.GetProperty("token").GetString()!);
        Assert.Equal(600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task A_token_does_not_outlive_its_credentials()
    {
        var claims = Jwt.Payload(
            await App.Api(await App.KeyAsync(App.Mia, lifetime: TimeSpan.FromHours(2))).LoginAsync()
        );
        Assert.InRange(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), 7190, 7200);
    }

    [Fact]
    public async Task Renewal_by_bearer_keeps_user_role_and_tenant_and_both_tokens_work()
    {
        var client = App.Api(await App.KeyAsync(App.Mia));
        var first = await client.LoginAsync();
        var second = await client.LoginAsync();
        Assert.NotEqual(first, second);
        foreach (var claim in new[] { "identity", "tenant", "credential" })
            Assert.Equal(
                Jwt.Payload(first).GetProperty(claim).GetRawText(),
                Jwt.Payload(second).GetProperty(claim).GetRawText()
            );
        foreach (var token in new[] { first, second })
            (await CallAsync(token)).IsOk();
    }

    [Fact]
    public async Task A_member_of_two_workspaces_hops_and_the_renewed_token_stays_there()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        await App.DbAsync(
            null,
            db =>
                db.WriteAsync(() =>
                    Task.FromResult(db.Members.Add(Member.Join(App.Eve.Workspace, nina.Id, MemberRole.Admin, App.Time)))
                )
        );
        var client = App.Api(await App.KeyAsync(nina));
        var hopped = (await client.CallAsync("auth.login", null, ("X-Clearml-Tenant", App.Eve.Workspace.ToString("N"))))
            .Ok.GetProperty("token")
            .GetString()!;
        client.Authorization = "Bearer " + hopped;
        var renewed = Jwt.Payload(await client.LoginAsync());
        Assert.Equal(App.Eve.Workspace.ToString("N"), renewed.GetProperty("tenant").GetString());
        Assert.Equal("admin", renewed.GetProperty("identity").GetProperty("role").GetString());
        Assert.Equal(
            "Elsewhere",
            (await client.CallAsync("users.get_current_user"))
                .Ok.GetProperty("user")
                .GetProperty("company")
                .GetProperty("name")
                .GetString()
        );
    }

    [Fact]
    public async Task An_expired_token_gets_401()
    {
        var token = await App.Api(await App.KeyAsync(App.Mia)).LoginAsync(new { expiration_sec = 60 });
        (await CallAsync(token)).IsOk();
        App.Time.Advance(TimeSpan.FromSeconds(61));
        (await CallAsync(token)).IsRefused(401, 30);
    }

    [Theory]
    [InlineData("auth.logout")]
    [InlineData("login.logout")]
    public async Task Logging_out_ends_this_token_and_no_other(string action)
    {
        var key = await App.KeyAsync(App.Mia);
        var (ended, other) = (await App.Api(key).LoginAsync(), await App.Api(key).LoginAsync());
        (await CallAsync(ended, action)).IsOk();
        (await CallAsync(ended)).IsRefused(401, 30);
        (await CallAsync(ended, "auth.login")).IsRefused(401, 30);
        (await CallAsync(other)).IsOk();
    }

    [Fact]
    public async Task A_logged_out_token_is_dead_on_another_node_within_a_second_and_after_a_restart()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Mia));
        await client.LoginAsync();
        await client.OkAsync("auth.logout");
        await server.StopAsync();
        await server.StartAsync();
        var again = server.Api();
        again.Authorization = client.Authorization;
        await again.RefusedAsync(401, 30, "users.get_current_user");
    }

    [Fact]
    public async Task Tokens_survive_a_restart()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Mia));
        await client.LoginAsync();
        await server.StopAsync();
        await server.StartAsync();
        var again = server.Api();
        again.Authorization = client.Authorization;
        await again.OkAsync("users.get_current_user");
    }

    [Fact]
    public async Task Validation_tells_an_admin_of_a_token_of_the_workspace()
    {
        var admin = App.Api(await App.KeyAsync(App.Adam));
        var token = await App.Api(await App.KeyAsync(App.Mia)).LoginAsync();
        var data = (await admin.CallAsync("auth.validate_token", new { token })).Ok;
        Assert.Equal(
            (true, App.Mia.Id.ToString("N"), App.Mia.Workspace.ToString("N"), "user"),
            (
                data.GetProperty("valid").GetBoolean(),
                data.GetProperty("user").GetString(),
                data.GetProperty("company").GetString(),
                data.GetProperty("role").GetString()
            )
        );
        foreach (var bad in new[] { "nonsense", token + "x", await App.Api(await App.KeyAsync(App.Eve)).LoginAsync() })
        {
            data = (await admin.CallAsync("auth.validate_token", new { token = bad })).Ok;
            Assert.False(data.GetProperty("valid").GetBoolean());
            Assert.NotEmpty(data.GetProperty("msg").GetString()!);
        }
        await admin.RefusedAsync(400, 11, "auth.validate_token");
        await App.Api(await App.KeyAsync(App.Mia)).RefusedAsync(403, 20, "auth.validate_token", new { token });
    }

    [Fact]
    public async Task Validation_refuses_a_token_whose_credentials_have_ended()
    {
        var key = await App.KeyAsync(App.Mia);
        var token = await App.Api(key).LoginAsync();
        await App.InAsync(
            App.Mia,
            s =>
                (
                    (Domain.Credentials.RotateCredential)s.GetService(typeof(Domain.Credentials.RotateCredential))!
                ).RunAsync(key.Id, TimeSpan.Zero, null)
        );
        (await CallAsync(token)).IsRefused(401, 30);
        var data = (await App.Api(await App.KeyAsync(App.Adam)).CallAsync("auth.validate_token", new { token })).Ok;
        Assert.False(data.GetProperty("valid").GetBoolean());
    }

    private Task<ApiReply> CallAsync(string token, string action = "users.get_current_user")
    {
        var client = App.Api();
        client.Authorization = "Bearer " + token;
        return client.CallAsync(action);
    }
}

public sealed class TokenOnSqlite(SqliteApp app) : TokenTests(app), IClassFixture<SqliteApp>;

public sealed class TokenOnPostgres(PostgresApp app) : TokenTests(app), IClassFixture<PostgresApp>;
