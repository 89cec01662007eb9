using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultUpgradeTests
{
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
        await AssertTheUpdateDisabledItAsync(server, id);
        Assert.Contains(
            "Research / Hanging: disabled, because clients could hang",
            server.Log.Text,
            StringComparison.Ordinal
        );
        await AssertDisabledIsShownToAdministratorsAsync(server);
    }

    private static async Task AssertTheUpdateDisabledItAsync(TestApp server, Guid id)
    {
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
    }

    private static async Task AssertDisabledIsShownToAdministratorsAsync(TestApp server)
    {
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
    public async Task A_vault_that_another_version_enabled_meanwhile_is_served_too()
    {
        await using var server = await App.AnotherAsync();
        await EarlierAsync(server, "Meanwhile", "a = 1");
        await EarlierAsync(server, "Hanging", Hangs);
        Assert.Equal("{\"a\":1}", await ServedAsync(server, "Meanwhile"));
        Assert.Null(await ServedAsync(server, "Hanging"));
    }
}
