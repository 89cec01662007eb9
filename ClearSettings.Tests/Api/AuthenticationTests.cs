using System.Text;

namespace ClearSettings.Tests.Api;

public abstract class AuthenticationTests(TestApp app) : AppTests(app)
{
    public static TheoryData<string, int> BadHeaders =>
        new()
        {
            { "", 20 },
            { "Digest abc", 10 },
            { "Basic", 10 },
            { "Bearer", 10 },
            { "abc", 10 },
            { "Basic !!!not-base64", 21 },
            { "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("nocolon")), 21 },
            { "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(":")), 22 },
            { "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("unknown:secret")), 22 },
            { "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("\0:\0")), 22 },
            { "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ключ:секрет")), 22 },
            { "Basic " + new string('A', 1024 * 1024), 21 },
            { "Bearer x.y.z", 30 },
            { "Bearer " + new string('A', 1024 * 1024), 30 },
        };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public async Task A_wrong_authorization_header_gets_401_with_its_subcode(string header, int subcode)
    {
        var client = App.Api();
        client.Authorization = header;
        var answer = await client.CallAsync("auth.login");
        answer.IsRefused(401, subcode);
        Assert.NotEmpty(answer.Response.Headers.WwwAuthenticate);
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("BASIC")]
    public async Task The_scheme_is_known_in_any_case(string scheme)
    {
        var client = App.Api(await App.KeyAsync(App.Mia));
        client.Authorization = scheme + client.Authorization![5..];
        await client.OkAsync("users.get_current_user");
    }

    [Fact]
    public async Task A_wrong_secret_and_another_pairs_secret_get_401()
    {
        var (key, other) = (await App.KeyAsync(App.Mia), await App.KeyAsync(App.Mia));
        await App.Api(key with { SecretKey = key.SecretKey[..^1] }).RefusedAsync(401, 22, "auth.login");
        await App.Api(key with { SecretKey = other.SecretKey }).RefusedAsync(401, 22, "auth.login");
        await App.Api(key with { SecretKey = "" }).RefusedAsync(401, 22, "auth.login");
        await App.Api(key with { AccessKey = key.AccessKey.ToLowerInvariant() }).RefusedAsync(401, 22, "auth.login");
    }

    [Fact]
    public async Task An_email_and_password_do_not_log_in_programs()
    {
        var client = App.Api();
        client.Authorization = ApiClient.Basic(App.Olga.Email, Person.Password);
        await client.RefusedAsync(401, 22, "auth.login");
    }

    [Fact]
    public async Task A_credential_is_good_on_every_action()
    {
        foreach (
            var action in new[]
            {
                "users.get_current_user",
                "server.info",
                "auth.get_credentials",
                "organization.get_user_companies",
            }
        )
            await App.Api(await App.KeyAsync(App.Adam)).OkAsync(action);
    }

    [Fact]
    public async Task A_foreign_tenant_is_refused_on_login_and_elsewhere()
    {
        var client = App.Api(await App.KeyAsync(App.Mia));
        foreach (var tenant in new[] { App.Eve.Workspace.ToString("N"), "nonsense", Guid.NewGuid().ToString("N") })
        {
            await client.RefusedAsync(400, 92, "auth.login", null, ("X-Clearml-Tenant", tenant));
            await client.RefusedAsync(403, 20, "users.get_current_user", null, ("X-Clearml-Tenant", tenant));
        }
        await client.OkAsync("auth.login", null, ("X-Clearml-Tenant", App.Mia.Workspace.ToString("N")));
    }

    [Theory]
    [InlineData("X-ClearML-Impersonate-As")]
    [InlineData("X-Trains-Impersonate-As")]
    [InlineData("X-ClearML-Act-As")]
    [InlineData("X-Trains-Act-As")]
    public async Task Only_administrators_act_for_another_member(string header)
    {
        foreach (var person in App.People)
        {
            var answer = await App.Api(await App.KeyAsync(person))
                .CallAsync("auth.login", null, (header, App.Mia.Id.ToString("N")));
            if (person == App.Olga || person == App.Adam)
                Assert.Equal(
                    App.Mia.Id.ToString("N"),
                    Jwt.Payload(answer.Ok.GetProperty("token").GetString()!)
                        .GetProperty("identity")
                        .GetProperty("user")
                        .GetString()
                );
            else
                answer.IsRefused(400, 6);
        }
    }

    [Fact]
    public async Task Impersonate_as_and_act_as_together_are_invalid_headers() =>
        await App.Api(await App.KeyAsync(App.Olga))
            .RefusedAsync(400, 5, "auth.login", null, ("X-ClearML-Impersonate-As", "a"), ("X-ClearML-Act-As", "b"));

    [Fact]
    public async Task The_ways_in_are_told_to_everyone_and_whether_one_is_in()
    {
        var anonymous = (await App.Api().CallAsync("login.supported_modes")).Ok;
        Assert.False(anonymous.GetProperty("authenticated").GetBoolean());
        Assert.False(anonymous.GetProperty("basic").GetProperty("enabled").GetBoolean());
        Assert.Equal("{}", anonymous.GetProperty("sso").GetRawText());
        Assert.Equal("[]", anonymous.GetProperty("sso_providers").GetRawText());
        Assert.True(
            (await App.Api(await App.KeyAsync(App.Mia)).CallAsync("login.supported_modes"))
                .Ok.GetProperty("authenticated")
                .GetBoolean()
        );
        var bad = App.Api();
        bad.Authorization = "Bearer nonsense";
        Assert.False((await bad.CallAsync("login.supported_modes")).Ok.GetProperty("authenticated").GetBoolean());
        await bad.OkAsync("login.logout");
    }

    [Fact]
    public async Task Only_the_named_actions_are_open_to_anonymous_callers()
    {
        foreach (var action in ApiActions.All(App).Where(a => a.Permission is not null))
            await App.Api().RefusedAsync(401, 20, action.Name);
    }
}

public sealed class AuthenticationOnSqlite(SqliteApp app) : AuthenticationTests(app), IClassFixture<SqliteApp>;

public sealed class AuthenticationOnPostgres(PostgresApp app) : AuthenticationTests(app), IClassFixture<PostgresApp>;
