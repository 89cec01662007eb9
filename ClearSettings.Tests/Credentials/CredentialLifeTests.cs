using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Credentials;

public abstract class CredentialLifeTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task From_the_page_to_a_login_a_token_a_rotation_and_the_end()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var page = await (await browser.GetAsync("/settings/workspaces")).FollowAsync("Create credentials");
        var first = KeyOf(await page.Fill("Label", "Whole life").PressAsync("Create credentials"));
        var client = App.Api(first);
        await client.LoginAsync();
        var user = (await client.OkAsync("users.get_current_user")).GetProperty("user");
        Assert.Equal("Olga Orlova", user.GetProperty("name").GetString());

        page = await (await browser.GetAsync("/settings/workspaces")).FollowAsync("Whole life", "Rotate");
        var second = KeyOf(await page.Choose("1 hour").PressAsync("Rotate credentials"));
        foreach (var key in new[] { first, second })
            await App.Api(key).OkAsync("auth.login");
        var renewed = App.Api(second);
        await renewed.LoginAsync();

        await RevokeOnPageAsync(browser, "Whole life", second);
        await App.Api(second).RefusedAsync(401, 22, "auth.login");
        await renewed.RefusedAsync(401, 30, "users.get_current_user");
        await client.OkAsync("users.get_current_user");
        App.Time.Advance(TimeSpan.FromHours(1));
        await client.RefusedAsync(401, 30, "users.get_current_user");
    }

    [Fact]
    public async Task A_login_is_in_the_list_with_worker_and_address_without_a_write_per_request()
    {
        var key = await App.KeyAsync(App.Olga, "Seen soon");
        for (var i = 0; i < 5; i++)
            await App.Api(key)
                .OkAsync("auth.login", null, ("X-Trains-Worker", "old-name"), ("X-ClearML-Worker", "gpu-7"));
        Assert.Null(await LastUsedAsync(App, key));
        await App.RecordCredentialUsageAsync();
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/workspaces");
        Assert.Equal("Just now", page.Cell("Seen soon", "Last used"));
        Assert.Equal("gpu-7192.0.2.7", page.Cell("Seen soon", "Worker / IP"));
        var item = (await App.Api(key).CallAsync("auth.get_credentials"))
            .Ok.GetProperty("credentials")
            .EnumerateArray()
            .Single(c => c.GetProperty("access_key").GetString() == key.AccessKey);
        Assert.Equal("gpu-7", item.GetProperty("last_used_from").GetString());
        Assert.EndsWith("Z", item.GetProperty("last_used").GetString());
    }

    [Fact]
    public async Task Without_a_worker_name_the_address_is_told()
    {
        var key = await App.KeyAsync(App.Olga, "Nameless");
        await App.Api(key).OkAsync("users.get_current_user");
        await FlushedAsync(App, key);
        Assert.Equal(
            "192.0.2.7",
            (await (await App.SignedInAsync(App.Olga)).GetAsync("/settings/workspaces")).Cell("Nameless", "Worker / IP")
        );
    }

    [Fact]
    public async Task A_worker_name_of_any_length_and_a_bad_secret_do_no_harm()
    {
        var key = await App.KeyAsync(App.Olga, "Long worker");
        await App.Api(key with { SecretKey = "wrong" })
            .RefusedAsync(401, 22, "auth.login", null, ("X-ClearML-Worker", "attacker"));
        await App.Api(key).OkAsync("auth.login", null, ("X-ClearML-Worker", new string('w', 5000)));
        await FlushedAsync(App, key);
        Assert.Equal(
            [new string('w', 200)],
            await App.DbAsync(
                null,
                db => db.CredentialUses.Where(u => u.CredentialId == key.Id).Select(u => u.Worker).ToListAsync()
            )
        );
    }

    [Fact]
    public async Task A_clean_shutdown_loses_no_last_use()
    {
        await using var server = await App.AnotherAsync();
        var key = await server.KeyAsync(server.Mia);
        await server.Api(key).OkAsync("auth.login");
        await server.StopAsync();
        await server.StartAsync();
        Assert.NotNull(await LastUsedAsync(server, key));
    }

    [Fact]
    public async Task Uses_of_a_revoked_pair_that_still_wait_are_dropped()
    {
        var key = await App.KeyAsync(App.Olga);
        await App.Api(key).OkAsync("auth.login");
        await App.Api(key).OkAsync("auth.revoke_credentials", new { access_key = key.AccessKey });
        await App.RecordCredentialUsageAsync();
        Assert.Equal(0, await App.DbAsync(null, db => db.CredentialUses.CountAsync(u => u.CredentialId == key.Id)));
    }

    private static async Task RevokeOnPageAsync(Browser browser, string label, Key key)
    {
        var link = (await browser.GetAsync("/settings/workspaces"))
            .Rows(label)
            .Single(r => r.InnerHtml.Contains(key.AccessKey, StringComparison.Ordinal))
            .QuerySelectorAll("a")
            .Single(a => Page.Squeeze(a.TextContent) == "Revoke credentials");
        await (await browser.GetAsync(link.GetAttribute("href")!)).PressAsync("Revoke credentials");
    }

    // The clock moves on until the background service has written.
    private static async Task FlushedAsync(TestApp server, Key key)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await LastUsedAsync(server, key) is null)
        {
            limit.Token.ThrowIfCancellationRequested();
            server.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static Task<DateTime?> LastUsedAsync(TestApp server, Key key) =>
        server.DbAsync(
            null,
            db => db.Credentials.IgnoreQueryFilters().Where(c => c.Id == key.Id).Select(c => c.LastUsedAt).SingleAsync()
        );

    private static Key KeyOf(Page page) =>
        new(
            default,
            page.Document.GetElementById("access-key")!.GetAttribute("value")!,
            page.Document.GetElementById("secret-key")!.GetAttribute("value")!
        );
}

public sealed class CredentialLifeOnSqlite(SqliteApp app) : CredentialLifeTests(app), IClassFixture<SqliteApp>;

public sealed class CredentialLifeOnPostgres(PostgresApp app) : CredentialLifeTests(app), IClassFixture<PostgresApp>;
