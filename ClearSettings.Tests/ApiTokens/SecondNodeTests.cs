using ClearSettings.Domain;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.ApiTokens;

public abstract class SecondNodeTests(TestApp app) : AppTests(app)
{
    private static readonly TimeSpan JustOverASecond = TimeSpan.FromMilliseconds(1100);

    [Fact]
    public async Task A_credential_revoked_on_one_node_is_dead_on_the_other_within_a_second()
    {
        var (http, _, end) = await App.SecondNodeAsync();
        await using var node = end;
        var key = await App.KeyAsync(App.Mia);
        var there = new ApiClient(http) { Authorization = ApiClient.Basic(key.AccessKey, key.SecretKey) };
        var bearer = new ApiClient(http) { Authorization = there.Authorization };
        await bearer.LoginAsync();
        await App.Api(key).OkAsync("auth.revoke_credentials", new { access_key = key.AccessKey });
        App.Time.Advance(JustOverASecond);
        await there.RefusedAsync(401, 22, "users.get_current_user");
        await bearer.RefusedAsync(401, 30, "users.get_current_user");
    }

    [Fact]
    public async Task A_token_of_one_node_works_on_the_other_and_ends_there_too()
    {
        var (http, _, end) = await App.SecondNodeAsync();
        await using var node = end;
        var here = App.Api(await App.KeyAsync(App.Mia));
        var there = new ApiClient(http) { Authorization = "Bearer " + await here.LoginAsync() };
        await there.OkAsync("users.get_current_user");
        await here.OkAsync("auth.logout");
        App.Time.Advance(JustOverASecond);
        await there.RefusedAsync(401, 30, "users.get_current_user");
    }

    [Fact]
    public async Task A_new_name_or_a_lost_membership_is_seen_on_the_other_node_within_a_second()
    {
        var (http, _, end) = await App.SecondNodeAsync();
        await using var node = end;
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var key = await App.KeyAsync(nina);
        var there = new ApiClient(http) { Authorization = ApiClient.Basic(key.AccessKey, key.SecretKey) };
        await there.OkAsync("users.get_current_user");
        await App.Api(key).OkAsync("users.update", new { user = nina.Id.ToString("N"), name = "Nina Newer" });
        App.Time.Advance(JustOverASecond);
        Assert.Equal(
            "Nina Newer",
            (await there.CallAsync("users.get_current_user")).Ok.GetProperty("user").GetProperty("name").GetString()
        );
        await App.DbAsync(
            App.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    db.Members.Remove(await db.Members.SingleAsync(m => m.UserId == nina.Id));
                    await db.TouchAsync(nina.Workspace);
                    return true;
                })
        );
        App.Time.Advance(JustOverASecond);
        await there.RefusedAsync(401, 22, "users.get_current_user");
    }

    [Fact]
    public async Task A_session_opened_on_one_node_is_good_on_the_other_until_it_is_signed_out()
    {
        var (_, there, end) = await App.SecondNodeAsync();
        await using var node = end;
        var here = await App.SignedInAsync(App.Olga);
        foreach (var (name, value) in here.Cookies)
            there.Cookies[name] = value;
        Assert.Equal("/settings/profile", (await there.GetAsync("/settings/profile")).Path);
        await (await here.GetAsync("/settings/profile")).PressAsync("Sign out");
        App.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("/sign-in", (await there.GetAsync("/settings/profile")).Path);
    }

    [Fact]
    public async Task Two_nodes_that_start_together_on_an_empty_database_both_come_up()
    {
        await using var server = await App.AnotherAsync(people: false);
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.SecondNodeAsync()));
        foreach (var (http, _, end) in nodes)
        {
            await new ApiClient(http).OkAsync("debug.ping");
            await end.DisposeAsync();
        }
    }
}

public sealed class SecondNodeOnSqlite(SqliteApp app) : SecondNodeTests(app), IClassFixture<SqliteApp>;

public sealed class SecondNodeOnPostgres(PostgresApp app) : SecondNodeTests(app), IClassFixture<PostgresApp>;
