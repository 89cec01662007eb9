using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Vaults;
using ClearSettings.Tests.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

/// <summary>A vault whose key is missing, or whose row is damaged.</summary>
public abstract class UnreadableVaultTests(TestApp app) : AppTests(app)
{
    private const string Banner = "1 vault cannot be read, so clients do not receive it.";

    [Fact]
    public async Task The_others_are_served_and_the_administrators_are_told_once()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var (broken, _) = (
            await VaultTestClient.SaveAsync(server, "Broken", "a = 1", on: true),
            await VaultTestClient.SaveAsync(server, "Whole", "b = 1", on: true)
        );
        var key = await DamageAsync(server, broken);
        var client = server.Api(await server.KeyAsync(server.Mia));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(["Whole"], await NamesAsync(client));
            server.Time.Advance(TimeSpan.FromSeconds(20));
        }
        await UntilAsync(server, async () => await IsNotedAsync(server, broken));
        await server.Services.GetRequiredService<VaultMonitor>().RunAsync();
        await server.InAsync(null, s => s.GetRequiredService<CheckVaults>().RunAsync(VaultCheckScope.All));
        await AssertToldOnceAsync(server);
        await CheckPagesAsync(server, broken);
        await SetKeyAsync(server, broken, key);
        await AssertItRecoversAsync(server, broken, client);
    }

    private static async Task AssertToldOnceAsync(TestApp server)
    {
        var emails = (await MailInbox.AllUntilAsync(server, m => m.State == JobState.Done))
            .Where(m => m.Kind == VaultsUnreadableEmail.Kind)
            .Select(m => m.To)
            .Order();
        Assert.Equal(new[] { server.Olga.Email, server.Adam.Email }.Order(), emails);
        Assert.Equal([AuditKind.VaultUnreadable], await AuditedAsync(server));
        Assert.Single(
            server.Log.Errors,
            e =>
                e.Contains("(Broken)", StringComparison.Ordinal)
                && e.Contains("cannot be decrypted", StringComparison.Ordinal)
        );
    }

    /// <summary>It recovers when its cause is gone, without a restart.</summary>
    private static async Task AssertItRecoversAsync(TestApp server, Guid broken, ApiClient client)
    {
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(server, async () => !await IsNotedAsync(server, broken));
        server.Time.Advance(VaultCache.RetryAfter);
        Assert.Equal(["Broken", "Whole"], await NamesAsync(client));
        Assert.Equal([AuditKind.VaultReadable, AuditKind.VaultUnreadable], await AuditedAsync(server));
        Assert.Null(
            (await (await server.SignedInAsync(server.Adam)).GetAsync("/settings/profile")).Document.QuerySelector(
                ".banner"
            )
        );
    }

    [Fact]
    public async Task Clients_receive_it_again_although_nothing_else_changed()
    {
        await using var server = await App.AnotherAsync();
        var id = await VaultTestClient.SaveAsync(server, "Broken", "a = 1", on: true);
        var key = await DamageAsync(server, id);
        var client = server.Api(await server.KeyAsync(server.Mia));
        Assert.Empty(await NamesAsync(client));
        await UntilAsync(server, async () => await IsNotedAsync(server, id));
        Assert.Empty(await NamesAsync(client));
        // Behind the server's back: no version of the workspace tells of it.
        await server.DbAsync(
            server.Olga,
            db => db.Vaults.Where(v => v.Id == id).ExecuteUpdateAsync(v => v.SetProperty(x => x.DataKey, key))
        );
        server.Time.Advance(VaultCache.RetryAfter + TimeSpan.FromSeconds(1));
        Assert.Equal(["Broken"], await NamesAsync(client));
    }

    [Fact]
    public async Task A_vault_whose_row_is_gone_is_noticed_at_the_start_though_no_client_asks()
    {
        await using var server = await App.AnotherAsync();
        var id = await VaultTestClient.SaveAsync(server, "Broken", "a = 1");
        await server.StopAsync();
        await server.StartAsync();
        await server.DbAsync(server.Olga, db => db.VaultVersions.Where(v => v.VaultId == id).ExecuteDeleteAsync());
        await server.StartAgainAsync();
        await UntilAsync(server, async () => await IsNotedAsync(server, id));
    }

    [Fact]
    public async Task Changes_say_that_it_cannot_be_read_and_lose_nothing()
    {
        await using var server = await App.AnotherAsync();
        var id = await VaultTestClient.SaveAsync(server, "Broken", "a = 1", on: true);
        await DamageAsync(server, id);
        foreach (var (name, change) in Changes(id))
        {
            var done = await server.InAsync(server.Adam, change);
            Assert.True(
                name is "off" or "delete"
                    ? done.Ok
                    : done.Problems[0].Message.StartsWith("This vault cannot be decrypted", StringComparison.Ordinal),
                name
            );
        }
    }

    private static Dictionary<string, Func<IServiceProvider, Task<Domain.Result>>> Changes(Guid id) =>
        new()
        {
            ["rename"] = async s => await s.GetRequiredService<SaveVault>().RunAsync(id, new() { Name = "Other" }),
            ["empty"] = async s => await s.GetRequiredService<SaveVault>().RunAsync(id, new() { Content = " " }),
            ["write"] = async s => await s.GetRequiredService<SaveVault>().RunAsync(id, new() { Content = "a = 2" }),
            ["reveal"] = async s => await s.GetRequiredService<RevealVault>().RunAsync(id),
            ["duplicate"] = async s =>
                await s.GetRequiredService<DuplicateVault>().RunAsync(id, "Copy", VaultScope.Organization, null),
            ["off"] = async s => await s.GetRequiredService<SetVaultEnabled>().RunAsync(id, false),
            ["on"] = async s => await s.GetRequiredService<SetVaultEnabled>().RunAsync(id, true),
            ["delete"] = async s => await s.GetRequiredService<DeleteVaults>().RunAsync([id]),
        };

    [Fact]
    public async Task A_new_text_takes_the_place_of_one_that_is_damaged()
    {
        await using var server = await App.AnotherAsync();
        var id = await VaultTestClient.SaveAsync(server, "Broken", "a = 1", on: true);
        await server.DbAsync(
            server.Olga,
            db =>
                db.VaultVersions.Where(v => v.VaultId == id)
                    .ExecuteUpdateAsync(v => v.SetProperty(x => x.Content, new byte[40]))
        );
        Assert.True(
            (
                await server.InAsync(
                    server.Adam,
                    s => s.GetRequiredService<SaveVault>().RunAsync(id, new() { Content = "a = 2" })
                )
            ).Ok
        );
        Assert.Equal("a = 2", await VaultTestClient.TextAsync(server, id));
        Assert.False(await IsNotedAsync(server, id));
    }

    private static async Task CheckPagesAsync(TestApp server, Guid id)
    {
        var browser = await server.SignedInAsync(server.Adam);
        Assert.Contains(
            Banner,
            (await browser.GetAsync("/settings/profile")).Document.QuerySelector(".banner")!.TextContent,
            StringComparison.Ordinal
        );
        var page = await browser.GetAsync(VaultTestClient.Url(server));
        var row = page.Document.GetElementById($"vault-{id:N}")!;
        Assert.Contains("Cannot be read", row.TextContent, StringComparison.Ordinal);
        Assert.Null(row.QuerySelector(".toggle"));
        Assert.DoesNotContain("1 line", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("2 vaults, 1 active", page.Document.GetElementById("list-range")!.TextContent);
        Assert.Contains(
            "cannot be decrypted",
            (await browser.GetAsync(VaultTestClient.Url(server, $"/{id:N}"))).Main,
            StringComparison.Ordinal
        );
        Assert.Null(
            (await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/profile")).Document.QuerySelector(
                ".banner"
            )
        );
    }

    private static async Task<List<string?>> NamesAsync(ApiClient client) =>
        [
            .. (await client.CallAsync("users.get_vaults?enabled=true&types=config"))
                .Ok.GetProperty("vaults")
                .EnumerateArray()
                .Select(v => v.GetProperty("description").GetString()),
        ];

    private static Task<bool> IsNotedAsync(TestApp server, Guid id) =>
        server.DbAsync(server.Olga, db => db.Vaults.AnyAsync(v => v.Id == id && v.UnreadableSince != null));

    private static Task<List<string>> AuditedAsync(TestApp server) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.AuditEvents.Where(e => e.Subject == "Broken" && e.ActorId == null)
                    .Select(e => e.Kind)
                    .OrderBy(k => k)
                    .ToListAsync()
        );

    /// <summary>As if the key that wraps the vault's own were lost, and the server started after that.</summary>
    /// <returns>The key, to put it back.</returns>
    private static async Task<byte[]> DamageAsync(TestApp server, Guid id)
    {
        var key = await server.DbAsync(
            server.Olga,
            db => db.Vaults.Where(v => v.Id == id).Select(v => v.DataKey).SingleAsync()
        );
        await SetKeyAsync(server, id, [.. key.Reverse()]);
        return key;
    }

    private static Task SetKeyAsync(TestApp server, Guid id, byte[] key) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    await db.Vaults.Where(v => v.Id == id).ExecuteUpdateAsync(v => v.SetProperty(x => x.DataKey, key));
                    await db.TouchAsync(server.Olga.Workspace);
                    return true;
                })
        );

    private static async Task UntilAsync(TestApp server, Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60),
                "It never came true.\n" + server.Log.Text
            );
            await Task.Delay(20);
        }
    }
}

public sealed class UnreadableVaultsOnSqlite(SqliteApp app) : UnreadableVaultTests(app), IClassFixture<SqliteApp>;
