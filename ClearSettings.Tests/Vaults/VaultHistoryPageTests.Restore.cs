using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultHistoryPageTests
{
    [Fact]
    public async Task Restoring_makes_a_new_version_and_is_told_in_the_log()
    {
        var id = await VaultAsync("restore", "a = 1\npassword = hunter22\n", "a = 2\n");
        var page = await (await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history/1")).PressAsync(
            "Restore this version"
        );
        Assert.Equal(("Version 1 restored as version 3.", $"{Vaults}/{id}/history"), (page.Flash, page.Path));
        Assert.Equal("Restored version 1", page.Cell("Version 3", "Note"));
        Assert.Equal("a = 1\npassword = hunter22\n", await TextAsync(id, 3));
        Assert.Equal(
            "version 1",
            await App.DbAsync(
                App.Olga,
                db =>
                    db.VaultOperations.Where(o => o.VaultId == Guid.Parse(id) && o.Action == VaultAction.Restore)
                        .Select(o => o.Detail)
                        .SingleAsync()
            )
        );
        Assert.DoesNotContain(
            "Restore this version",
            (await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history/3")).Main,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_version_with_errors_is_not_restored_while_the_vault_is_on()
    {
        var admin = App.Api(await App.KeyAsync(App.Olga));
        var id = await SaveSharedAsync(admin, Name("with errors"), "a = [", enabled: false);
        await SaveAsync(
            admin,
            new
            {
                id,
                data = "a = 1",
                enabled = true,
            }
        );
        var page = await (await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/history/1")).PressAsync(
            "Restore this version"
        );
        Assert.Equal(422, page.Status);
        Assert.Contains(
            "Version 1 cannot be restored while the vault is enabled. Line 1, column",
            page.Problems,
            StringComparison.Ordinal
        );
        Assert.Equal(
            2,
            await App.DbAsync(App.Olga, db => db.VaultVersions.CountAsync(v => v.VaultId == Guid.Parse(id)))
        );
        await admin.CallAsync("users.delete_vaults", new { vaults = new[] { id } });
    }

    [Fact]
    public async Task Two_restores_at_once_are_both_carried_out()
    {
        var id = Guid.Parse(await VaultAsync("race", "a = 1", "a = 2", "a = 3"));
        var done = await Task.WhenAll(
            new[] { 1, 2 }.Select(n => App.InAsync(App.Olga, s => s.GetRequiredService<RestoreVault>().RunAsync(id, n)))
        );
        Assert.All(done, d => Assert.True(d.Ok));
        Assert.Equal(
            [1, 2, 3, 4, 5],
            await App.DbAsync(
                App.Olga,
                db =>
                    db.VaultVersions.Where(v => v.VaultId == id)
                        .OrderBy(v => v.Number)
                        .Select(v => v.Number)
                        .ToListAsync()
            )
        );
        Assert.Equal(
            ["a = 1", "a = 2"],
            new[] { await TextAsync(id.ToString("N"), 4), await TextAsync(id.ToString("N"), 5) }.Order(
                StringComparer.Ordinal
            )
        );
    }
}
