using System.Security.Cryptography;
using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract class VaultUseCaseTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Contents_are_in_no_table_and_no_file()
    {
        await using var server = await App.AnotherAsync(
            settings: ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=Debug"]
        );
        List<string> canaries =
        [
            .. Enumerable
                .Range(0, 20)
                .Select(_ => $"canary{System.Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}"),
        ];
        var text = string.Join('\n', canaries.Select((c, i) => $"agent.x{i} = \"{c}\""));
        var id = (
            await SaveAsync(
                server,
                server.Olga,
                null,
                new()
                {
                    Name = "Canaries",
                    Scope = VaultScope.Organization,
                    Content = text,
                    Enabled = true,
                }
            )
        ).Value;
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

    [Fact]
    public async Task Contents_that_are_moved_to_another_place_cannot_be_read()
    {
        await using var server = await App.AnotherAsync();
        var one = (
            await SaveAsync(
                server,
                server.Olga,
                null,
                new()
                {
                    Name = "One",
                    Scope = VaultScope.Organization,
                    Content = "a = 1",
                }
            )
        ).Value;
        var other = (
            await SaveAsync(
                server,
                server.Olga,
                null,
                new()
                {
                    Name = "Other",
                    Scope = VaultScope.Organization,
                    Content = "a = 2",
                }
            )
        ).Value;
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
        var broken = (
            await SaveAsync(
                server,
                server.Olga,
                null,
                new()
                {
                    Name = "Broken",
                    Scope = VaultScope.Organization,
                    Content = "a = 1",
                    Enabled = true,
                }
            )
        ).Value;
        await SaveAsync(
            server,
            server.Olga,
            null,
            new()
            {
                Name = "Whole",
                Scope = VaultScope.Organization,
                Content = "b = 1",
                Enabled = true,
            }
        );
        await server.DbAsync(
            server.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    await db
                        .VaultVersions.Where(v => v.VaultId == broken)
                        .ExecuteUpdateAsync(v => v.SetProperty(x => x.Content, new byte[40]));
                    await db
                        .ServedForms.Where(f => f.VaultId == broken)
                        .ExecuteUpdateAsync(f => f.SetProperty(x => x.Content, new byte[40]));
                    await db.TouchAsync(server.Olga.Workspace);
                    return true;
                })
        );
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

    [Fact]
    public async Task Every_save_is_a_version_and_saving_the_same_again_is_none()
    {
        var id = (
            await SaveAsync(
                App,
                App.Adam,
                null,
                new()
                {
                    Name = "Versions",
                    Scope = VaultScope.Organization,
                    Content = "a = 1\r\nb = 2",
                }
            )
        ).Value;
        await SaveAsync(App, App.Olga, id, new() { Content = "a = 1\nb = 2" });
        await SaveAsync(App, App.Olga, id, new() { Content = "a = 3", Note = " Three " });
        await SaveAsync(App, App.Olga, id, new() { Format = ConfigFormat.Yaml, Content = "a: 3" });
        var rows = await App.DbAsync(
            App.Olga,
            db => db.VaultVersions.Where(v => v.VaultId == id).OrderBy(v => v.Number).ToListAsync()
        );
        Assert.Equal(
            [(1, "Adam Ames", null), (2, "Olga Orlova", "Three"), (3, "Olga Orlova", (string?)null)],
            rows.Select(r => (r.Number, r.ByName, r.Note))
        );
        Assert.Equal((2, 11), (rows[0].Items, rows[0].Bytes));
        Assert.True((await App.InAsync(App.Olga, s => s.GetRequiredService<RestoreVault>().RunAsync(id, 1))).Ok);
        Assert.Equal("a = 1\nb = 2", await ReadAsync(id));
        var vault = await App.DbAsync(App.Olga, db => db.Vaults.SingleAsync(v => v.Id == id));
        Assert.Equal((4, ConfigFormat.Hocon), (vault.Version, vault.Format));
        Assert.Equal(
            ["Create", "Edit", "Edit", "Restore"],
            await App.DbAsync(
                App.Olga,
                db =>
                    db.VaultOperations.Where(o => o.VaultId == id)
                        .OrderBy(o => o.At)
                        .Select(o => o.Action.ToString())
                        .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task A_version_with_errors_is_not_restored_while_the_vault_is_on()
    {
        var id = (
            await SaveAsync(
                App,
                App.Adam,
                null,
                new()
                {
                    Name = "Broken once",
                    Scope = VaultScope.Organization,
                    Content = "agent.debug = true",
                }
            )
        ).Value;
        await SaveAsync(App, App.Adam, id, new() { Content = "a = 1", Enabled = true });
        var refused = await App.InAsync(App.Adam, s => s.GetRequiredService<RestoreVault>().RunAsync(id, 1));
        Assert.Contains(
            "cannot be restored while the vault is enabled",
            Assert.Single(refused.Problems).Message,
            StringComparison.Ordinal
        );
        Assert.Equal("a = 1", await ReadAsync(id));
        Assert.False((await App.InAsync(App.Adam, s => s.GetRequiredService<RestoreVault>().RunAsync(id, 9))).Ok);
        await App.InAsync(App.Adam, s => s.GetRequiredService<SetVaultEnabled>().RunAsync(id, false));
        Assert.True((await App.InAsync(App.Adam, s => s.GetRequiredService<RestoreVault>().RunAsync(id, 1))).Ok);
    }

    [Fact]
    public async Task Who_saves_over_a_change_is_told_who_made_it()
    {
        var id = (
            await SaveAsync(
                App,
                App.Adam,
                null,
                new()
                {
                    Name = "Conflict",
                    Scope = VaultScope.Organization,
                    Content = "a = 1",
                }
            )
        ).Value;
        var seen = await App.DbAsync(
            App.Olga,
            db => db.Vaults.Where(v => v.Id == id).Select(v => v.RowVersion).SingleAsync()
        );
        await SaveAsync(App, App.Adam, id, new() { Content = "a = 2", RowVersion = seen });
        var refused = await SaveAsync(App, App.Olga, id, new() { Content = "a = 3", RowVersion = seen });
        Assert.Equal(
            (Refusal.Conflict, "Adam Ames changed this vault since you opened it."),
            (refused.Refusal, refused.Problems[0].Message)
        );
        Assert.Equal("a = 2", await ReadAsync(id));
        Assert.True((await SaveAsync(App, App.Olga, id, new() { Content = "a = 3" })).Ok);
    }

    [Fact]
    public async Task Twenty_writers_at_once_leave_twenty_versions()
    {
        var id = (
            await SaveAsync(
                App,
                App.Adam,
                null,
                new()
                {
                    Name = "Crowded",
                    Scope = VaultScope.Organization,
                    Content = "a = 0",
                }
            )
        ).Value;
        var done = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(i => SaveAsync(App, i % 2 == 0 ? App.Adam : App.Olga, id, new() { Content = $"a = {i}" }))
        );
        Assert.All(done, d => Assert.True(d.Ok));
        Assert.Equal(
            Enumerable.Range(1, 21),
            await App.DbAsync(
                App.Olga,
                db =>
                    db.VaultVersions.Where(v => v.VaultId == id)
                        .OrderBy(v => v.Number)
                        .Select(v => v.Number)
                        .ToListAsync()
            )
        );
        var last = await App.DbAsync(
            App.Olga,
            db => db.Vaults.Where(v => v.Id == id).Select(v => v.Version).SingleAsync()
        );
        Assert.Equal(21, last);
    }

    [Fact]
    public async Task Of_twenty_first_saves_of_a_personal_vault_one_makes_it()
    {
        var mia = await App.AddAsync("Mia in a hurry", MemberRole.Member);
        await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(i =>
                    App.InAsync(
                        mia,
                        s => s.GetRequiredService<SaveVault>().SavePersonalAsync(mia.Id, new() { Content = $"a = {i}" })
                    )
                )
        );
        Assert.Equal(1, await App.DbAsync(App.Olga, db => db.Vaults.CountAsync(v => v.UserId == mia.Id)));
    }

    [Fact]
    public async Task A_copy_is_off_and_holds_the_same()
    {
        var id = (
            await SaveAsync(
                App,
                App.Adam,
                null,
                new()
                {
                    Name = "Original",
                    Scope = VaultScope.Organization,
                    Content = "agent.git_pass = hush",
                    Enabled = true,
                }
            )
        ).Value;
        var copy = (
            await App.InAsync(
                App.Adam,
                s => s.GetRequiredService<DuplicateVault>().RunAsync(id, "Copy of it", VaultScope.Organization, null)
            )
        ).Value;
        Assert.Equal("agent.git_pass = hush", await ReadAsync(copy));
        Assert.False(
            await App.DbAsync(App.Olga, db => db.Vaults.Where(v => v.Id == copy).Select(v => v.Enabled).SingleAsync())
        );
        Assert.Equal(
            SaveVault.NameTaken,
            (
                await App.InAsync(
                    App.Adam,
                    s =>
                        s.GetRequiredService<DuplicateVault>().RunAsync(id, "copy OF it", VaultScope.Organization, null)
                )
            )
                .Problems[0]
                .Code
        );
    }

    [Fact]
    public async Task Seeing_secrets_is_written_down_and_private_keys_are_never_seen()
    {
        var id = (
            await SaveAsync(
                App,
                App.Adam,
                null,
                new()
                {
                    Name = "Watched",
                    Scope = VaultScope.Organization,
                    Content = "agent.git_pass = hush",
                }
            )
        ).Value;
        Assert.Equal(
            "agent.git_pass = hush",
            (await App.InAsync(App.Olga, s => s.GetRequiredService<RevealVault>().RunAsync(id))).Value
        );
        var audit = await App.DbAsync(
            App.Olga,
            db => db.AuditEvents.SingleAsync(e => e.Kind == "vault.revealed" && e.Subject == "Watched")
        );
        Assert.Equal(App.Olga.Id, audit.ActorId);
        var mia = await App.InAsync(App.Mia, s => s.GetRequiredService<RevealVault>().RunAsync(id));
        Assert.Equal(Refusal.NotFound, mia.Refusal);
    }

    [Fact]
    public async Task A_vault_of_ssh_keys_never_becomes_one_that_shows_its_contents()
    {
        var id = (
            await SaveAsync(
                App,
                App.Adam,
                null,
                new()
                {
                    Name = "Host keys",
                    Scope = VaultScope.Organization,
                    Target = VaultTarget.SshServer,
                    Format = ConfigFormat.Json,
                    Content = "{}",
                }
            )
        ).Value;
        var refused = await SaveAsync(App, App.Adam, id, new() { Target = VaultTarget.Client, Content = "a = 1" });
        Assert.Equal("Target", Assert.Single(refused.Problems).Field);
    }

    [Fact]
    public async Task Whoever_goes_leaves_no_vault_and_no_group_behind()
    {
        var mia = await App.AddAsync("Mia who goes", MemberRole.Member);
        await App.InAsync(
            mia,
            s =>
                s.GetRequiredService<SaveVault>().SavePersonalAsync(mia.Id, new() { Content = "a = 1", Enabled = true })
        );
        Assert.True((await App.InAsync(App.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([mia.Id]))).Ok);
        Assert.Equal(
            (0, 0),
            await App.DbAsync(
                App.Olga,
                async db =>
                    (
                        await db.Vaults.CountAsync(v => v.UserId == mia.Id),
                        await db.GroupMembers.CountAsync(m => m.UserId == mia.Id)
                    )
            )
        );
    }

    private Task<string?> ReadAsync(Guid id) =>
        App.InAsync(
            App.Olga,
            async s =>
                await s.GetRequiredService<VaultStore>()
                    .ReadAsync((await s.GetRequiredService<VaultStore>().FindAsync(id))!)
        );

    private static Task<Result<Guid>> SaveAsync(TestApp server, Person person, Guid? id, VaultInput input) =>
        server.InAsync(person, s => s.GetRequiredService<SaveVault>().RunAsync(id, input));
}

public sealed class VaultUseCasesOnSqlite(SqliteApp app) : VaultUseCaseTests(app), IClassFixture<SqliteApp>;

public sealed class VaultUseCasesOnPostgres(PostgresApp app) : VaultUseCaseTests(app), IClassFixture<PostgresApp>;
