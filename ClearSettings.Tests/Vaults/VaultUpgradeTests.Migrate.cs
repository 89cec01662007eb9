using ClearSettings.Domain.Audit;
using ClearSettings.Web.Commands;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultUpgradeTests
{
    [Fact]
    public async Task Migrate_tells_what_it_found_and_a_second_run_finds_nothing()
    {
        await using var server = await App.AnotherAsync();
        await AddEarlierVaultsAsync(server);
        await DamageAsync(server, "Vault 011");
        await server.StopAsync();
        await using var app = ProgramHost.Build(
            server.DataFolder,
            [.. server.DatabaseSettings.Select(s => $"--{s.Key}={s.Value}")]
        );
        // It goes on where one that was stopped left off.
        using var stop = new CancellationTokenSource();
        var first = await ProgramHost.UpgradeVaultsAsync(app.Services, logs: false, stop.Token);
        var again = await ProgramHost.UpgradeVaultsAsync(app.Services, logs: false);
        Assert.Equal((119, 1, 3), (first.Checked, first.Unreadable, first.Refused.Count));
        Assert.Equal((0, 1, 0), (again.Checked, again.Unreadable, again.Refused.Count));
        Assert.Equal(
            [
                "Research / Vault 007: breaks the current",
                "Research / Vault 059: disabled",
                "Research / Vault 119: disabled",
            ],
            first.Refused.Select(v => v.ToString()).Order().Select(Shortened)
        );
        Assert.DoesNotContain(first.Refused, v => v.ToString().Contains("worker_id", StringComparison.Ordinal));
    }

    private static async Task AddEarlierVaultsAsync(TestApp server)
    {
        for (var i = 0; i < 120; i++)
            await EarlierAsync(
                server,
                $"Vault {i:000}",
                i % 60 == 59 ? Hangs
                    : i == 7 ? Refused
                    : $"a = {i}"
            );
    }

    private static string Shortened(string refused) =>
        string.Join(' ', refused.Split(' ').Take(refused.Contains("disabled", StringComparison.Ordinal) ? 5 : 7))
            .TrimEnd(',');

    [Fact]
    public async Task Two_nodes_that_start_at_once_check_each_vault_once()
    {
        await using var server = await App.AnotherAsync();
        for (var i = 0; i < 60; i++)
            await EarlierAsync(server, $"Vault {i}", i % 10 == 0 ? Hangs : Refused);
        var runs = await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ => Task.Run(() => ProgramHost.UpgradeVaultsAsync(server.Services, logs: false)))
        );
        Assert.Equal(60, runs.Sum(r => r.Checked));
        Assert.Equal(
            (54, 6),
            (await CountAsync(server, AuditKind.VaultFlagged), await CountAsync(server, AuditKind.VaultDeactivated))
        );
    }

    private static Task<int> CountAsync(TestApp server, string kind) =>
        server.DbAsync(server.Olga, db => db.AuditEvents.CountAsync(e => e.Kind == kind));

    private static Task DamageAsync(TestApp server, string name) =>
        server.DbAsync(
            server.Olga,
            async db =>
            {
                var id = await db.Vaults.Where(v => v.Name == name).Select(v => v.Id).SingleAsync();
                return await db
                    .VaultVersions.Where(v => v.VaultId == id)
                    .ExecuteUpdateAsync(v => v.SetProperty(x => x.Content, new byte[40]));
            }
        );
}
