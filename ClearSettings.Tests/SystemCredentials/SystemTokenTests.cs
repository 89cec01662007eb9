using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using static ClearSettings.Tests.SystemCredentials.SystemCredentialFixture;

namespace ClearSettings.Tests.SystemCredentials;

/// <summary>auth.get_token_for_user.</summary>
public abstract class SystemTokenTests(TestApp app) : AppTests(app)
{
    private static readonly string[] Refused =
    [
        "users.get_vaults",
        "users.get_organization_vaults",
        "users.add_or_update_vault",
        "users.set_preferences",
        "auth.create_credentials",
        "auth.get_credentials",
        "users.set_role",
        "server.config",
    ];

    [Fact]
    public async Task A_token_for_a_user_has_the_role_user_and_reaches_no_vault_and_no_secret()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var bot = await server.BotAsync(server.Olga);
        foreach (var id in new[] { server.Olga.Id, server.Adam.Id, server.Mia.Id, bot.Id })
        {
            var token = await server.SystemTokenForAsync(id);
            AssertClaims(token, id);
            var client = server.WithToken(token);
            var me = (await client.OkAsync("users.get_current_user")).GetProperty("user");
            Assert.Equal(id.ToString("N"), Text(me, "id"));
            foreach (var action in Refused)
                await client.RefusedAsync(403, 20, action);
            foreach (var header in new[] { ServiceAccountFixture.As, ServiceAccountFixture.ActAs })
                await client.RefusedAsync(400, 6, "auth.login", null, (header, server.Mia.Id.ToString("N")));
            // Renewed, it is no more than it was.
            var renewed = Token(await client.CallAsync("auth.login"));
            await server.WithToken(renewed).RefusedAsync(403, 20, "users.get_vaults");
            var valid = await server.System().OkAsync("auth.validate_token", new { token = renewed });
            Assert.True(valid.GetProperty("valid").GetBoolean());
        }
    }

    [Fact]
    public async Task Which_token_they_get_follows_the_user_and_the_company()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var eves = await server.SystemTokenForAsync(server.Eve.Id);
        Assert.Equal(server.Eve.Workspace.ToString("N"), Text(Jwt.Payload(eves), "tenant"));
        await server.SystemTokenForAsync(server.Eve.Id, server.Eve.Workspace);
        Task RefusedAsync(int subcode, object body) =>
            server.System().RefusedAsync(400, subcode, "auth.get_token_for_user", body);
        var (mia, nobody) = (server.Mia.Id.ToString("N"), Guid.NewGuid().ToString("N"));
        var company = server.Eve.Workspace.ToString("N");
        await RefusedAsync(10, new { user = mia, company });
        await RefusedAsync(10, new { user = mia, company = "x" });
        await RefusedAsync(301, new { user = nobody, company });
        foreach (var user in new[] { nobody, Guid.Empty.ToString("N"), "__fileserver__", "x", "<b>" })
            await RefusedAsync(301, new { user });
        await RefusedAsync(11, new { company });
        foreach (var expiration_sec in new[] { -1L, 40_000_000, long.MaxValue })
            await RefusedAsync(12, new { user = mia, expiration_sec });
        var shortLived = new { user = mia, expiration_sec = 60 };
        var claims = Jwt.Payload(Token(await server.System().CallAsync("auth.get_token_for_user", shortLived)));
        Assert.Equal(60, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task Whoever_opts_out_of_impersonation_ends_their_tokens_and_gives_no_other()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var token = await server.SystemTokenForAsync(server.Olga.Id);
        await server.UseAsync(server.Olga, (SetOwnImpersonation own) => own.RunAsync(false));
        await server.WithToken(token).RefusedAsync(401, 30, "users.get_current_user");
        var system = server.System();
        await system.RefusedAsync(400, 6, "auth.get_token_for_user", new { user = server.Olga.Id.ToString("N") });
        var valid = await system.OkAsync("auth.validate_token", new { token });
        Assert.False(valid.GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task Each_token_for_a_user_is_in_the_audit_log_and_on_their_profile()
    {
        const string actor = "System credentials “fileserver”";
        await using var server = await App.AnotherAsync();
        await server.ConfigureAsync(Section("fileserver", AccessKey, SecretKey));
        await server.SystemTokenForAsync(server.Mia.Id);
        await server.SystemTokenForAsync(server.Mia.Id);
        var events = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.Where(e => e.Kind == AuditKind.ImpersonationStarted).ToListAsync()
        );
        Assert.Equal(2, events.Count);
        Assert.All(events, e => Assert.Equal($"{actor} for Mia Meyer", e.ActorName));
        Assert.All(events, e => Assert.Equal(server.Mia.Id, e.ForUserId!.Value));
        Assert.Contains(actor, await ProfileAsync(server, server.Mia));
        var olga = await server.SignedInAsync(server.Olga);
        var log = await olga.GetAsync($"/workspaces/{server.Olga.Workspace:N}/audit-log");
        Assert.Contains($"{actor} for Mia Meyer", log.Main);
        // A name that was removed from the configuration is not known any more.
        await server.ConfigureAsync(Section("other", AccessKey + "X", SecretKey));
        Assert.Contains("Deleted account", await ProfileAsync(server, server.Mia));
    }

    [Fact]
    public async Task A_deleted_user_who_impersonated_someone_is_not_taken_for_system_credentials()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        (
            await server
                .Api(await server.KeyAsync(server.Adam))
                .CallAsync("auth.login", null, (ServiceAccountFixture.As, server.Mia.Id.ToString("N")))
        ).IsOk();
        var mia = await server.SignedInAsync(server.Mia);
        Assert.Contains(server.Adam.Name, (await mia.GetAsync("/settings/profile")).Main);
        (await server.System().CallAsync("users.delete", new { user = server.Adam.Id.ToString("N") })).IsOk();
        var page = (await mia.GetAsync("/settings/profile")).Main;
        Assert.Contains("Deleted account", page);
        Assert.DoesNotContain("System credentials", page);
    }

    private static void AssertClaims(string token, Guid user)
    {
        var (claims, identity) = (Jwt.Payload(token), Identity(token));
        Assert.Equal((user.ToString("N"), "user"), (Text(identity, "user"), Text(identity, "role")));
        Assert.Equal("basic", Text(claims, "feature_set"));
        var act = claims.GetProperty("act");
        Assert.Equal(("__fileserver__", "System credentials “fileserver”"), (Text(act, "sub"), Text(act, "name")));
    }

    private static async Task<string> ProfileAsync(TestApp server, Person person) =>
        (await (await server.SignedInAsync(person)).GetAsync("/settings/profile")).Main;
}
