using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultEditorTests
{
    private const string Secret = "walrus-tin-9";

    private const string WithSecret = $"agent.git_user = mlops\nagent.git_pass = \"{Secret}\"\n";

    [Fact]
    public async Task Secrets_are_hidden_until_the_password_is_given_again_and_that_is_written_down()
    {
        var id = await VaultTestClient.SaveAsync(App, "With a secret", WithSecret);
        var browser = await App.SignedInAsync(App.Adam);
        App.Time.Advance(TimeSpan.FromMinutes(11));
        var page = await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}"));
        Assert.Contains("agent.git_user = mlops", page.Document.QuerySelector("pre")!.TextContent);
        Assert.Contains(VaultMask.Hidden, page.Document.QuerySelector("pre")!.TextContent);
        page = await page.Fill("Name", "Renamed on the way").PressAsync("Show secrets and edit");
        Assert.Equal((422, "Confirm your password"), (page.Status, page.Heading));
        Assert.DoesNotContain(Secret, page.Html);
        page = await page.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal(
            (200, "Renamed on the way", WithSecret),
            (page.Status, VaultTestClient.InputValue(page, "name"), VaultTestClient.InputValue(page, "content"))
        );
        Assert.True(page.Response.Headers.CacheControl!.NoStore);
        Assert.Equal(1, await CountRevealsByAdamAsync(id));
        Assert.Equal(
            "Vault Renamed on the way saved.",
            (await page.Fill("Content", WithSecret + "b = 1\n").PressAsync("Save vault")).Flash
        );
        Assert.Equal(WithSecret + "b = 1\n", await VaultTestClient.TextAsync(App, id));
        await AssertSecretIsShownNowhereElseAsync(browser, id);
    }

    private Task<int> CountRevealsByAdamAsync(Guid vault) =>
        App.DbAsync(
            App.Olga,
            db =>
                db.VaultOperations.CountAsync(o =>
                    o.VaultId == vault && o.Action == VaultAction.Reveal && o.ActorId == App.Adam.Id
                )
        );

    private async Task AssertSecretIsShownNowhereElseAsync(Browser browser, Guid id)
    {
        foreach (var path in new[] { $"/{id:N}", $"/{id:N}/reveal", $"/{id:N}/active", "" })
            Assert.DoesNotContain(Secret, (await browser.GetAsync(VaultTestClient.Url(App, path))).Html);
        Assert.DoesNotContain(Secret, App.Log.Text);
        Assert.DoesNotContain(browser.SetCookies, c => c.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hidden_contents_stay_as_they_are_when_the_fields_around_them_change()
    {
        var id = await VaultTestClient.SaveAsync(App, "Keeps its text", "dsn = \"tin walrus\" # secret\n");
        var page = await EditAsync(id);
        Assert.DoesNotContain("walrus", page.Html);
        page = await page.Fill("Target", "Monitoring (agents)").PressAsync("Save vault");
        Assert.Equal("Vault Keeps its text saved.", page.Flash);
        // A format of someone's own would make the mark a word without meaning.
        var browser = await App.SignedInAsync(App.Adam);
        await browser.PostAsync(
            VaultTestClient.Url(App, $"/{id:N}"),
            ("Name", "Keeps its text"),
            ("Scope", "Organization"),
            ("Target", "Client"),
            ("Part", "Masked"),
            ("Format", "Json"),
            ("Content", "x = 1")
        );
        Assert.Equal(
            (ConfigFormat.Hocon, VaultTarget.Client),
            (await VaultTestClient.FindAsync(App, "Keeps its text")) is var vault
                ? (vault.Format, vault.Target)
                : default
        );
        Assert.Equal("dsn = \"tin walrus\" # secret\n", await VaultTestClient.TextAsync(App, id));
        Assert.DoesNotContain("walrus", (await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}"))).Html);
        await AssertNoActShowsHiddenTextAsync(browser, id);
    }

    private async Task AssertNoActShowsHiddenTextAsync(Browser browser, Guid id)
    {
        foreach (var act in new[] { "check", "target", "import", "on", "off" })
            Assert.DoesNotContain(
                "walrus",
                (
                    await browser.PostAsync(
                        VaultTestClient.Url(App, $"/{id:N}"),
                        ("Command", act),
                        ("Format", "Json"),
                        ("Target", "Client")
                    )
                ).Html
            );
    }
}
