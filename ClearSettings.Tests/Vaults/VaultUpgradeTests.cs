using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Commands;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

/// <summary>An update of the server whose rules are stricter than those that a vault was accepted by.</summary>
public abstract class VaultUpgradeTests(TestApp app) : AppTests(app)
{
    private const string Refused = "agent.worker_id = mine\nsdk.x = 1 # secret";
    private const string Hangs = "sdk.aws { s3 { region = ${?MY_REGION} } }\nsdk.aws = ${?MY_AWS}";
    private const string Personal =
        "api { credentials { access_key = A, secret_key = B }\n api_server = \"http://x\"\n verify = 1 }\nb = 2";

    [Fact]
    public async Task What_was_accepted_is_served_as_it_is_stored()
    {
        await using var server = await App.AnotherAsync();
        var id = await VaultTestClient.SaveAsync(server, "Shared", "a = 1 # secret", on: true);
        await AcceptEarlierAsync(server, id, Refused, keepForm: true);
        Assert.Equal("{\"a\":1}", await ServedAsync(server, "Shared"));
        // Neither a change of the name nor a restart checks it again.
        Assert.True(
            (
                await server.InAsync(
                    server.Adam,
                    s => s.GetRequiredService<SaveVault>().RunAsync(id, new() { Name = "Renamed" })
                )
            ).Ok
        );
        await server.StopAsync();
        await server.StartAsync();
        Assert.Equal("{\"a\":1}", await ServedAsync(server, "Renamed"));
        Assert.Equal(
            "a",
            Assert.Single(
                (
                    await server.InAsync(
                        server.Olga,
                        s => s.GetRequiredService<VaultCache>().GetAsync(server.Olga.Workspace).AsTask()
                    )
                )
                    .Find(id)!
                    .MarkedPaths
            )
        );
    }

    [Fact]
    public async Task Each_way_to_turn_a_vault_on_stores_what_is_served()
    {
        await using var server = await App.AnotherAsync();
        var id = await VaultTestClient.SaveAsync(server, "Shared", "a = 1");
        Assert.Equal(0, await server.DbAsync(server.Olga, db => db.ServedForms.CountAsync()));
        await server.InAsync(server.Adam, s => s.GetRequiredService<SetVaultEnabled>().RunAsync(id, true));
        await CheckFormAsync(server, id, 1, "{\"a\":1}");
        await server.InAsync(
            server.Adam,
            s => s.GetRequiredService<SaveVault>().RunAsync(id, new() { Content = "a = 2" })
        );
        await CheckFormAsync(server, id, 2, "{\"a\":2}");
        await server.InAsync(server.Adam, s => s.GetRequiredService<RestoreVault>().RunAsync(id, 1));
        await CheckFormAsync(server, id, 3, "{\"a\":1}");
        await server.InAsync(
            server.Adam,
            s => s.GetRequiredService<SaveVault>().RunAsync(id, new() { Content = "a = [", Enabled = false })
        );
        await server.InAsync(
            server.Adam,
            s => s.GetRequiredService<SaveVault>().RunAsync(id, new() { Content = "a = 4", Enabled = true })
        );
        await CheckFormAsync(server, id, 5, "{\"a\":4}");
        Assert.Equal("{\"a\":4}", await ServedAsync(server, "Shared"));
    }

    [Fact]
    public async Task A_vault_that_would_be_refused_today_is_served_as_before_and_flagged()
    {
        await using var server = await App.AnotherAsync();
        var id = await EarlierAsync(server, "Old", Refused);
        await server.StartAgainAsync();
        Assert.Equal("{\"agent\":{\"worker_id\":\"mine\"},\"sdk\":{\"x\":1}}", await ServedAsync(server, "Old"));
        Assert.Equal((VaultReview.Refused, true), await StateAsync(server, id));
        Assert.Contains(
            "Research / Old: breaks the current rules; clients still receive it (1 error at line 1, column 1)",
            server.Log.Text,
            StringComparison.Ordinal
        );
        Assert.Equal([AuditKind.VaultFlagged], await AuditedAsync(server, "Old"));
        var browser = await server.SignedInAsync(server.Adam);
        var page = await browser.GetAsync(VaultTestClient.Url(server));
        var link = page.Document.QuerySelectorAll("a.chip").Single(a => a.TextContent == "Breaks current rules");
        var editor = await browser.GetAsync(link.GetAttribute("href")!);
        Assert.Contains("breaks the current rules", editor.Main, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "agent.worker_id belongs to each machine",
            editor.Document.QuerySelector(".findings")!.TextContent,
            StringComparison.Ordinal
        );
        // No one sees the flag on a vault that was fixed.
        Assert.True(
            (
                await server.InAsync(
                    server.Adam,
                    s => s.GetRequiredService<SaveVault>().RunAsync(id, new() { Content = "a = 1" })
                )
            ).Ok
        );
        Assert.Equal((VaultReview.None, true), await StateAsync(server, id));
    }

    [Fact]
    public async Task The_errors_of_a_hidden_text_quote_none_of_its_secrets()
    {
        await using var server = await App.AnotherAsync();
        var id = await EarlierAsync(server, "Old", "password = walrus } swordfish99");
        await server.StartAgainAsync();
        var editor = await (await server.SignedInAsync(server.Adam)).GetAsync($"{VaultTestClient.Url(server)}/{id:N}");
        Assert.Contains("Show secrets and edit", editor.Main, StringComparison.Ordinal);
        var errors = editor.Document.QuerySelector(".findings")!.TextContent;
        Assert.Contains("Show the secrets to see what is wrong here.", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish99", editor.Document.Body!.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_hangs_clients_is_disabled_and_its_administrators_are_told()
    {
        await using var server = await App.AnotherAsync();
        var (id, whole) = (await EarlierAsync(server, "Hanging", Hangs), await EarlierAsync(server, "Whole", "a = 1"));
        await server.StartAgainAsync();
        Assert.Null(await ServedAsync(server, "Hanging"));
        Assert.Equal("{\"a\":1}", await ServedAsync(server, "Whole"));
        Assert.Equal(
            [(VaultReview.Disabled, false), (VaultReview.None, true)],
            [await StateAsync(server, id), await StateAsync(server, whole)]
        );
        Assert.Equal([AuditKind.VaultDeactivated], await AuditedAsync(server, "Hanging"));
        Assert.Equal(
            "Server update Deactivate",
            await server.DbAsync(
                server.Olga,
                db =>
                    db.VaultOperations.Where(o => o.VaultId == id && o.Action == VaultAction.Deactivate)
                        .Select(o => o.ActorName + " " + o.Action)
                        .SingleAsync()
            )
        );
        Assert.Contains(
            "Research / Hanging: disabled, because clients could hang",
            server.Log.Text,
            StringComparison.Ordinal
        );
        var browser = await server.SignedInAsync(server.Adam);
        var page = await browser.GetAsync(VaultTestClient.Url(server));
        Assert.Contains(
            "An update disabled 1 vault",
            page.Document.QuerySelector(".banner")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains(page.Document.QuerySelectorAll("a.chip"), a => a.TextContent == "Disabled by an update");
        Assert.Contains(
            "Server update",
            (await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/vault-activity")).Main,
            StringComparison.Ordinal
        );
        Assert.Null(
            (await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/profile")).Document.QuerySelector(
                ".banner"
            )
        );
    }

    [Fact]
    public async Task Keys_of_one_person_are_left_out_of_shared_vaults()
    {
        await using var server = await App.AnotherAsync();
        var shared = await EarlierAsync(server, "Shared", Personal);
        var own = (
            await server.InAsync(
                server.Mia,
                s =>
                    s.GetRequiredService<SaveVault>()
                        .SavePersonalAsync(
                            server.Mia.Id,
                            new()
                            {
                                Name = "Own",
                                Content = "a = 1",
                                Enabled = true,
                            }
                        )
            )
        ).Value;
        await AcceptEarlierAsync(server, own, Personal);
        await server.StartAgainAsync();
        Assert.Equal("{\"api\":{\"verify\":1},\"b\":2}", await ServedAsync(server, "Shared"));
        Assert.Contains("secret_key", await ServedAsync(server, "Own", server.Mia), StringComparison.Ordinal);
        var vault = await VaultTestClient.FindAsync(server, "Shared");
        Assert.Equal((VaultReview.Refused, "api.credentials, api.api_server"), (vault.Review, vault.LeftOut));
        Assert.Equal([AuditKind.VaultFlagged, AuditKind.VaultKeysLeftOut], await AuditedAsync(server, "Shared"));
        Assert.Contains("without api.credentials, api.api_server", server.Log.Text, StringComparison.Ordinal);
        var page = await (await server.SignedInAsync(server.Adam)).GetAsync(VaultTestClient.Url(server));
        Assert.Contains("Not sent: api.credentials, api.api_server", page.Main, StringComparison.Ordinal);
        // What is left out of a form that was stored before is left out too, and the rest stays as it is.
        await SetRulesAsync(server, shared, 0);
        await server.StartAgainAsync();
        Assert.Equal("{\"api\":{\"verify\":1},\"b\":2}", await ServedAsync(server, "Shared"));
    }

    [Fact]
    public async Task Later_rules_keep_what_was_stored_when_they_would_refuse_it()
    {
        await using var server = await App.AnotherAsync();
        var (kept, better) = (
            await VaultTestClient.SaveAsync(server, "Kept", "old = 1", on: true),
            await VaultTestClient.SaveAsync(server, "Better", "old = 1", on: true)
        );
        await AcceptEarlierAsync(server, kept, Refused, keepForm: true);
        await AcceptEarlierAsync(server, better, "b = 2", keepForm: true);
        foreach (var id in new[] { kept, better })
            await SetRulesAsync(server, id, 0);
        await server.StartAgainAsync();
        Assert.Equal(
            ("{\"old\":1}", "{\"b\":2}"),
            (await ServedAsync(server, "Kept"), await ServedAsync(server, "Better"))
        );
    }

    [Fact]
    public async Task Migrate_tells_what_it_found_and_a_second_run_finds_nothing()
    {
        await using var server = await App.AnotherAsync();
        for (var i = 0; i < 120; i++)
            await EarlierAsync(
                server,
                $"Vault {i:000}",
                i % 60 == 59 ? Hangs
                    : i == 7 ? Refused
                    : $"a = {i}"
            );
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
            first
                .Refused.Select(v => v.ToString())
                .Order()
                .Select(v =>
                    string.Join(' ', v.Split(' ').Take(v.Contains("disabled", StringComparison.Ordinal) ? 5 : 7))
                        .TrimEnd(',')
                )
        );
        Assert.DoesNotContain(first.Refused, v => v.ToString().Contains("worker_id", StringComparison.Ordinal));
    }

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

    [Fact]
    public async Task A_vault_that_another_version_enabled_meanwhile_is_served_too()
    {
        await using var server = await App.AnotherAsync();
        await EarlierAsync(server, "Meanwhile", "a = 1");
        await EarlierAsync(server, "Hanging", Hangs);
        Assert.Equal("{\"a\":1}", await ServedAsync(server, "Meanwhile"));
        Assert.Null(await ServedAsync(server, "Hanging"));
    }

    private static Task<int> CountAsync(TestApp server, string kind) =>
        server.DbAsync(server.Olga, db => db.AuditEvents.CountAsync(e => e.Kind == kind));

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

    private static Task<List<string>> AuditedAsync(TestApp server, string name) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.AuditEvents.Where(e => e.Subject == name && e.ActorId == null)
                    .Select(e => e.Kind)
                    .OrderBy(k => k)
                    .ToListAsync()
        );

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

public sealed class VaultUpgradeOnSqlite(SqliteApp app) : VaultUpgradeTests(app), IClassFixture<SqliteApp>;

public sealed class VaultUpgradeOnPostgres(PostgresApp app) : VaultUpgradeTests(app), IClassFixture<PostgresApp>;
