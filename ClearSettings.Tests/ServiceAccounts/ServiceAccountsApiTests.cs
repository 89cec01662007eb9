using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Credentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.ServiceAccounts;

public abstract class ServiceAccountsApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task An_administrator_creates_lists_updates_and_deletes()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Adam));
        var made = (
            await client.CallAsync(
                "auth.create_service_user",
                new
                {
                    name = "k8s-glue",
                    allow_running_as_owner = true,
                    credentials_expiration_sec = 3600,
                    is_admin = true,
                }
            )
        ).Ok;
        var (id, pair) = (made.GetProperty("id").GetString()!, made.GetProperty("credentials"));
        Assert.True(SecretKey.IsWellFormed(pair.GetProperty("secret_key").GetString()!));
        Assert.Equal(App.Time.GetUtcNow().Year, pair.GetProperty("expire").GetDateTime().Year);
        await server
            .Api(new(default, pair.GetProperty("access_key").GetString()!, pair.GetProperty("secret_key").GetString()!))
            .LoginAsync();
        await server.Services.GetRequiredService<CredentialUsageRecorder>().FlushAsync(all: true);
        var list = (await client.CallAsync("users.get_service_users")).Ok;
        var row = list.GetProperty("users").EnumerateArray().Single();
        Assert.Equal(
            (id, "k8s-glue", "user", true, 1),
            (
                row.GetProperty("id").GetString(),
                row.GetProperty("name").GetString(),
                row.GetProperty("role").GetString(),
                row.GetProperty("allow_running_as_owner").GetBoolean(),
                row.GetProperty("credentials").GetInt32()
            )
        );
        Assert.True(row.TryGetProperty("last_active_time", out _));
        Assert.Equal(
            (false, 100_000, 0),
            (
                list.GetProperty("allow_admins").GetBoolean(),
                list.GetProperty("allowed_service_users").GetInt32(),
                list.GetProperty("default_expiration_sec").GetInt32()
            )
        );
        Assert.True(list.GetProperty("max_expiration_sec").GetInt64() > 86400 * 365);
        Assert.Equal(1, (
                await client.CallAsync(
                    "users.update_service_user",
                    new
                    {
                        user = id,
                        name = "glue",
                        allow_running_as_owner = false,
                    }
                )
            ).Ok.GetProperty("updated").GetInt32());
        Assert.Equal(
            0,
            (await client.CallAsync("users.update_service_user", new { user = id, name = "glue" }))
                .Ok.GetProperty("updated")
                .GetInt32()
        );
        (await client.CallAsync("users.set_role", new { user = id, role = "admin" })).IsRefused(400, 12);
        Assert.Equal(
            0,
            (await client.CallAsync("users.set_role", new { user = id, role = "user" }))
                .Ok.GetProperty("updated")
                .GetInt32()
        );
        Assert.Equal(
            0,
            (await client.CallAsync("auth.edit_user", new { user = id })).Ok.GetProperty("updated").GetInt32()
        );
        Assert.True(
            (await client.CallAsync("auth.delete_user", new { user = id })).Ok.GetProperty("deleted").GetBoolean()
        );
        (await client.CallAsync("auth.delete_user", new { user = id })).IsRefused(400, 301);
        (await client.CallAsync("users.update_service_user", new { user = id, name = "x" })).IsRefused(400, 301);
        var kinds = await server.DbAsync(
            server.Olga,
            db =>
                db.AuditEvents.Where(e => e.ActorId == server.Adam.Id && e.Kind.StartsWith("service_account"))
                    .OrderBy(e => e.At)
                    .Select(e => e.Kind)
                    .ToListAsync()
        );
        Assert.Equal(
            [AuditKind.ServiceAccountCreated, AuditKind.ServiceAccountChanged, AuditKind.ServiceAccountDeleted],
            kinds
        );
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_told()
    {
        var client = App.Api(await App.KeyAsync(App.Adam));
        (await client.CallAsync("auth.create_service_user")).IsRefused(400, 11);
        (await client.CallAsync("auth.create_service_user", new { name = "a\nb" })).IsRefused(400, 12);
        (
            await client.CallAsync("auth.create_service_user", new { name = "x", credentials_expiration_sec = -1 })
        ).IsRefused(400, 12);
        (await client.CallAsync("users.update_service_user")).IsRefused(400, 11);
        foreach (var user in new[] { "x", App.Mia.Id.ToString("N"), Guid.NewGuid().ToString("N") })
            (await client.CallAsync("users.update_service_user", new { user, name = "x" })).IsRefused(400, 301);
        foreach (
            var action in new[] { "auth.create_service_user", "users.get_service_users", "users.update_service_user" }
        )
        foreach (var key in new[] { await App.KeyAsync(App.Mia), (await App.BotAsync(App.Olga)).Key })
            (await App.Api(key).CallAsync(action, new { name = "x" })).IsRefused(403, 20);
    }

    [Fact]
    public async Task An_administrator_gives_it_more_pairs_by_impersonating_it()
    {
        var bot = await App.BotAsync(App.Olga, impersonates: false);
        var client = App.Api(await App.KeyAsync(App.Adam));
        var header = (ServiceAccountFixture.As, bot.Id.ToString("N"));
        var pair = (await client.CallAsync("auth.create_credentials", new { label = "node 7" }, header)).Ok.GetProperty(
            "credentials"
        );
        var key = new Key(
            default,
            pair.GetProperty("access_key").GetString()!,
            pair.GetProperty("secret_key").GetString()!
        );
        Assert.Equal(
            bot.Id.ToString("N"),
            (await App.Api(key).CallAsync("users.get_current_user"))
                .Ok.GetProperty("user")
                .GetProperty("id")
                .GetString()
        );
        Assert.Equal(
            2,
            (await client.CallAsync("auth.get_credentials", null, header))
                .Ok.GetProperty("credentials")
                .GetArrayLength()
        );
        (
            await client.CallAsync(
                "auth.edit_credentials",
                new { access_key = key.AccessKey, label = "node 8" },
                header
            )
        ).IsOk();
        var token = await App.Api(key).LoginAsync();
        (await client.CallAsync("auth.revoke_credentials", new { access_key = key.AccessKey }, header)).IsOk();
        (await App.WithToken(token).CallAsync("users.get_current_user")).IsRefused(401, 30);
        Assert.Equal(
            3,
            await App.DbAsync(
                App.Olga,
                db =>
                    db.AuditEvents.CountAsync(e =>
                        e.ActorId == App.Adam.Id
                        && e.ForUserId == bot.Id
                        && e.ActorName == "Adam Ames for agent-bot"
                        && e.Kind.StartsWith("credential")
                    )
            )
        );
        (
            await client.CallAsync(
                "auth.create_credentials",
                null,
                (ServiceAccountFixture.As, App.Mia.Id.ToString("N"))
            )
        ).IsRefused(403, 20);
        (
            await client.CallAsync(
                "auth.create_credentials",
                null,
                (ServiceAccountFixture.ActAs, App.Mia.Id.ToString("N"))
            )
        ).IsRefused(403, 20);
    }

    [Fact]
    public async Task The_longest_lifetime_binds_the_account_but_not_its_administrator()
    {
        await using var server = await App.AnotherAsync(settings: ["--Credentials:LongestLifetime=7.00:00:00"]);
        var bot = await server.BotAsync(server.Olga);
        (await server.Api(bot.Key).CallAsync("auth.create_credentials")).IsRefused(400, 12);
        (await server.Api(bot.Key).CallAsync("auth.create_credentials", new { expiration_sec = 3600 })).IsOk();
        (
            await server
                .Api(await server.KeyAsync(server.Adam))
                .CallAsync("auth.create_credentials", null, (ServiceAccountFixture.As, bot.Id.ToString("N")))
        ).IsOk();
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
        (
            await client.CallAsync("users.set_role", new { user = App.Adam.Id.ToString("N"), role = "user" }, header)
        ).IsRefused(400, 301);
    }

    [Fact]
    public async Task Every_login_is_recorded_once_and_other_calls_once_an_hour()
    {
        await using var server = await App.AnotherAsync();
        var bot = await server.BotAsync(server.Olga);
        var token = await server.TokenForAsync(bot.Key, server.Mia.Id);
        await server.TokenForAsync(bot.Key, server.Mia.Id);
        for (var call = 0; call < 5; call++)
            (await server.WithToken(token).CallAsync("users.get_current_user")).IsOk();
        Assert.Equal((2, 2), await CountAsync(server, bot));
        for (var call = 0; call < 5; call++)
            (
                await server
                    .Api(bot.Key)
                    .CallAsync("users.get_current_user", null, (ServiceAccountFixture.As, server.Mia.Id.ToString("N")))
            ).IsOk();
        Assert.Equal((2, 2), await CountAsync(server, bot));
        var before = await LastAsync(server, bot);
        server.Time.Advance(TimeSpan.FromMinutes(61));
        (
            await server
                .Api(bot.Key)
                .CallAsync("users.get_current_user", null, (ServiceAccountFixture.As, server.Mia.Id.ToString("N")))
        ).IsOk();
        Assert.Equal((3, 3), await CountAsync(server, bot));
        server.Time.Advance(TimeSpan.FromMinutes(61));
        (await server.WithToken(token).CallAsync("users.get_current_user")).IsOk();
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
