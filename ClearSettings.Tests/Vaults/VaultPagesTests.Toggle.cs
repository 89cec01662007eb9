using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultPagesTests
{
    [Fact]
    public async Task The_toggle_works_without_script_and_twice_is_harmless()
    {
        var id = await VaultTestClient.SaveAsync(App, "Toggled", "a = 1");
        var browser = await App.SignedInAsync(App.Adam);
        var page = await browser.PostAsync(VaultTestClient.Url(App, $"/{id:N}/active"), ("enabled", "true"));
        Assert.Equal(
            (VaultTestClient.Url(App), "Toggled is enabled. Clients receive it the next time they start."),
            (page.Path, page.Flash)
        );
        await browser.PostAsync(VaultTestClient.Url(App, $"/{id:N}/active"), ("enabled", "true"));
        Assert.Equal(
            1,
            await App.DbAsync(
                App.Olga,
                db => db.VaultOperations.CountAsync(o => o.VaultId == id && o.Action == VaultAction.Activate)
            )
        );
        Assert.Equal(
            "Toggled is disabled.",
            (await browser.PostAsync(VaultTestClient.Url(App, $"/{id:N}/active"), ("enabled", "false"))).Flash
        );
        Assert.Equal(404, (await browser.PostAsync(VaultTestClient.Url(App, $"/{id:N}/active"))).Status);
    }

    [Fact]
    public async Task With_script_the_toggle_swaps_its_row_and_says_so()
    {
        var id = await VaultTestClient.SaveAsync(App, "Swapped", "a = 1");
        var page = await (await App.SignedInAsync(App.Adam)).HtmxAsync(
            VaultTestClient.Url(App, $"/{id:N}/active"),
            $"vault-{id:N}",
            ("enabled", "true")
        );
        Assert.Equal(200, page.Status);
        Assert.StartsWith($"<tr id=\"vault-{id:N}\"", page.Html.TrimStart());
        Assert.Contains("aria-checked=\"true\"", page.Html);
        Assert.Contains("id=\"list-range\"", page.Html);
        Assert.Contains(" active</span>", page.Html);
        Assert.Contains("Swapped is enabled.", VaultTestClient.Trigger(page));
    }

    [Fact]
    public async Task A_vault_with_errors_stays_off_and_the_reason_is_told()
    {
        var id = await VaultTestClient.SaveAsync(App, "Draft", Machine);
        var browser = await App.SignedInAsync(App.Adam);
        var page = await browser.PostAsync(VaultTestClient.Url(App, $"/{id:N}/active"), ("enabled", "true"));
        Assert.Equal((422, "Draft is still disabled"), (page.Status, page.Heading));
        Assert.Contains("Line 1, column 1: agent.worker_name belongs to each machine", page.Problems);
        Assert.Equal("Draft", (await page.FollowAsync("Edit vault")).Heading);
        var row = await browser.HtmxAsync(
            VaultTestClient.Url(App, $"/{id:N}/active"),
            $"vault-{id:N}",
            ("enabled", "true")
        );
        Assert.Equal(422, row.Status);
        Assert.Contains("belongs to each machine", row.Html);
        Assert.Contains("aria-checked=\"false\"", row.Html);
        Assert.False((await VaultTestClient.FindAsync(App, "Draft")).Enabled);
    }
}
