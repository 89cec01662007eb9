using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultsApiTests
{
    private const string Log = "users.get_vault_operations_log";

    [Fact]
    public async Task Each_change_is_in_the_operations_log()
    {
        var admin = App.Api(await App.KeyAsync(App.Adam));
        var name = Name("logged");
        var id = await SaveSharedAsync(admin, name, "a = 1", enabled: false);
        await SaveAsync(admin, new { id, data = "a = 2" });
        await SaveAsync(admin, new { id, enabled = true });
        await SaveAsync(
            admin,
            new
            {
                id,
                enabled = true,
                data = "a = 2",
            }
        );
        await SaveAsync(admin, new { id, enabled = false });
        await admin.CallAsync("users.delete_vaults", new { vaults = new[] { id } });
        await AssertEachChangeIsLoggedAsync(admin, id, name);
        await AssertLogIsFilteredAsync(admin, id);
        var filters = (await admin.CallAsync("users.get_vault_operations_log_filters")).Ok;
        Assert.Contains(
            filters.GetProperty("vaults").EnumerateArray(),
            v => Id(v) == id && Text(v, "description") == name
        );
        Assert.Contains(filters.GetProperty("users").EnumerateArray(), u => Text(u, "name") == "Adam Ames");
        await App.Api(await App.KeyAsync(App.Mia)).RefusedAsync(403, 20, Log);
    }

    private static async Task AssertEachChangeIsLoggedAsync(ApiClient admin, string id, string name)
    {
        var log = await LogAsync(admin, new { vaults = new[] { id }, order = "asc" });
        Assert.Equal(["create", "edit", "activate", "deactivate", "delete"], log.Select(o => Text(o, "operation")));
        Assert.All(
            log,
            o =>
                Assert.Equal(
                    (name, "Adam Ames", "192.0.2.7", "organization"),
                    (Text(o, "vault_description"), Text(o.GetProperty("user"), "name"), Text(o, "ip"), Text(o, "scope"))
                )
        );
    }

    private async Task AssertLogIsFilteredAsync(ApiClient admin, string id)
    {
        var last = (await LogAsync(admin, new { vaults = new[] { id }, page_size = 1 }))[0];
        Assert.Equal("delete", Text(last, "operation"));
        var byAdam = new
        {
            vaults = new[] { id },
            operations = new[] { "create", "delete" },
            users = new[] { App.Adam.Id.ToString("N") },
        };
        Assert.Equal(2, (await LogAsync(admin, byAdam)).Count);
        Assert.Empty(await LogAsync(admin, new { vaults = new[] { id }, from_timestamp = "2099-01-01T00:00:00Z" }));
        await admin.RefusedAsync(400, 12, Log, new { operations = new[] { "steal" } });
        await admin.RefusedAsync(400, 12, Log, new { scope = new[] { "galaxy" } });
    }

    private static async Task<List<JsonElement>> LogAsync(ApiClient client, object filter) =>
        [.. (await client.OkAsync(Log, filter)).GetProperty("operations").EnumerateArray()];

    [Fact]
    public async Task The_operations_log_asks_the_database_for_each_value_once_and_for_a_limited_number_of_choices()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information"]
        );
        var admin = server.Api(await server.KeyAsync(server.Adam));
        var id = await SaveSharedAsync(admin, Name("often"), "a = 1", enabled: false);
        await AssertRepeatedValuesFindOneAsync(admin, id, server.Adam);
        Assert.All(LogQueries(server), q => Assert.True(q.Length < 5_000, q[..Math.Min(q.Length, 2_000)]));
        var tooMany = Enumerable.Range(0, 1_001).Select(_ => Guid.NewGuid().ToString("N"));
        await admin.RefusedAsync(400, 12, Log, new { vaults = tooMany });
        (await admin.CallAsync("users.get_vault_operations_log_filters")).IsOk();
        Assert.Equal(
            200,
            (
                await (await server.SignedInAsync(server.Adam)).GetAsync(
                    $"/workspaces/{server.Olga.Workspace:N}/vault-activity"
                )
            ).Status
        );
        AssertGroupedQueriesAreLimited(server);
    }

    private static async Task AssertRepeatedValuesFindOneAsync(ApiClient admin, string vault, Person person)
    {
        string[] Often(string word) => [.. Enumerable.Repeat(word, 500)];
        var found = (
            await admin.CallAsync(
                Log,
                new
                {
                    vaults = Often(vault),
                    users = Often(person.Id.ToString("N")),
                    operations = Often("create"),
                    scope = Often("organization"),
                }
            )
        ).Ok;
        Assert.Equal(1, found.GetProperty("operations").GetArrayLength());
    }

    private static void AssertGroupedQueriesAreLimited(TestApp server)
    {
        var grouped = LogQueries(server).Where(q => q.Contains("GROUP BY", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, grouped.Count);
        Assert.All(
            grouped,
            q =>
                Assert.True(
                    q.Contains("LIMIT", StringComparison.Ordinal) || q.Contains("<= 1", StringComparison.Ordinal),
                    q
                )
        );
    }

    private static string[] LogQueries(TestApp server) =>
        [
            .. server
                .Log.Text.Split("Executed DbCommand")
                .Where(q =>
                    q.Contains("vault_operations", StringComparison.Ordinal)
                    && q.Contains("SELECT", StringComparison.Ordinal)
                ),
        ];
}
