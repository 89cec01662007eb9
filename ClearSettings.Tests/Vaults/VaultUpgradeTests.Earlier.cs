using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultUpgradeTests
{
    internal static async Task<Guid> EarlierAsync(TestApp server, string name, string text)
    {
        var id = await VaultTestClient.SaveAsync(server, name, "a = 0", on: true);
        await AcceptEarlierAsync(server, id, text);
        return id;
    }

    /// <summary>Gives a vault a text as if an earlier version of the program had accepted it.</summary>
    private static Task AcceptEarlierAsync(TestApp server, Guid id, string text, bool keepForm = false) =>
        server.InAsync(
            server.Olga,
            async s =>
            {
                var (db, encryption) = (
                    s.GetRequiredService<Domain.ClearSettingsDb>(),
                    s.GetRequiredService<VaultEncryption>()
                );
                var vault = await db.Vaults.AsNoTracking().SingleAsync(v => v.Id == id);
                var content = encryption.Encrypt(vault, vault.Version, text);
                return await db.WriteAsync(async () =>
                {
                    await db
                        .VaultVersions.Where(v => v.VaultId == id)
                        .ExecuteUpdateAsync(v => v.SetProperty(x => x.Content, content));
                    if (!keepForm)
                        await db.ServedForms.Where(f => f.VaultId == id).ExecuteDeleteAsync();
                    await db.TouchAsync(server.Olga.Workspace);
                    return true;
                });
            }
        );

    private static Task SetRulesAsync(TestApp server, Guid id, int rules) =>
        server.DbAsync(
            server.Olga,
            db => db.ServedForms.Where(f => f.VaultId == id).ExecuteUpdateAsync(f => f.SetProperty(x => x.Rules, rules))
        );

    private static async Task CheckFormAsync(TestApp server, Guid id, int number, string text)
    {
        var form = await server.DbAsync(
            server.Olga,
            db => db.ServedForms.AsNoTracking().SingleAsync(f => f.VaultId == id)
        );
        var vault = await server.DbAsync(server.Olga, db => db.Vaults.AsNoTracking().SingleAsync(v => v.Id == id));
        Assert.Equal(
            (number, text),
            (form.Number, server.Services.GetRequiredService<VaultEncryption>().DecryptServed(vault, form.Content).Text)
        );
    }

    private static async Task<(VaultReview, bool)> StateAsync(TestApp server, Guid id) =>
        await server.DbAsync(
            server.Olga,
            async db => await db.Vaults.AsNoTracking().Where(v => v.Id == id).SingleAsync()
        )
            is var vault
            ? (vault.Review, vault.Enabled)
            : default;

    /// <summary>What clients receive of a vault; null for nothing.</summary>
    internal static async Task<string?> ServedAsync(TestApp server, string name, Person? person = null)
    {
        var all = (
            await server
                .Api(await server.KeyAsync(person ?? server.Olga))
                .CallAsync("users.get_vaults?enabled=true&types=config")
        )
            .Ok.GetProperty("vaults")
            .EnumerateArray();
        return all.Where(v => v.GetProperty("description").GetString() == name)
            .Select(v => v.GetProperty("data").GetString())
            .SingleOrDefault();
    }
}
