using ClearSettings.Domain;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.SystemCredentials.SystemCredentialFixture;

namespace ClearSettings.Tests.SystemCredentials;

public abstract class SystemCredentialTests(TestApp app) : AppTests(app)
{
    private static readonly string[] Accepted =
    [
        "auth.get_token_for_user",
        "auth.login",
        "auth.logout",
        "auth.validate_token",
        "users.create",
        "users.delete",
    ];

    [Fact]
    public async Task They_log_in_and_their_token_says_so_to_clients()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var client = server.System();
        var token = await client.LoginAsync(new { expiration_sec = 3600 });
        var claims = Jwt.Payload(token);
        Assert.Equal(
            ("__fileserver__", "system"),
            (Identity(token).GetProperty("user").GetString(), Identity(token).GetProperty("role").GetString())
        );
        // Clients read these as texts without a default, and ask for no vaults with "basic".
        Assert.Equal(
            (32, "basic"),
            (claims.GetProperty("tenant").GetString()!.Length, claims.GetProperty("feature_set").GetString())
        );
        Assert.Equal(3600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.DoesNotContain(SecretKey, claims.GetRawText());
        var renewed = Token(await client.CallAsync("auth.login"));
        Assert.Equal(Identity(token).GetRawText(), Identity(renewed).GetRawText());
        Assert.True((await client.CallAsync("login.supported_modes")).Ok.GetProperty("authenticated").GetBoolean());
        await client.RefusedAsync(400, 12, "auth.login", new { expiration_sec = -1 });
        await client.OkAsync("auth.logout");
        await client.RefusedAsync(401, 30, "auth.login");
        await server.WithToken(renewed).OkAsync("auth.login");
    }

    [Fact]
    public async Task They_pass_the_actions_that_are_made_for_them_and_no_other()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var byToken = server.System();
        await byToken.LoginAsync();
        foreach (var client in new[] { server.System(), byToken })
        {
            List<string> passed = [];
            foreach (
                var action in ApiActions.All(server).Where(a => a.Permission is not null && a.Name != "auth.logout")
            )
            {
                var answer = await client.CallAsync(action.Name, "{}");
                if (answer.Code != 403)
                    passed.Add(action.Name);
                else
                    answer.IsRefused(403, 20);
            }
            Assert.Equal(Accepted.Except(["auth.logout"]), passed.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task No_one_else_passes_what_only_they_may_do()
    {
        await using var server = await App.AnotherAsync(settings: [.. Settings, .. ServiceAccountFixture.Admins]);
        var bot = await server.BotAsync(server.Olga, admin: true);
        ApiClient[] others =
        [
            server.Api(await server.KeyAsync(server.Olga)),
            server.Api(bot.Key),
            server.WithToken(await server.SystemTokenForAsync(server.Olga.Id)),
            server.WithToken(await server.TokenForAsync(bot.Key, server.Olga.Id)),
        ];
        var (mia, company) = (server.Mia.Id.ToString("N"), server.Olga.Workspace.ToString("N"));
        var account = new
        {
            id = Guid.NewGuid().ToString("N"),
            name = "x",
            company,
        };
        foreach (var client in others)
        {
            await client.RefusedAsync(403, 20, "auth.get_token_for_user", new { user = mia });
            await client.RefusedAsync(403, 20, "users.create", account);
            await client.RefusedAsync(403, 20, "users.delete", new { user = mia });
            await AssertDoesNotActForThemAsync(server, client);
        }
    }

    [Fact]
    public async Task They_act_for_no_one_by_header_and_enter_no_workspace()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var (client, mia) = (server.System(), server.Mia.Id.ToString("N"));
        var (asMia, actAsMia) = ((ServiceAccountFixture.As, mia), (ServiceAccountFixture.ActAs, mia));
        foreach (var action in new[] { "auth.login", "auth.validate_token", "users.delete" })
        {
            await client.RefusedAsync(400, 6, action, "{}", asMia);
            await client.RefusedAsync(400, 6, action, "{}", actAsMia);
            await client.RefusedAsync(400, 5, action, "{}", asMia, actAsMia);
        }
        await client.RefusedAsync(403, 20, "users.get_vaults", "{}", asMia);
        var tenant = (ServiceAccountFixture.Tenant, server.Olga.Workspace.ToString("N"));
        await client.RefusedAsync(400, 92, "auth.login", "{}", tenant);
        await client.RefusedAsync(403, 20, "users.delete", "{}", tenant);
    }

    [Theory]
    [InlineData(AccessKey, "")]
    [InlineData(AccessKey, "fs-%6Mo$8S1BWc$n$=o1dMYSivuiWU-Vguq7qGO:KskG")]
    [InlineData(AccessKey, AccessKey)]
    [InlineData("fileserver0123456789abcdefghij", SecretKey)]
    [InlineData("", SecretKey)]
    [InlineData("__fileserver__", SecretKey)]
    public async Task Other_keys_are_refused_like_unknown_ones(string accessKey, string secretKey)
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var client = new ApiClient(server.Client()) { Authorization = ApiClient.Basic(accessKey, secretKey) };
        var (wrong, unknown) = (await client.CallAsync("auth.login"), await Unknown(server).CallAsync("auth.login"));
        wrong.IsRefused(401, 22);
        Assert.Equal(unknown.Message, wrong.Message);
    }

    [Fact]
    public async Task They_validate_tokens_of_any_workspace_as_the_file_server_does()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var client = server.System();
        var own = await client.LoginAsync();
        foreach (var person in server.People)
        {
            var key = await server.KeyAsync(person);
            var token = await server.Api(key).LoginAsync();
            var valid = await client.OkAsync("auth.validate_token", new { token });
            Assert.True(valid.GetProperty("valid").GetBoolean());
            Assert.Equal(person.Id.ToString("N"), Text(valid, "user"));
            Assert.Equal(person.Workspace.ToString("N"), Text(valid, "company"));
            // Still only the own workspace for its administrators.
            Assert.Equal(person != server.Eve, await IsValidForAdamAsync(server, token));
            await server.Api(key).OkAsync("auth.revoke_credentials", new { access_key = key.AccessKey });
            var dead = await client.OkAsync("auth.validate_token", new { token });
            Assert.False(dead.GetProperty("valid").GetBoolean());
            Assert.Equal("The token is not valid.", Text(dead, "msg"));
        }
        var itself = await client.OkAsync("auth.validate_token", new { token = own });
        Assert.True(itself.GetProperty("valid").GetBoolean());
        Assert.Equal(("__fileserver__", "system"), (Text(itself, "user"), Text(itself, "role")));
        Assert.False(await IsValidForAdamAsync(server, own));
    }

    [Theory]
    [InlineData("another secret key", AccessKey, SecretKey + "x", false)]
    [InlineData("another access key", AccessKey + "X", SecretKey, false)]
    [InlineData("the same", AccessKey, SecretKey, true)]
    public async Task Tokens_end_with_the_keys_that_they_come_from(
        string what,
        string accessKey,
        string secretKey,
        bool lives
    )
    {
        await using var server = await App.AnotherAsync();
        await server.ConfigureAsync(Section("fileserver", AccessKey, SecretKey));
        var (own, mias) = (await server.System().LoginAsync(), await server.SystemTokenForAsync(server.Mia.Id));
        await server.ConfigureAsync(Section("fileserver", accessKey, secretKey));
        Assert.Equal((what, lives), (what, (await server.WithToken(own).CallAsync("auth.login")).Code == 200));
        Assert.Equal(
            (what, lives),
            (what, (await server.WithToken(mias).CallAsync("users.get_current_user")).Code == 200)
        );
        var now = new ApiClient(server.Client()) { Authorization = ApiClient.Basic(accessKey, secretKey) };
        await now.OkAsync("auth.login");
    }

    [Fact]
    public async Task An_access_key_that_is_in_the_database_stops_the_start()
    {
        await using var server = await App.AnotherAsync();
        var key = await server.KeyAsync(server.Olga);
        var problem = await Assert.ThrowsAsync<StartupException>(() =>
            server.ConfigureAsync(Section("clash", key.AccessKey, key.SecretKey))
        );
        Assert.Equal(
            "SystemCredentials:clash:AccessKey is the access key of API credentials on this server; create "
                + "another one.",
            problem.Message
        );
    }

    private static async Task AssertDoesNotActForThemAsync(TestApp server, ApiClient client)
    {
        foreach (var header in new[] { ServiceAccountFixture.As, ServiceAccountFixture.ActAs })
        foreach (var id in new[] { "__fileserver__", (await IdAsync(server)).ToString("N") })
            Assert.NotEqual(200, (await client.CallAsync("auth.login", null, (header, id))).Code);
    }

    private static async Task<bool> IsValidForAdamAsync(TestApp server, string token)
    {
        var adam = server.Api(await server.KeyAsync(server.Adam));
        return (await adam.OkAsync("auth.validate_token", new { token })).GetProperty("valid").GetBoolean();
    }

    private static ApiClient Unknown(TestApp server) =>
        new(server.Client()) { Authorization = ApiClient.Basic("UNKNOWN0123456789ABCDEFGHIJKLM", SecretKey) };

    private static Task<Guid> IdAsync(TestApp server) =>
        server.InAsync(
            null,
            s => Task.FromResult(s.GetRequiredService<Domain.SystemCredentials.SystemCredentialList>().All[0].Id)
        );
}

public sealed class SystemCredentialsOnSqlite(SqliteApp app) : SystemCredentialTests(app), IClassFixture<SqliteApp>;
