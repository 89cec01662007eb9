namespace ClearSettings.Tests.ServiceAccounts;

public abstract partial class ServiceAccountPagesTests
{
    [Fact]
    public async Task Its_credentials_are_made_labelled_rotated_and_revoked_there()
    {
        await using var server = await App.AnotherAsync();
        var bot = await server.BotAsync(server.Olga);
        var browser = await server.SignedInAsync(server.Adam);
        var made = await CreateCredentialsAsync(await browser.GetAsync($"{Home(server)}/{bot.Id:N}"), "gpu node");
        var page = await made.FollowAsync("Done");
        Assert.Equal("agent-bot", page.Heading);
        page = await (await page.FollowAsync("gpu node", "Edit label"))
            .Fill("Label", "gpu node 7")
            .PressAsync("Save label");
        Assert.Equal("Label saved.", page.Flash);
        var rotated = await (await page.FollowAsync("gpu node 7", "Rotate"))
            .Choose("Revoke it now")
            .PressAsync("Rotate credentials");
        Assert.Equal("Credentials created", rotated.Heading);
        await server.Api(KeyOn(made)).RefusedAsync(401, 22, "auth.login");
        await server.Api(KeyOn(rotated)).OkAsync("auth.login");
        page = await rotated.FollowAsync("Done");
        var revoked = await (await browser.GetAsync(RevokeLinkOfUnused(page, "gpu node 7"))).PressAsync(
            "Revoke credentials"
        );
        Assert.Contains("revoked", revoked.Flash);
        await server.Api(KeyOn(rotated)).RefusedAsync(401, 22, "auth.login");
        Assert.Contains("of agent-bot", (await browser.GetAsync(AuditLog(server))).Main);
    }

    [Fact]
    public async Task A_credential_of_another_account_or_person_is_not_at_its_address()
    {
        var (bot, other, mine) = (
            await App.BotAsync(App.Olga),
            await App.BotAsync(App.Olga),
            await App.KeyAsync(App.Olga)
        );
        var browser = await App.SignedInAsync(App.Olga);
        foreach (var key in new[] { other.Key.Id, mine.Id })
        {
            var credential = $"{Home(App)}/{bot.Id:N}/credentials/{key:N}";
            foreach (var page in new[] { "label", "rotate", "revoke" })
                Assert.Equal(404, (await browser.GetAsync($"{credential}/{page}")).Status);
            foreach (var page in new[] { "label", "rotate" })
                Assert.Equal(
                    404,
                    (await browser.PostAsync($"{credential}/{page}", ("Hours", "0"), ("Label", "x"))).Status
                );
            var revoked = await browser.PostAsync($"{credential}/revoke");
            Assert.Equal("These credentials were already revoked.", revoked.Flash);
        }
        await App.Api(other.Key).OkAsync("auth.login");
        await App.Api(mine).OkAsync("auth.login");
        Assert.Equal(404, (await browser.GetAsync($"{Home(App)}/{App.Mia.Id:N}")).Status);
    }

    private static async Task<Page> CreateCredentialsAsync(Page account, string label)
    {
        var form = await account.FollowAsync("Create credentials");
        var shown = await form.Fill("Label", label).PressAsync("Create credentials");
        Assert.Equal("Credentials created", shown.Heading);
        return shown;
    }

    private static string RevokeLinkOfUnused(Page account, string label) =>
        account
            .Rows(label)
            .Single(r => r.TextContent.Contains("Never", StringComparison.Ordinal) && !r.ClassList.Contains("is-past"))
            .QuerySelectorAll("a")
            .Single(a => a.TextContent.Contains("Revoke", StringComparison.Ordinal))
            .GetAttribute("href")!;
}
