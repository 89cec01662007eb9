using ClearSettings.Domain.Vaults;
using ClearSettings.Tests.Vaults;

namespace ClearSettings.Tests.ServiceAccounts;

/// <summary>X-ClearML-Act-As gives the identity of another, and nothing that belongs to the other alone.</summary>
public abstract class ImpersonationTests(TestApp app) : VaultApiCalls(app)
{
    private const string Secret = "canary-of-the-other";

    [Fact]
    public async Task It_returns_no_personal_vault_however_it_is_asked_for()
    {
        await SaveSharedAndPersonalVaultAsync();
        var adam = App.Api(await App.KeyAsync(App.Adam));
        foreach (var client in new[] { adam, App.WithToken(await TokenAsync(adam, App.Olga.Id)) })
        foreach (var body in Reads())
        foreach (var action in new[] { "users.get_vaults", "users.get_organization_vaults" })
        {
            var answer = await client.CallAsync(action, body, Headers(client, adam, App.Olga.Id));
            Assert.Contains("Team", answer.Ok.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"scope\":\"user\"", answer.Text, StringComparison.Ordinal);
        }
        // Olga's own answer is another, also when it was asked for after this one; and so is what runs as Olga.
        var (own, user) = (App.Api(await App.KeyAsync(App.Olga)), App.Olga.Id.ToString("N"));
        Assert.Contains(Secret, await EnabledVaultsAsync(own), StringComparison.Ordinal);
        Assert.Contains(
            Secret,
            await EnabledVaultsAsync(adam, (ServiceAccountFixture.As, user)),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            Secret,
            await EnabledVaultsAsync(adam, (ServiceAccountFixture.ActAs, user)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_returns_no_vault_of_a_service_account_either()
    {
        var bot = await App.BotAsync(App.Olga);
        var input = new VaultInput { Content = $"a = \"{Secret}\"", Enabled = true };
        var saved = await App.UseAsync(App.Olga, (SaveVault save) => save.SavePersonalAsync(bot.Id, input));
        Assert.True(saved.Ok);
        var adam = App.Api(await App.KeyAsync(App.Adam));
        foreach (var body in Reads())
            Assert.DoesNotContain(
                Secret,
                await adam.OkTextAsync("users.get_vaults", body, (ServiceAccountFixture.ActAs, bot.Id.ToString("N"))),
                StringComparison.Ordinal
            );
        Assert.Contains(
            Secret,
            await EnabledVaultsAsync(adam, (ServiceAccountFixture.As, bot.Id.ToString("N"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_gives_no_credentials_of_a_person_or_service_account_and_makes_none()
    {
        var (bot, adam) = (await App.BotAsync(App.Olga), App.Api(await App.KeyAsync(App.Adam)));
        var key = await App.KeyAsync(App.Olga);
        foreach (var id in new[] { App.Olga.Id, bot.Id })
        {
            foreach (var client in new[] { adam, App.WithToken(await TokenAsync(adam, id)) })
            foreach (
                var action in new[]
                {
                    "auth.get_credentials",
                    "auth.create_credentials",
                    "auth.edit_credentials",
                    "auth.revoke_credentials",
                }
            )
            {
                var answer = await client.CallAsync(
                    action,
                    new { access_key = key.AccessKey, label = "x" },
                    Headers(client, adam, id)
                );
                answer.IsRefused(403, 20);
            }
        }
        await App.Api(key).OkAsync("auth.login");
        await App.Api(bot.Key).OkAsync("auth.login");
    }

    private static object[] Reads() =>
        [
            new { enabled = true },
            new { enabled = false },
            new { enabled = true, preview_data = true },
            new { enabled = false, preview_data = true },
            new { enabled = true, types = new[] { "config" } },
            new { enabled = false, types = new[] { "config" } },
        ];

    private static async Task<string> TokenAsync(ApiClient admin, Guid user) =>
        (await admin.CallAsync("auth.login", "{}", (ServiceAccountFixture.ActAs, user.ToString("N"))))
            .Ok.GetProperty("token")
            .GetString()!;

    // A token says for whom already.
    private static (string, string)[] Headers(ApiClient client, ApiClient admin, Guid user) =>
        client == admin ? [(ServiceAccountFixture.ActAs, user.ToString("N"))] : [];

    private async Task SaveSharedAndPersonalVaultAsync()
    {
        var olga = App.Api(await App.KeyAsync(App.Olga));
        await SaveAsync(
            olga,
            new
            {
                description = "Team",
                data = "a = \"shared\"",
                scope = "organization",
            }
        );
        await SaveAsync(olga, new { data = $"a = \"{Secret}\"" });
    }

    private static Task<string> EnabledVaultsAsync(ApiClient client, params (string, string)[] headers) =>
        client.OkTextAsync("users.get_vaults", new { enabled = true }, headers);
}

public sealed class ImpersonationOnSqlite(SqliteApp app) : ImpersonationTests(app), IClassFixture<SqliteApp>;

public sealed class ImpersonationOnPostgres(PostgresApp app) : ImpersonationTests(app), IClassFixture<PostgresApp>;
