using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.ApiTokens;

public abstract class SigningKeyTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Keys_are_replaced_by_age_and_the_old_one_verifies_until_its_last_token_has_ended()
    {
        await using var server = await App.AnotherAsync(
            settings:
            [
                "--Tokens:KeyLifetime=3.00:00:00",
                "--Tokens:LongestLifetime=2.00:00:00",
                "--Tokens:DefaultLifetime=1.00:00:00",
            ]
        );
        var client = server.Api(await server.KeyAsync(server.Mia));
        var first = await TokenAsync(client);
        server.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromHours(1));
        var second = await TokenAsync(client);
        Assert.Equal(Kid(first), Kid(second));
        server.Time.Advance(TimeSpan.FromHours(2));
        var third = await TokenAsync(client);
        Assert.NotEqual(Kid(second), Kid(third));
        foreach (var token in new[] { second, third })
            (await CallAsync(server, token)).IsOk();
        Assert.Equal(2, await CountAsync(server));
        server.Time.Advance(TimeSpan.FromDays(3));
        var fourth = await TokenAsync(client);
        Assert.NotEqual(Kid(third), Kid(fourth));
        Assert.Equal(2, await CountAsync(server));
        (await CallAsync(server, second)).IsRefused(401, 30);
    }

    [Fact]
    public async Task By_default_keys_sign_90_days_and_verify_a_year_longer()
    {
        var settings = new Domain.ApiTokens.TokenSettings();
        Assert.Equal(
            (90, 365, 30),
            (settings.KeyLifetime.Days, settings.LongestLifetime.Days, settings.DefaultLifetime.Days)
        );
        await TokenAsync(App.Api(await App.KeyAsync(App.Mia)));
        Assert.Equal(1, await CountAsync(App));
    }

    [Fact]
    public async Task Twenty_first_logins_at_once_make_one_key()
    {
        await using var server = await App.AnotherAsync();
        var client = server.Api(await server.KeyAsync(server.Mia));
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TokenAsync(client)));
        Assert.Single(tokens.Select(Kid).Distinct());
        Assert.Equal(1, await CountAsync(server));
    }

    [Fact]
    public async Task A_key_is_encrypted_in_the_database_and_the_ring_that_encrypts_it_is_wrapped()
    {
        await TokenAsync(App.Api(await App.KeyAsync(App.Mia)));
        var stored = await App.DbAsync(null, db => db.SigningKeys.Select(k => k.Protected).SingleAsync());
        // 32 bytes of key, and what authenticated encryption adds: key id, nonce, tag.
        Assert.True(stored.Length >= 32 + 16 + 12 + 16);
        var ring = await App.DbAsync(null, db => db.DataProtectionKeys.Select(k => k.Xml!).ToListAsync());
        Assert.NotEmpty(ring);
        Assert.All(ring, xml => Assert.Contains("<wrapped", xml));
        Assert.All(ring, xml => Assert.DoesNotContain("masterKey", xml, StringComparison.Ordinal));
    }

    private static async Task<string> TokenAsync(ApiClient client) =>
        (await client.CallAsync("auth.login")).Ok.GetProperty("token").GetString()!;

    private static string Kid(string token) => Jwt.Header(token).GetProperty("kid").GetString()!;

    private static Task<int> CountAsync(TestApp server) => server.DbAsync(null, db => db.SigningKeys.CountAsync());

    private static Task<ApiReply> CallAsync(TestApp server, string token)
    {
        var client = server.Api();
        client.Authorization = "Bearer " + token;
        return client.CallAsync("users.get_current_user");
    }
}

public sealed class SigningKeyOnSqlite(SqliteApp app) : SigningKeyTests(app), IClassFixture<SqliteApp>;

public sealed class SigningKeyOnPostgres(PostgresApp app) : SigningKeyTests(app), IClassFixture<PostgresApp>;
