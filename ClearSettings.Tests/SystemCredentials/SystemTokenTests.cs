using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Tests.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.SystemCredentials.SystemCredentialFixture;

namespace ClearSettings.Tests.SystemCredentials;

/// <summary>auth.get_token_for_user.</summary>
public abstract class SystemTokenTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_token_for_a_user_has_the_role_user_and_reaches_no_vault_and_no_secret()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var bot = await server.BotAsync(server.Olga);
        foreach (var id in new[] { server.Olga.Id, server.Adam.Id, server.Mia.Id, bot.Id })
        {
            var token = await server.SystemTokenForAsync(id);
            Assert.Equal((id.ToString("N"), "user"), (Text(Identity(token), "user"), Text(Identity(token), "role")));
            Assert.Equal("basic", Text(Jwt.Payload(token), "feature_set"));
            Assert.Equal(
                ("__fileserver__", "System credentials “fileserver”"),
                (
                    Text(Jwt.Payload(token).GetProperty("act"), "sub"),
                    Text(Jwt.Payload(token).GetProperty("act"), "name")
                )
            );
            var client = server.WithToken(token);
            Assert.Equal(
                id.ToString("N"),
                (await client.CallAsync("users.get_current_user")).Ok.GetProperty("user").GetProperty("id").GetString()
            );
            string[] refused =
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
            foreach (var action in refused)
                (await client.CallAsync(action)).IsRefused(403, 20);
            foreach (var header in new[] { ServiceAccountFixture.As, ServiceAccountFixture.ActAs })
                (await client.CallAsync("auth.login", null, (header, server.Mia.Id.ToString("N")))).IsRefused(400, 6);
            // Renewed, it is no more than it was.
            var renewed = Token(await client.CallAsync("auth.login"));
            (await server.WithToken(renewed).CallAsync("users.get_vaults")).IsRefused(403, 20);
            Assert.True(
                (await server.System().CallAsync("auth.validate_token", new { token = renewed }))
                    .Ok.GetProperty("valid")
                    .GetBoolean()
            );
        }
    }

    [Fact]
    public async Task Which_token_they_get_follows_the_user_and_the_company()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var client = server.System();
        Assert.Equal(
            server.Eve.Workspace.ToString("N"),
            Text(Jwt.Payload(await server.SystemTokenForAsync(server.Eve.Id)), "tenant")
        );
        await server.SystemTokenForAsync(server.Eve.Id, server.Eve.Workspace);
        Task<ApiReply> Get(object body) => client.CallAsync("auth.get_token_for_user", body);
        (await Get(new { user = server.Mia.Id.ToString("N"), company = server.Eve.Workspace.ToString("N") })).IsRefused(
            400,
            10
        );
        (await Get(new { user = server.Mia.Id.ToString("N"), company = "x" })).IsRefused(400, 10);
        (
            await Get(new { user = Guid.NewGuid().ToString("N"), company = server.Eve.Workspace.ToString("N") })
        ).IsRefused(400, 301);
        foreach (
            var user in new[] { Guid.NewGuid().ToString("N"), Guid.Empty.ToString("N"), "__fileserver__", "x", "<b>" }
        )
            (await Get(new { user })).IsRefused(400, 301);
        (await Get(new { company = server.Eve.Workspace.ToString("N") })).IsRefused(400, 11);
        foreach (var expiration_sec in new[] { -1L, 40_000_000, long.MaxValue })
            (await Get(new { user = server.Mia.Id.ToString("N"), expiration_sec })).IsRefused(400, 12);
        var claims = Jwt.Payload(Token(await Get(new { user = server.Mia.Id.ToString("N"), expiration_sec = 60 })));
        Assert.Equal(60, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task Whoever_opts_out_of_impersonation_ends_their_tokens_and_gives_no_other()
    {
        await using var server = await App.AnotherAsync(settings: Settings);
        var token = await server.SystemTokenForAsync(server.Olga.Id);
        await server.InAsync(server.Olga, s => s.GetRequiredService<SetOwnImpersonation>().RunAsync(false));
        (await server.WithToken(token).CallAsync("users.get_current_user")).IsRefused(401, 30);
        (
            await server.System().CallAsync("auth.get_token_for_user", new { user = server.Olga.Id.ToString("N") })
        ).IsRefused(400, 6);
        Assert.False(
            (await server.System().CallAsync("auth.validate_token", new { token })).Ok.GetProperty("valid").GetBoolean()
        );
    }

    [Fact]
    public async Task Each_token_for_a_user_is_in_the_audit_log_and_on_their_profile()
    {
        await using var server = await App.AnotherAsync();
        await server.ConfigureAsync(Section("fileserver", AccessKey, SecretKey));
        await server.SystemTokenForAsync(server.Mia.Id);
        await server.SystemTokenForAsync(server.Mia.Id);
        var events = await server.DbAsync(
            server.Olga,
            db => db.AuditEvents.Where(e => e.Kind == AuditKind.ImpersonationStarted).ToListAsync()
        );
        Assert.Equal(2, events.Count);
        Assert.All(
            events,
            e =>
                Assert.Equal(
                    ("System credentials “fileserver” for Mia Meyer", server.Mia.Id),
                    (e.ActorName, e.ForUserId!.Value)
                )
        );
        Assert.Contains(
            "System credentials “fileserver”",
            (await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/profile")).Main
        );
        Assert.Contains(
            "System credentials “fileserver” for Mia Meyer",
            (
                await (await server.SignedInAsync(server.Olga)).GetAsync(
                    $"/workspaces/{server.Olga.Workspace:N}/audit-log"
                )
            ).Main
        );
        // A name that was removed from the configuration is not known any more.
        await server.ConfigureAsync(Section("other", AccessKey + "X", SecretKey));
        Assert.Contains(
            "Deleted account",
            (await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/profile")).Main
        );
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
}
