using System.Security.Cryptography;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultUseCaseTests
{
    [Fact]
    public async Task Contents_are_in_no_table_and_no_file()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=Debug"]
        );
        var canaries = Canaries();
        var text = string.Join('\n', canaries.Select((c, i) => $"agent.x{i} = \"{c}\""));
        var id = await VaultTestClient.SaveAsync(server, "Canaries", text, on: true);
        await SaveAsync(server, server.Olga, id, new() { Content = text + "\n# again", Note = "Again" });
        var client = server.Api(await server.KeyAsync(server.Olga));
        Assert.Contains(
            canaries[7],
            (await client.CallAsync("users.get_vaults?enabled=true")).Text,
            StringComparison.Ordinal
        );
        (
            await client.CallAsync("users.add_or_update_vault", new { vault = new { data = $"a = [ {canaries[3]}" } })
        ).IsRefused(400, 12);
        await AssertStoredNowhereAsync(server, canaries);
    }

    private static async Task AssertStoredNowhereAsync(TestApp server, IReadOnlyList<string> canaries)
    {
        var tables = await server.DbAsync(null, Tables.ReadAsync);
        await server.StopAsync();
        var files = string.Concat(
            Directory
                .GetFiles(server.DataFolder)
                .Select(f => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f)))
        );
        Assert.All(
            canaries,
            canary =>
                Assert.All(
                    [tables, files, server.Log.Text],
                    place => Assert.DoesNotContain(canary, place, StringComparison.Ordinal)
                )
        );
    }

    private static List<string> Canaries() =>
        [
            .. Enumerable
                .Range(0, 20)
                .Select(_ => $"canary{System.Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}"),
        ];

    [Fact]
    public async Task Contents_that_are_moved_to_another_place_cannot_be_read()
    {
        await using var server = await App.AnotherAsync();
        var one = await VaultTestClient.SaveAsync(server, "One", "a = 1");
        var other = await VaultTestClient.SaveAsync(server, "Other", "a = 2");
        await SaveAsync(server, server.Olga, one, new() { Content = "a = 3" });
        var (encryption, rows, vaults) = (
            server.Services.GetRequiredService<VaultEncryption>(),
            await server.DbAsync(server.Olga, db => db.VaultVersions.AsNoTracking().ToListAsync()),
            await server.DbAsync(server.Olga, db => db.Vaults.AsNoTracking().ToDictionaryAsync(v => v.Id))
        );
        byte[] Box(Guid vault, int number) => rows.Single(r => r.VaultId == vault && r.Number == number).Content;
        Assert.Equal("a = 3", encryption.Decrypt(vaults[one], 2, Box(one, 2)));
        Assert.ThrowsAny<CryptographicException>(() => encryption.Decrypt(vaults[one], 2, Box(one, 1)));
        Assert.ThrowsAny<CryptographicException>(() => encryption.Decrypt(vaults[one], 1, Box(other, 1)));
        Assert.ThrowsAny<CryptographicException>(() => encryption.Decrypt(vaults[other], 1, Box(one, 1)));
        var broken = Box(one, 2).ToArray();
        broken[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => encryption.Decrypt(vaults[one], 2, broken));
    }

    [Fact]
    public async Task A_row_that_cannot_be_decrypted_keeps_the_others_going()
    {
        await using var server = await App.AnotherAsync();
        var broken = await VaultTestClient.SaveAsync(server, "Broken", "a = 1", on: true);
        await VaultTestClient.SaveAsync(server, "Whole", "b = 1", on: true);
        await DamageAsync(server, broken);
        await server.StopAsync();
        await server.StartAsync();
        var client = server.Api(await server.KeyAsync(server.Olga));
        Assert.Equal(
            "Whole",
            Assert
                .Single(
                    (await client.CallAsync("users.get_vaults?enabled=true")).Ok.GetProperty("vaults").EnumerateArray()
                )
                .GetProperty("description")
                .GetString()
        );
        Assert.Contains(
            (await client.CallAsync("users.get_organization_vaults")).Ok.GetProperty("vaults").EnumerateArray(),
            v => !v.GetProperty("editable").GetBoolean()
        );
        Assert.Contains(server.Log.Errors, e => e.Contains("cannot be decrypted", StringComparison.Ordinal));
    }

    private static Task DamageAsync(TestApp server, Guid vault) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    await db
                        .VaultVersions.Where(v => v.VaultId == vault)
                        .ExecuteUpdateAsync(v => v.SetProperty(x => x.Content, new byte[40]));
                    await db
                        .ServedForms.Where(f => f.VaultId == vault)
                        .ExecuteUpdateAsync(f => f.SetProperty(x => x.Content, new byte[40]));
                    await db.TouchAsync(server.Olga.Workspace);
                    return true;
                })
        );
}
