using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.ServiceAccounts;

public abstract partial class ServiceAccountsApiTests
{
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
    public async Task Acting_with_own_rights_takes_the_identity_and_leaves_the_rights_and_both_names_in_the_log()
    {
        var client = App.Api(await App.KeyAsync(App.Adam));
        var header = (ServiceAccountFixture.ActAs, App.Mia.Id.ToString("N"));
        var me = (await client.OkAsync("users.get_current_user", null, header)).GetProperty("user");
        Assert.Equal((App.Mia.Id.ToString("N"), "admin"), (Text(me, "id"), Text(me, "role")));
        var made = Text(await client.OkAsync("auth.create_service_user", new { name = "made-for-mia" }, header), "id");
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
        Assert.Equal(App.Adam.Id, await CreatorAsync(Guid.Parse(made)));
        // Their own role stays theirs, under whatever name.
        var ownRole = new { user = App.Adam.Id.ToString("N"), role = "user" };
        await client.RefusedAsync(400, 301, "users.set_role", ownRole, header);
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

    private Task<Guid> CreatorAsync(Guid account) =>
        App.DbAsync(
            App.Olga,
            db => db.ServiceAccounts.Where(s => s.UserId == account).Select(s => s.CreatedById).SingleAsync()
        );

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
