using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Credentials;

public abstract class ExpiryAndRevocationTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Words_mark_what_expires_within_7_days_and_what_expired_which_stays_listed_30_days()
    {
        await using var server = await App.AnotherAsync();
        await server.KeyAsync(server.Olga, "Ages", TimeSpan.FromDays(30));
        Assert.Equal("In 30 days", await ExpiryAsync(server));
        server.Time.Advance(TimeSpan.FromDays(23));
        Assert.Equal("Expires in 7 days", await ExpiryAsync(server));
        server.Time.Advance(TimeSpan.FromDays(6) + TimeSpan.FromHours(1));
        Assert.Equal("Expires in 23 hours", await ExpiryAsync(server));
        server.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("Expired Apr 1, 2026", await ExpiryAsync(server));
        server.Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal("Expired Apr 1, 2026", await ExpiryAsync(server));
        server.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty((await (await server.SignedInAsync(server.Olga)).GetAsync("/settings/workspaces")).Rows("Ages"));
    }

    [Fact]
    public async Task An_expired_pair_and_its_token_get_401()
    {
        var key = await App.KeyAsync(App.Olga, "Short", TimeSpan.FromMinutes(5));
        var client = App.Api(key);
        await client.LoginAsync();
        App.Time.Advance(TimeSpan.FromMinutes(6));
        await client.RefusedAsync(401, 30, "users.get_current_user");
        await App.Api(key).RefusedAsync(401, 22, "users.get_current_user");
    }

    [Fact]
    public async Task Revoking_says_what_happens_and_who_used_it()
    {
        var key = await App.KeyAsync(App.Olga, "Condemned");
        var form = await RevokeFormAsync("Condemned");
        Assert.Contains("No client used these credentials in the last 24 hours.", form.Main);
        await App.Api(key).OkAsync("auth.login", null, ("X-ClearML-Worker", "laptop"));
        form = await RevokeFormAsync("Condemned");
        Assert.Contains(
            "1 client used these credentials in the last 24 hours: laptop. They will fail on their next request.",
            form.Main
        );
        var list = await form.PressAsync("Revoke credentials");
        Assert.Equal("Credentials “Condemned” revoked. Clients that use them can no longer log in.", list.Flash);
        Assert.Empty(list.Rows("Condemned"));
        await App.Api(key).RefusedAsync(401, 22, "auth.login");
    }

    [Fact]
    public async Task Two_tabs_that_revoke_the_same_credentials_both_succeed_in_words()
    {
        await App.KeyAsync(App.Olga, "In two tabs");
        var (first, second) = (await RevokeFormAsync("In two tabs"), await RevokeFormAsync("In two tabs"));
        Assert.Contains("revoked", (await first.PressAsync("Revoke credentials")).Flash);
        var late = await second.PressAsync("Revoke credentials");
        Assert.Equal("/settings/workspaces", late.Path);
        Assert.Equal("These credentials were already revoked.", late.Flash);
    }

    [Fact]
    public async Task Two_tabs_at_the_same_moment_end_it_once()
    {
        var key = await App.KeyAsync(App.Olga, "At the same moment");
        var form = await RevokeFormAsync("At the same moment");
        var pages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => form.PressAsync("Revoke credentials")));
        Assert.All(pages, p => Assert.Equal(200, p.Status));
        Assert.Equal(
            1,
            await App.DbAsync(
                App.Olga,
                db => db.AuditEvents.CountAsync(e => e.Kind == "credential.revoked" && e.Detail == key.AccessKey)
            )
        );
    }

    private static async Task<string> ExpiryAsync(TestApp server) =>
        (await (await server.SignedInAsync(server.Olga)).GetAsync("/settings/workspaces")).Cell("Ages", "Expires");

    private async Task<Page> RevokeFormAsync(string label) =>
        await (await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/workspaces")).FollowAsync(
            label,
            "Revoke credentials"
        );
}

public sealed class ExpiryAndRevocationOnSqlite(SqliteApp app)
    : ExpiryAndRevocationTests(app),
        IClassFixture<SqliteApp>;

public sealed class ExpiryAndRevocationOnPostgres(PostgresApp app)
    : ExpiryAndRevocationTests(app),
        IClassFixture<PostgresApp>;
