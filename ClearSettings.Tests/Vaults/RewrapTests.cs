using System.Diagnostics;
using ClearSettings.Domain.Vaults;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract class RewrapTests(TestApp app) : AppTests(app)
{
    private const int Vaults = 600;

    [Fact]
    public async Task Keys_are_wrapped_again_while_clients_go_on_reading()
    {
        await using var server = await App.AnotherAsync();
        var first = await VaultTestClient.SaveAsync(server, "First", "a = 1", on: true);
        await AddVaultsAsync(server);
        var before = await KeysAsync(server);
        CreateNewKey(server);
        var client = server.Api(await server.KeyAsync(server.Olga));
        var watch = Stopwatch.StartNew();
        var rewrap = Task.Run(() => server.InAsync(null, s => s.GetRequiredService<RewrapVaults>().RunAsync()));
        do (await client.CallAsync("users.get_vaults?enabled=true")).IsOk();
        while (!rewrap.IsCompleted);
        Assert.Equal(Vaults + 1, (await rewrap).Count);
        TestContext.Current.SendDiagnosticMessage($"{Vaults} keys in {watch.ElapsedMilliseconds} ms");
        var after = await KeysAsync(server);
        Assert.All(before, key => Assert.False(key.Value.DataKey.AsSpan().SequenceEqual(after[key.Key].DataKey)));
        Assert.All(before, key => Assert.Equal(key.Value.RowVersion, after[key.Key].RowVersion));
        await server.StopAsync();
        await server.StartAsync();
        Assert.Contains(
            "{\\\"a\\\":1}",
            (await server.Api(await server.KeyAsync(server.Olga)).CallAsync("users.get_vaults?enabled=true")).Text,
            StringComparison.Ordinal
        );
        Assert.Equal("a = 1", await ReadAsync(server, first));
    }

    private static async Task AddVaultsAsync(TestApp server)
    {
        for (var i = 0; i < Vaults; i += 100)
        {
            var from = i;
            await server.InAsync(
                server.Olga,
                s =>
                    s.GetRequiredService<Domain.ClearSettingsDb>()
                        .WriteAsync(async () =>
                        {
                            for (var n = from; n < from + 100; n++)
                                await s.GetRequiredService<SaveVault>()
                                    .RunAsync(
                                        null,
                                        new()
                                        {
                                            Name = $"Vault {n}",
                                            Scope = VaultScope.Organization,
                                            Content = $"a = {n}",
                                        }
                                    );
                            return true;
                        })
            );
        }
    }

    private static void CreateNewKey(TestApp server)
    {
        server
            .Services.GetRequiredService<IKeyManager>()
            .CreateNewKey(server.Time.GetUtcNow(), server.Time.GetUtcNow().AddDays(90));
    }

    private static Task<string?> ReadAsync(TestApp server, Guid vault) =>
        server.RunAsync(
            server.Olga,
            async (VaultStore store) => await store.ReadAsync((await store.FindAsync(vault))!)
        );

    private static Task<Dictionary<Guid, Vault>> KeysAsync(TestApp server) =>
        server.DbAsync(server.Olga, db => db.Vaults.AsNoTracking().ToDictionaryAsync(v => v.Id));
}

public sealed class RewrapOnSqlite(SqliteApp app) : RewrapTests(app), IClassFixture<SqliteApp>;

public sealed class RewrapOnPostgres(PostgresApp app) : RewrapTests(app), IClassFixture<PostgresApp>;
