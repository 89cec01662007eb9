using System.Text.Json;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Credentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ServiceAccounts;

public abstract class ServiceAccountsApiTests(TestApp app) : AppTests(app)
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
    public async Task An_administrator_gives_it_more_pairs_by_impersonating_it()
    {
        var bot = await App.BotAsync(App.Olga, impersonates: false);
        var client = App.Api(await App.KeyAsync(App.Adam));
        var header = (ServiceAccountFixture.As, bot.Id.ToString("N"));
        var made = await client.OkAsync("auth.create_credentials", new { label = "node 7" }, header);
        var pair = made.GetProperty("credentials");
        var key = new Key(default, Text(pair, "access_key"), Text(pair, "secret_key"));
        var me = await App.Api(key).OkAsync("users.get_current_user");
        Assert.Equal(bot.Id.ToString("N"), Text(me.GetProperty("user"), "id"));
        var all = await client.OkAsync("auth.get_credentials", null, header);
        Assert.Equal(2, all.GetProperty("credentials").GetArrayLength());
        await client.OkAsync("auth.edit_credentials", new { access_key = key.AccessKey, label = "node 8" }, header);
        var token = await App.Api(key).LoginAsync();
        await client.OkAsync("auth.revoke_credentials", new { access_key = key.AccessKey }, header);
        await App.WithToken(token).RefusedAsync(401, 30, "users.get_current_user");
        var events = await App.DbAsync(
            App.Olga,
            db => db.AuditEvents.Where(e => e.ForUserId == bot.Id && e.Kind.StartsWith("credential")).ToListAsync()
        );
        Assert.Equal(3, events.Count);
        Assert.All(events, e => Assert.Equal((App.Adam.Id, "Adam Ames for agent-bot"), (e.ActorId, e.ActorName)));
    }

    [Theory]
    [InlineData(ServiceAccountFixture.As)]
    [InlineData(ServiceAccountFixture.ActAs)]
    public async Task An_administrator_gives_no_one_else_credentials(string header) =>
        await App.Api(await App.KeyAsync(App.Adam))
            .RefusedAsync(403, 20, "auth.create_credentials", null, (header, App.Mia.Id.ToString("N")));

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

    [Fact]
    public async Task Acting_with_own_rights_takes_the_identity_and_leaves_the_rights_and_both_names_in_the_log()
    {
        var client = App.Api(await App.KeyAsync(App.Adam));
        var header = (ServiceAccountFixture.ActAs, App.Mia.Id.ToString("N"));
        var me = (await client.CallAsync("users.get_current_user", null, header)).Ok.GetProperty("user");
        Assert.Equal(
            (App.Mia.Id.ToString("N"), "admin"),
            (me.GetProperty("id").GetString(), me.GetProperty("role").GetString())
        );
        var made = (await client.CallAsync("auth.create_service_user", new { name = "made-for-mia" }, header))
            .Ok.GetProperty("id")
            .GetString()!;
        var logged = await App.DbAsync(
            App.Olga,
            db =>
                db.AuditEvents.SingleAsync(e =>
                    e.Kind == AuditKind.ServiceAccountCreated && e.Subject == "made-for-mia"
                )
        );
        Assert.Equal(
            (App.Adam.Id, App.Mia.Id, "Adam Ames for Mia Meyer"),
            (logged.ActorId!.Value, logged.ForUserId!.Value, logged.ActorName)
        );
        Assert.Equal(
            App.Adam.Id,
            await App.DbAsync(
                App.Olga,
                db =>
                    db.ServiceAccounts.Where(s => s.UserId == Guid.Parse(made)).Select(s => s.CreatedById).SingleAsync()
            )
        );
        // Their own role stays theirs, under whatever name.
        await client.RefusedAsync(
            400,
            301,
            "users.set_role",
            new { user = App.Adam.Id.ToString("N"), role = "user" },
            header
        );
    }

    [Fact]
    public async Task Every_login_is_recorded_once_and_other_calls_once_an_hour()
    {
        await using var server = await App.AnotherAsync();
        var bot = await server.BotAsync(server.Olga);
        var token = await server.TokenForAsync(bot.Key, server.Mia.Id);
        await server.TokenForAsync(bot.Key, server.Mia.Id);
        for (var call = 0; call < 5; call++)
            await server.WithToken(token).OkAsync("users.get_current_user");
        Assert.Equal((2, 2), await CountAsync(server, bot));
        for (var call = 0; call < 5; call++)
            await server
                .Api(bot.Key)
                .OkAsync("users.get_current_user", null, (ServiceAccountFixture.As, server.Mia.Id.ToString("N")));
        Assert.Equal((2, 2), await CountAsync(server, bot));
        var before = await LastAsync(server, bot);
        server.Time.Advance(TimeSpan.FromMinutes(61));
        await server
            .Api(bot.Key)
            .OkAsync("users.get_current_user", null, (ServiceAccountFixture.As, server.Mia.Id.ToString("N")));
        Assert.Equal((3, 3), await CountAsync(server, bot));
        server.Time.Advance(TimeSpan.FromMinutes(61));
        await server.WithToken(token).OkAsync("users.get_current_user");
        Assert.Equal((3, 3), await CountAsync(server, bot));
        Assert.True(await LastAsync(server, bot) - before > TimeSpan.FromMinutes(120));
    }

    [Fact]
    public async Task Ten_logins_at_once_are_all_counted()
    {
        await using var server = await App.AnotherAsync();
        var bot = await server.BotAsync(server.Olga);
        await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ =>
                    server
                        .Api(bot.Key)
                        .CallAsync("auth.login", "{}", (ServiceAccountFixture.As, server.Mia.Id.ToString("N")))
                )
        );
        Assert.Equal((10, 10), await CountAsync(server, bot));
    }

    private static async Task<(int Events, int Logins)> CountAsync(TestApp server, Bot bot) =>
        (
            await server.DbAsync(
                server.Olga,
                db =>
                    db.AuditEvents.CountAsync(e =>
                        e.Kind == AuditKind.ImpersonationStarted
                        && e.ActorId == bot.Id
                        && e.ActorName == "agent-bot for Mia Meyer"
                    )
            ),
            await server.DbAsync(
                server.Olga,
                db =>
                    db.ImpersonationUses.Where(u => u.ActorId == bot.Id && u.UserId == server.Mia.Id)
                        .Select(u => u.Logins)
                        .SingleAsync()
            )
        );

    private static Task<DateTime> LastAsync(TestApp server, Bot bot) =>
        server.DbAsync(
            server.Olga,
            db => db.ImpersonationUses.Where(u => u.ActorId == bot.Id).Select(u => u.LastAt).SingleAsync()
        );
}

public sealed class ServiceAccountsApiOnSqlite(SqliteApp app) : ServiceAccountsApiTests(app), IClassFixture<SqliteApp>;

public sealed class ServiceAccountsApiOnPostgres(PostgresApp app)
    : ServiceAccountsApiTests(app),
        IClassFixture<PostgresApp>;
