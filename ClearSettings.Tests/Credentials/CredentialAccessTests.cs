using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Principals;
using ClearSettings.Tests.ServiceAccounts;
using ClearSettings.Web.Api;

namespace ClearSettings.Tests.Credentials;

public abstract class CredentialAccessTests(TestApp app) : AppTests(app)
{
    // Actions of restricted credentials that do not begin with get_.
    private static readonly string[] ReadsByOtherNames =
    [
        "access.check",
        "access.check_many",
        "access.explain",
        "access.list",
        "access_rules.export",
        "access_rules.preview",
        "auth.validate_token",
        "server.config",
        "server.endpoints",
        "server.report_stats_option",
    ];

    private static readonly string[] OfEveryClient =
    [
        "auth.login",
        "auth.logout",
        "server.info",
        "users.get_current_user",
        "users.get_vaults",
    ];

    private IEnumerable<ApiAction> WithCredentials => ApiActions.All(App).Where(a => a.Permission is not null);

    [Fact]
    public void Only_actions_that_change_nothing_are_open_to_read_only_credentials()
    {
        var open = Open(CredentialAccess.ReadOnly);
        Assert.Equal(
            open,
            open.Where(n =>
                OfEveryClient.Contains(n)
                || ReadsByOtherNames.Contains(n)
                || n.Split('.')[1].StartsWith("get_", StringComparison.Ordinal)
            )
        );
        Assert.Equal(ReadsByOtherNames, open.Intersect(ReadsByOtherNames));
    }

    [Fact]
    public void Agents_get_what_every_client_calls_when_it_starts() =>
        Assert.Equal(OfEveryClient, Open(CredentialAccess.Agent));

    [Theory]
    [InlineData(CredentialAccess.ReadOnly)]
    [InlineData(CredentialAccess.Agent)]
    public async Task Every_action_that_does_not_declare_the_access_of_the_credentials_is_refused(
        CredentialAccess access
    )
    {
        var key = await KeyAsync(App.Olga, access);
        foreach (var action in WithCredentials)
        {
            var reply = await App.Api(key).CallAsync(action.Name, "{}");
            if (access.Allows(action.Access))
                Assert.False(reply.Code is 401 or 403, $"{action.Name}: {reply.Message}");
            else
                AssertRefused(reply, action.Name, access);
        }
    }

    [Fact]
    public async Task Full_access_is_refused_nowhere()
    {
        var key = await KeyAsync(App.Olga, CredentialAccess.Full);
        Assert.Equal(WithCredentials.Select(a => a.Name).Order(StringComparer.Ordinal), Open(CredentialAccess.Full));
        await App.Api(key).OkAsync("users.update", new { user = App.Olga.Id.ToString("N"), name = App.Olga.Name });
    }

    [Theory]
    [InlineData(CredentialAccess.ReadOnly)]
    [InlineData(CredentialAccess.Agent)]
    public async Task A_token_has_the_access_of_the_credentials_behind_it(CredentialAccess access)
    {
        var client = App.Api(await KeyAsync(App.Olga, access));
        // Once as logged in, once as renewed with the token itself.
        foreach (var _ in new[] { 1, 2 })
        {
            await client.LoginAsync();
            await client.OkAsync("users.get_current_user");
            await client.OkAsync("users.get_vaults", new { enabled = true });
            AssertRefused(await client.CallAsync("auth.create_credentials"), "auth.create_credentials", access);
            AssertRefused(await client.CallAsync("users.update"), "users.update", access);
        }
    }

    [Fact]
    public async Task A_change_of_the_workspace_does_not_widen_credentials_in_memory()
    {
        var client = App.Api(await KeyAsync(App.Adam, CredentialAccess.ReadOnly));
        await client.OkAsync("auth.get_credentials");
        await App.KeyAsync(App.Olga);
        await App.DbAsync(
            App.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    await db.TouchAsync(App.Olga.Workspace);
                    return true;
                })
        );
        await client.OkAsync("auth.get_credentials");
        AssertRefused(await client.CallAsync("users.update"), "users.update", CredentialAccess.ReadOnly);
    }

    [Fact]
    public async Task Another_workspace_does_not_widen_them()
    {
        var nina = await App.AddAsync("Nina Two", MemberRole.Member);
        var there = await App.AddToWorkspaceAsync(nina, App.Eve.Workspace, MemberRole.Owner);
        var reply = await App.Api(await KeyAsync(nina, CredentialAccess.ReadOnly))
            .CallAsync("auth.create_user", "{}", ("X-Clearml-Tenant", there.Workspace.ToString("N")));
        AssertRefused(reply, "auth.create_user", CredentialAccess.ReadOnly);
    }

    [Fact]
    public async Task Impersonation_keeps_the_access()
    {
        var bot = await App.BotAsync(App.Olga, name: "Read by Adam");
        var client = App.Api(await KeyAsync(App.Adam, CredentialAccess.Agent));
        (string, string) header = ("X-ClearML-Impersonate-As", bot.Id.ToString("N"));
        AssertRefused(
            await client.CallAsync("auth.create_credentials", "{}", header),
            "auth.create_credentials",
            CredentialAccess.Agent
        );
        var token = (await client.OkAsync("auth.login", null, header)).GetProperty("token").GetString();
        client.Authorization = "Bearer " + token;
        await client.OkAsync("users.get_current_user");
        AssertRefused(
            await client.CallAsync("auth.create_credentials"),
            "auth.create_credentials",
            CredentialAccess.Agent
        );
    }

    [Fact]
    public async Task Rotation_keeps_the_access()
    {
        var old = await KeyAsync(App.Olga, CredentialAccess.Agent);
        var made = await App.UseAsync<RotateCredential, Result<NewCredential>>(
            App.Olga,
            use => use.RunAsync(old.Id, TimeSpan.Zero, null)
        );
        var (credential, secret) = made.Value;
        Assert.Equal(CredentialAccess.Agent, credential.Access);
        var fresh = App.Api(new(credential.Id, credential.AccessKey, secret.Text.Reveal()));
        AssertRefused(await fresh.CallAsync("auth.get_credentials"), "auth.get_credentials", CredentialAccess.Agent);
    }

    [Fact]
    public async Task An_agent_reads_the_vaults_that_apply_to_it_and_no_others()
    {
        var full = App.Api(await App.KeyAsync(App.Adam));
        var name = $"Disabled {Guid.NewGuid():N}";
        await full.OkAsync(
            "users.add_or_update_vault",
            new
            {
                vault = new
                {
                    description = name,
                    type = "config",
                    data = "a: 1",
                    enabled = false,
                },
            }
        );
        Assert.Contains(name, await full.OkTextAsync("users.get_vaults"));
        var agent = App.Api(await KeyAsync(App.Adam, CredentialAccess.Agent));
        Assert.DoesNotContain(name, await agent.OkTextAsync("users.get_vaults"));
    }

    private List<string> Open(CredentialAccess access) =>
        [.. WithCredentials.Where(a => access.Allows(a.Access)).Select(a => a.Name).Order(StringComparer.Ordinal)];

    private static void AssertRefused(ApiReply reply, string action, CredentialAccess access)
    {
        reply.IsRefused(403, 20);
        Assert.Equal(
            $"Forbidden (credentials not allowed) ({action} is not open to API credentials with the access "
                + $"{access.GetName()})",
            reply.Message
        );
    }

    private async Task<Key> KeyAsync(Person person, CredentialAccess access)
    {
        var made = await App.UseAsync<CreateCredential, Result<NewCredential>>(
            person,
            use => use.RunAsync(new() { Access = access.GetName() })
        );
        var (credential, secret) = made.Value;
        return new(credential.Id, credential.AccessKey, secret.Text.Reveal());
    }
}

public sealed class CredentialAccessOnSqlite(SqliteApp app) : CredentialAccessTests(app), IClassFixture<SqliteApp>;

public sealed class CredentialAccessOnPostgres(PostgresApp app)
    : CredentialAccessTests(app),
        IClassFixture<PostgresApp>;
