using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

/// <summary>An update of the server whose rules are stricter than those that a vault was accepted by.</summary>
public abstract partial class VaultUpgradeTests(TestApp app) : AppTests(app)
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
        await SaveChangeAsync(server, id, new() { Name = "Renamed" });
        await server.StopAsync();
        await server.StartAsync();
        Assert.Equal("{\"a\":1}", await ServedAsync(server, "Renamed"));
        Assert.Equal("a", Assert.Single(await MarkedPathsAsync(server, id)));
    }

    private static async Task<IEnumerable<string>> MarkedPathsAsync(TestApp server, Guid vault) =>
        (await server.RunAsync(server.Olga, (VaultCache vaults) => vaults.GetAsync(server.Olga.Workspace).AsTask()))
            .Find(vault)!
            .MarkedPaths;

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
        await SaveChangeAsync(server, id, new() { Content = "a = 1" });
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
    public async Task Keys_of_one_person_are_left_out_of_shared_vaults()
    {
        await using var server = await App.AnotherAsync();
        var shared = await EarlierAsync(server, "Shared", Personal);
        var own = await SavePersonalAsync(server);
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

    private static async Task<Guid> SavePersonalAsync(TestApp server) =>
        (
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

    private static Task<List<string>> AuditedAsync(TestApp server, string name) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.AuditEvents.Where(e => e.Subject == name && e.ActorId == null)
                    .Select(e => e.Kind)
                    .OrderBy(k => k)
                    .ToListAsync()
        );

    private static async Task SaveChangeAsync(TestApp server, Guid vault, VaultInput input) =>
        Assert.True((await server.RunAsync(server.Adam, (SaveVault save) => save.RunAsync(vault, input))).Ok);
}

public sealed class VaultUpgradeOnSqlite(SqliteApp app) : VaultUpgradeTests(app), IClassFixture<SqliteApp>;

public sealed class VaultUpgradeOnPostgres(PostgresApp app) : VaultUpgradeTests(app), IClassFixture<PostgresApp>;
