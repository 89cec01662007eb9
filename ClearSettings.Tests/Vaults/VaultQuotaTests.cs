using System.Collections.Concurrent;
using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClearSettings.Tests.Vaults;

/// <summary>How many versions, vaults and bytes a workspace keeps.</summary>
public abstract class VaultQuotaTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_newest_versions_are_kept_and_one_a_day_before_them()
    {
        await using var server = await App.AnotherAsync(settings: ["--Vaults:VersionsKept=3"]);
        var id = (await SaveAsync(server, null, "a = 1")).Value;
        for (var i = 2; i <= 6; i++)
            await SaveAsync(server, id, $"a = {i}");
        Assert.Equal([4, 5, 6], await NumbersAsync(server, id));
        server.Time.Advance(TimeSpan.FromDays(1));
        for (var i = 7; i <= 9; i++)
            await SaveAsync(server, id, $"a = {i}");
        Assert.Equal([6, 7, 8, 9], await NumbersAsync(server, id));
        await SaveAsync(server, id, "a = 10");
        Assert.Equal([6, 8, 9, 10], await NumbersAsync(server, id));
        Assert.Equal(
            5 + 5 + 5 + 6,
            await server.DbAsync(
                server.Olga,
                db => db.Vaults.Where(v => v.Id == id).Select(v => v.StoredBytes).SingleAsync()
            )
        );
        await AssertHistoryShowsKeptVersionsAsync(server, id);
    }

    private static async Task AssertHistoryShowsKeptVersionsAsync(TestApp server, Guid id)
    {
        var browser = await server.SignedInAsync(server.Adam);
        var list = await browser.GetAsync(VaultTestClient.Url(server, $"/{id:N}/history"));
        Assert.Equal(
            ["Version 10 Current", "Version 9", "Version 8", "Version 6"],
            list.Document.QuerySelectorAll("tbody th").Select(e => Page.Squeeze(e.TextContent))
        );
        Assert.Equal("+1 −1 lines", list.Cell("Version 8", "Changes"));
        Assert.Contains(
            "Changes since version 6",
            (await browser.GetAsync(VaultTestClient.Url(server, $"/{id:N}/history/8"))).Main,
            StringComparison.Ordinal
        );
        Assert.Equal(404, (await browser.GetAsync(VaultTestClient.Url(server, $"/{id:N}/history/7"))).Status);
        Assert.False((await server.InAsync(server.Adam, s => s.GetRequiredService<RestoreVault>().RunAsync(id, 7))).Ok);
        Assert.True((await server.InAsync(server.Adam, s => s.GetRequiredService<RestoreVault>().RunAsync(id, 6))).Ok);
        Assert.Equal("a = 6", await VaultTestClient.TextAsync(server, id));
    }

    [Fact]
    public async Task Many_old_versions_are_deleted_in_steps_and_the_current_one_never()
    {
        await using var server = await App.AnotherAsync();
        var settings = server.Services.GetRequiredService<IOptions<VaultSettings>>().Value;
        settings.VersionsKept = int.MaxValue;
        var id = (await SaveAsync(server, null, "a = 0")).Value;
        for (var i = 1; i < 230; i++)
            await SaveAsync(server, id, $"a = {i}");
        settings.VersionsKept = 0;
        await SaveAsync(server, id, "a = x");
        Assert.Equal(Enumerable.Range(201, 31), await NumbersAsync(server, id));
        await SaveAsync(server, id, "a = y");
        Assert.Equal([232], await NumbersAsync(server, id));
        Assert.Equal("a = y", await VaultTestClient.TextAsync(server, id));
    }

    [Fact]
    public async Task A_save_beyond_the_stored_bytes_is_refused_until_something_is_deleted()
    {
        await using var server = await App.AnotherAsync(settings: ["--Vaults:MaxStoredBytes=2048"]);
        var text = "a = " + new string('x', 900);
        var one = (await SaveAsync(server, null, text)).Value;
        await SaveAsync(server, one, text + "y");
        await AssertSavesAreRefusedAsync(server, one, text);
        await AssertOtherWaysAreRefusedAsync(server, one, text);
        Assert.Equal([1, 2], await NumbersAsync(server, one));
        Assert.True(
            (await server.InAsync(server.Adam, s => s.GetRequiredService<SetVaultEnabled>().RunAsync(one, true))).Ok
        );
        Assert.True((await server.InAsync(server.Adam, s => s.GetRequiredService<DeleteVaults>().RunAsync([one]))).Ok);
        Assert.True((await SaveAsync(server, null, text)).Ok);
    }

    private static async Task AssertSavesAreRefusedAsync(TestApp server, Guid vault, string text)
    {
        foreach (
            var refused in new[]
            {
                await SaveAsync(server, null, text),
                await SaveAsync(server, vault, text + "z"),
                await server.InAsync(
                    server.Mia,
                    s => s.GetRequiredService<SaveVault>().SavePersonalAsync(server.Mia.Id, new() { Content = text })
                ),
            }
        )
        {
            Assert.Equal(
                (
                    "",
                    "The vaults of this workspace would take more than 2 KB, the maximum for all their versions. "
                        + "Delete vaults that you no longer need, or raise Vaults:MaxStoredBytes in the server "
                        + "configuration."
                ),
                (Assert.Single(refused.Problems).Field, refused.Problems[0].Message)
            );
        }
    }

    private static async Task AssertOtherWaysAreRefusedAsync(TestApp server, Guid vault, string text)
    {
        var client = server.Api(await server.KeyAsync(server.Adam));
        (
            await client.CallAsync(
                "users.add_or_update_vault",
                new { vault = new { id = vault.ToString("N"), data = text } }
            )
        ).IsRefused(400, 12);
        Assert.StartsWith(
            "Version 1 cannot be restored. The vaults",
            (await server.InAsync(server.Adam, s => s.GetRequiredService<RestoreVault>().RunAsync(vault, 1)))
                .Problems[0]
                .Message,
            StringComparison.Ordinal
        );
        var page = await (await (await server.SignedInAsync(server.Adam)).GetAsync(VaultTestClient.Url(server, "/new")))
            .Fill("Name", "Too much")
            .Choose("Whole workspace")
            .Fill("Content", text)
            .PressAsync("Save vault");
        Assert.Contains("Delete vaults that you no longer need", page.Problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrator_vaults_are_counted_and_personal_ones_are_not()
    {
        await using var server = await App.AnotherAsync(settings: ["--Vaults:MaxPerWorkspace=2"]);
        var one = (await SaveAsync(server, null, "a = 1")).Value;
        Assert.True((await SaveAsync(server, null, "a = 1")).Ok);
        Assert.StartsWith(
            "This workspace already has 2 administrator vaults, the maximum.",
            (await SaveAsync(server, null, "a = 1")).Problems[0].Message,
            StringComparison.Ordinal
        );
        var copied = await server.RunAsync(
            server.Adam,
            (DuplicateVault duplicate) => duplicate.RunAsync(one, "Copy", VaultScope.Organization, null)
        );
        Assert.StartsWith("This workspace already has 2", copied.Problems[0].Message, StringComparison.Ordinal);
        Assert.True((await SaveAsync(server, one, "a = 2")).Ok);
        Assert.True(
            (
                await server.InAsync(
                    server.Mia,
                    s => s.GetRequiredService<SaveVault>().SavePersonalAsync(server.Mia.Id, new() { Content = "a = 1" })
                )
            ).Ok
        );
    }

    private protected static Task<Result<Guid>> SaveAsync(TestApp server, Guid? id, string text, bool? on = null) =>
        server.InAsync(
            server.Adam,
            s =>
                s.GetRequiredService<SaveVault>()
                    .RunAsync(
                        id,
                        new()
                        {
                            Name = id is null ? $"Vault {Guid.NewGuid():N}" : null,
                            Scope = VaultScope.Organization,
                            Content = text,
                            Enabled = on,
                        }
                    )
        );

    private static Task<List<int>> NumbersAsync(TestApp server, Guid id) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.VaultVersions.Where(v => v.VaultId == id).OrderBy(v => v.Number).Select(v => v.Number).ToListAsync()
        );
}

public sealed class VaultQuotaOnSqlite(SqliteApp app) : VaultQuotaTests(app), IClassFixture<SqliteApp>
{
    // SQLite runs a whole change on one thread, so what is allocated between its first and its last statement is its
    // own work.
    [Fact]
    public async Task A_text_is_not_parsed_while_the_database_is_locked()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information"]
        );
        ConcurrentQueue<(bool Begins, int Thread, long Bytes)> seen = [];
        server.Log.MessageLogged = line =>
        {
            var begins = line.Contains("UPDATE \"workspaces\"", StringComparison.Ordinal);
            if (begins || line.Contains("INSERT INTO \"vault_versions\"", StringComparison.Ordinal))
                seen.Enqueue((begins, Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread()));
        };
        var text = "a = [" + string.Concat(Enumerable.Repeat("1,", 60_000)) + "1]";
        Assert.True((await SaveAsync(server, null, text, on: true)).Ok);
        server.Log.MessageLogged = null;
        var all = seen.ToArray();
        var insert = Array.FindIndex(all, s => !s.Begins);
        var begin = Array.FindLastIndex(all, insert, s => s.Begins);
        Assert.True(begin >= 0 && all[begin].Thread == all[insert].Thread);
        var bytes = all[insert].Bytes - all[begin].Bytes;
        Assert.True(bytes < 20L * text.Length, $"{bytes:N0} bytes for {text.Length:N0} characters");
    }
}

public sealed class VaultQuotaOnPostgres(PostgresApp app) : VaultQuotaTests(app), IClassFixture<PostgresApp>;
