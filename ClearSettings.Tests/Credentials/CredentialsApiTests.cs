using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Credentials;

public abstract class CredentialsApiTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_documented_recipe_makes_a_pair_that_logs_in()
    {
        var (_, client) = await SomebodyAsync();
        var made = (await client.SendAsync(HttpMethod.Get, "/auth.create_credentials", "")).Ok.GetProperty(
            "credentials"
        );
        Assert.False(made.TryGetProperty("label", out _));
        Assert.False(made.TryGetProperty("expire", out _));
        Assert.True(SecretKey.IsWellFormed(made.GetProperty("secret_key").GetString()!));
        await App.Api(KeyOf(made)).OkAsync("auth.login");
    }

    [Fact]
    public async Task A_label_and_an_end_are_kept_and_the_secret_is_told_once()
    {
        var (_, client) = await SomebodyAsync();
        var ask = new
        {
            label = " Agents ",
            expiration_sec = "3600",
            method = "get",
        };
        var made = (await client.OkAsync("auth.create_credentials", ask)).GetProperty("credentials");
        Assert.Equal("Agents", made.GetProperty("label").GetString());
        var list = await client.CallAsync("auth.get_credentials");
        var item = list
            .Ok.GetProperty("credentials")
            .EnumerateArray()
            .Single(c => c.GetProperty("access_key").GetString() == made.GetProperty("access_key").GetString());
        Assert.Equal(
            ["access_key", "label", "access", "created", "expire"],
            item.EnumerateObject().Select(m => m.Name)
        );
        var lifetime = item.GetProperty("expire").GetDateTime() - item.GetProperty("created").GetDateTime();
        Assert.InRange(lifetime.TotalSeconds, 3599, 3600);
        Assert.EndsWith("Z", item.GetProperty("created").GetString());
        Assert.DoesNotContain("secret", list.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("""{"label": "\u0007"}""", 12)]
    [InlineData("""{"label": ["a"]}""", 12)]
    [InlineData("""{"label": 7}""", 12)]
    [InlineData("""{"expiration_sec": -1}""", 12)]
    [InlineData("""{"expiration_sec": 9223372036854775807}""", 12)]
    [InlineData("""{"expiration_sec": 99999999999999999999}""", 12)]
    public async Task What_breaks_a_rule_gets_400(string body, int subcode) =>
        await (await SomebodyAsync()).Client.RefusedAsync(400, subcode, "auth.create_credentials", body);

    [Fact]
    public async Task A_label_of_ten_thousand_characters_gets_400() =>
        await (await SomebodyAsync()).Client.RefusedAsync(
            400,
            12,
            "auth.create_credentials",
            new { label = new string('a', 10_000) }
        );

    [Fact]
    public async Task The_access_is_in_answers_and_in_the_audit_log()
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        var made = (await client.OkAsync("auth.create_credentials", new { access = "read_only" })).GetProperty(
            "credentials"
        );
        Assert.Equal("read_only", made.GetProperty("access").GetString());
        var key = made.GetProperty("access_key").GetString()!;
        var listed = (await client.OkAsync("auth.get_credentials"))
            .GetProperty("credentials")
            .EnumerateArray()
            .Single(c => c.GetProperty("access_key").GetString() == key);
        Assert.Equal("read_only", listed.GetProperty("access").GetString());
        var detail = await App.DbAsync(
            App.Olga,
            db => db.AuditEvents.Where(e => e.Detail!.StartsWith(key)).Select(e => e.Detail).SingleAsync()
        );
        Assert.Equal($"{key}, never expires, access: Read only", detail);
    }

    [Theory]
    [InlineData("everything")]
    [InlineData("Full")]
    [InlineData("1")]
    public async Task An_unknown_access_gets_400(string access) =>
        await App.Api(await App.KeyAsync(App.Olga)).RefusedAsync(400, 12, "auth.create_credentials", new { access });

    [Fact]
    public async Task The_first_credentials_of_a_service_account_have_the_chosen_access()
    {
        var made = await App.Api(await App.KeyAsync(App.Olga))
            .OkAsync(
                "auth.create_service_user",
                new { name = $"Agents {Guid.NewGuid():N}", credentials_access = "agent" }
            );
        Assert.Equal("agent", made.GetProperty("credentials").GetProperty("access").GetString());
    }

    [Fact]
    public async Task A_form_id_from_outside_means_nothing()
    {
        var (_, client) = await SomebodyAsync();
        var form = Guid.NewGuid().ToString("N");
        foreach (var _ in new[] { 1, 2 })
            await client.OkAsync("auth.create_credentials", new { form_id = form });
    }

    [Fact]
    public async Task A_label_is_changed_and_cleared()
    {
        var (key, client) = await SomebodyAsync();
        Assert.Equal(
            """{"updated":1}""",
            await client.OkTextAsync("auth.edit_credentials", new { access_key = key.AccessKey, label = "New" })
        );
        Assert.Equal(
            "New",
            (await client.CallAsync("auth.get_credentials"))
                .Ok.GetProperty("credentials")[0]
                .GetProperty("label")
                .GetString()
        );
        await client.OkAsync("auth.edit_credentials", new { access_key = key.AccessKey, label = (string?)null });
        Assert.False(
            (await client.CallAsync("auth.get_credentials"))
                .Ok.GetProperty("credentials")[0]
                .TryGetProperty("label", out _)
        );
        await client.RefusedAsync(
            400,
            12,
            "auth.edit_credentials",
            new { access_key = key.AccessKey, label = new string('a', 101) }
        );
    }

    [Fact]
    public async Task An_unknown_or_foreign_access_key_is_not_found()
    {
        var (_, client) = await SomebodyAsync();
        foreach (
            var access_key in new[]
            {
                "UNKNOWN",
                AccessKey.New(),
                (await App.KeyAsync(App.Olga)).AccessKey,
                (await App.KeyAsync(App.Eve)).AccessKey,
            }
        )
        {
            await client.RefusedAsync(400, 75, "auth.edit_credentials", new { access_key, label = "x" });
            await client.RefusedAsync(400, 300, "auth.revoke_credentials", new { access_key });
        }
        await client.RefusedAsync(400, 11, "auth.edit_credentials");
        await client.RefusedAsync(400, 11, "auth.revoke_credentials", new { key_id = "x" });
    }

    [Fact]
    public async Task A_revoked_credential_gets_401()
    {
        var (key, client) = await SomebodyAsync();
        var bearer = App.Api(key);
        await bearer.LoginAsync();
        Assert.Equal(
            """{"revoked":1}""",
            await client.OkTextAsync("auth.revoke_credentials", new { access_key = key.AccessKey })
        );
        await client.RefusedAsync(401, 22, "users.get_current_user");
        await bearer.RefusedAsync(401, 30, "users.get_current_user");
        await bearer.RefusedAsync(401, 30, "auth.login");
    }

    [Fact]
    public async Task Too_many_get_400_with_subcode_50_and_expired_ones_do_not_count()
    {
        Assert.Equal(50, new CredentialSettings().MaxPerMember);
        await using var server = await App.AnotherAsync(settings: ["--Credentials:MaxPerMember=2"]);
        var client = server.Api(await server.KeyAsync(server.Mia));
        await client.OkAsync("auth.create_credentials", new { expiration_sec = 60 });
        await client.RefusedAsync(400, 50, "auth.create_credentials");
        Assert.Equal(2, (await client.CallAsync("auth.get_credentials")).Ok.GetProperty("max_credentials").GetInt32());
        server.Time.Advance(TimeSpan.FromMinutes(2));
        await client.OkAsync("auth.create_credentials");
    }

    [Fact]
    public async Task A_longest_lifetime_binds_members_and_not_admins()
    {
        await using var server = await App.AnotherAsync(settings: ["--Credentials:LongestLifetime=90.00:00:00"]);
        var mia = server.Api(await server.KeyAsync(server.Mia, lifetime: TimeSpan.FromDays(30)));
        await mia.RefusedAsync(400, 12, "auth.create_credentials");
        await mia.RefusedAsync(400, 12, "auth.create_credentials", new { expiration_sec = 91 * 86400 });
        await mia.OkAsync("auth.create_credentials", new { expiration_sec = 89 * 86400 });
        Assert.Equal(
            90 * 86400,
            (await mia.CallAsync("auth.get_credentials")).Ok.GetProperty("max_expiration_sec").GetInt64()
        );
        await server.Api(await server.KeyAsync(server.Adam)).OkAsync("auth.create_credentials");
    }

    [Fact]
    public async Task Pairs_of_another_workspace_are_listed_apart()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var here = await App.KeyAsync(nina);
        var there = await App.KeyAsync(await App.AddToWorkspaceAsync(nina, App.Eve.Workspace));
        var data = await App.Api(here).OkAsync("auth.get_credentials");
        Assert.Equal(here.AccessKey, OnlyAccessKey(data.GetProperty("credentials")));
        var elsewhere = data.GetProperty("additional_credentials").GetProperty(App.Eve.Workspace.ToString("N"));
        Assert.Equal(there.AccessKey, OnlyAccessKey(elsewhere));
    }

    private static string? OnlyAccessKey(JsonElement list) =>
        Assert.Single(list.EnumerateArray()).GetProperty("access_key").GetString();

    private async Task<(Key Key, ApiClient Client)> SomebodyAsync()
    {
        var key = await App.KeyAsync(await App.AddAsync("Nina New", MemberRole.Member));
        return (key, App.Api(key));
    }

    private static Key KeyOf(JsonElement made) =>
        new(default, made.GetProperty("access_key").GetString()!, made.GetProperty("secret_key").GetString()!);
}

public sealed class CredentialsApiOnSqlite(SqliteApp app) : CredentialsApiTests(app), IClassFixture<SqliteApp>;

public sealed class CredentialsApiOnPostgres(PostgresApp app) : CredentialsApiTests(app), IClassFixture<PostgresApp>;
