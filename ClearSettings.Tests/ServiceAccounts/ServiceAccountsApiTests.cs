using System.Text.Json;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Credentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ServiceAccounts;

public abstract partial class ServiceAccountsApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task An_administrator_creates_and_lists()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Adam));
        var made = await client.OkAsync(
            "auth.create_service_user",
            new
            {
                name = "k8s-glue",
                allow_running_as_owner = true,
                credentials_expiration_sec = 3600,
                is_admin = true,
            }
        );
        var pair = made.GetProperty("credentials");
        var key = new Key(default, Text(pair, "access_key"), Text(pair, "secret_key"));
        Assert.True(SecretKey.IsWellFormed(key.SecretKey));
        Assert.Equal(App.Time.GetUtcNow().Year, pair.GetProperty("expire").GetDateTime().Year);
        await server.Api(key).LoginAsync();
        await server.Services.GetRequiredService<CredentialUsageRecorder>().FlushAsync(all: true);
        var row = (await client.OkAsync("users.get_service_users")).GetProperty("users").EnumerateArray().Single();
        Assert.Equal((Text(made, "id"), "k8s-glue", "user"), (Text(row, "id"), Text(row, "name"), Text(row, "role")));
        Assert.True(row.GetProperty("allow_running_as_owner").GetBoolean());
        Assert.Equal(1, row.GetProperty("credentials").GetInt32());
        Assert.True(row.TryGetProperty("last_active_time", out _));
    }

    [Fact]
    public async Task The_list_has_the_limits_of_the_server()
    {
        var list = await App.Api(await App.KeyAsync(App.Adam)).OkAsync("users.get_service_users");
        Assert.False(list.GetProperty("allow_admins").GetBoolean());
        Assert.Equal(100_000, list.GetProperty("allowed_service_users").GetInt32());
        Assert.Equal(0, list.GetProperty("default_expiration_sec").GetInt32());
        Assert.True(list.GetProperty("max_expiration_sec").GetInt64() > 86400 * 365);
    }

    [Fact]
    public async Task An_administrator_updates_and_deletes()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Adam));
        var user = (await server.BotAsync(server.Adam)).Id.ToString("N");
        async Task<int> UpdateAsync(string action, object body) =>
            (await client.OkAsync(action, body)).GetProperty("updated").GetInt32();
        var changed = new
        {
            user,
            name = "glue",
            allow_running_as_owner = false,
        };
        Assert.Equal(1, await UpdateAsync("users.update_service_user", changed));
        Assert.Equal(0, await UpdateAsync("users.update_service_user", new { user, name = "glue" }));
        await client.RefusedAsync(400, 12, "users.set_role", new { user, role = "admin" });
        Assert.Equal(0, await UpdateAsync("users.set_role", new { user, role = "user" }));
        Assert.Equal(0, await UpdateAsync("auth.edit_user", new { user }));
        Assert.Equal("""{"deleted":true}""", await client.OkTextAsync("auth.delete_user", new { user }));
        await client.RefusedAsync(400, 301, "auth.delete_user", new { user });
        await client.RefusedAsync(400, 301, "users.update_service_user", new { user, name = "x" });
        Assert.Equal(
            [AuditKind.ServiceAccountCreated, AuditKind.ServiceAccountChanged, AuditKind.ServiceAccountDeleted],
            await AuditedAsync(server)
        );
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_told()
    {
        var client = App.Api(await App.KeyAsync(App.Adam));
        await client.RefusedAsync(400, 11, "auth.create_service_user");
        await client.RefusedAsync(400, 12, "auth.create_service_user", new { name = "a\nb" });
        await client.RefusedAsync(
            400,
            12,
            "auth.create_service_user",
            new { name = "x", credentials_expiration_sec = -1 }
        );
        await client.RefusedAsync(400, 11, "users.update_service_user");
        foreach (var user in new[] { "x", App.Mia.Id.ToString("N"), Guid.NewGuid().ToString("N") })
            await client.RefusedAsync(400, 301, "users.update_service_user", new { user, name = "x" });
        foreach (
            var action in new[] { "auth.create_service_user", "users.get_service_users", "users.update_service_user" }
        )
        foreach (var key in new[] { await App.KeyAsync(App.Mia), (await App.BotAsync(App.Olga)).Key })
            await App.Api(key).RefusedAsync(403, 20, action, new { name = "x" });
    }

    [Fact]
    public async Task The_longest_lifetime_binds_the_account_but_not_its_administrator()
    {
        await using var server = await App.AnotherAsync(settings: ["--Credentials:LongestLifetime=7.00:00:00"]);
        var bot = await server.BotAsync(server.Olga);
        await server.Api(bot.Key).RefusedAsync(400, 12, "auth.create_credentials");
        await server.Api(bot.Key).OkAsync("auth.create_credentials", new { expiration_sec = 3600 });
        await server
            .Api(await server.KeyAsync(server.Adam))
            .OkAsync("auth.create_credentials", null, (ServiceAccountFixture.As, bot.Id.ToString("N")));
    }

    private static Task<List<string>> AuditedAsync(TestApp server) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.AuditEvents.Where(e => e.ActorId == server.Adam.Id && e.Kind.StartsWith("service_account"))
                    .OrderBy(e => e.At)
                    .Select(e => e.Kind)
                    .ToListAsync()
        );

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}

public sealed class ServiceAccountsApiOnSqlite(SqliteApp app) : ServiceAccountsApiTests(app), IClassFixture<SqliteApp>;
