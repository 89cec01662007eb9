using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultUseCaseTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Every_save_is_a_version_and_saving_the_same_again_is_none()
    {
        var id = await VaultTestClient.SaveAsync(App, "Versions", "a = 1\r\nb = 2");
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
        Assert.Equal(["Create", "Edit", "Edit", "Restore"], await ActionsAsync(id));
    }

    private Task<List<string>> ActionsAsync(Guid vault) =>
        App.DbAsync(
            App.Olga,
            db =>
                db.VaultOperations.Where(o => o.VaultId == vault)
                    .OrderBy(o => o.At)
                    .Select(o => o.Action.ToString())
                    .ToListAsync()
        );

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
    public async Task A_copy_is_off_and_holds_the_same()
    {
        var id = await VaultTestClient.SaveAsync(App, "Original", "agent.git_pass = hush", on: true);
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
