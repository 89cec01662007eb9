using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Credentials;

public sealed class CredentialAccessPagesTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData(null, "Full access")]
    [InlineData("Read only", "Read only")]
    [InlineData("Agent", "Agent")]
    public async Task The_chosen_access_is_in_the_list(string? choice, string listed)
    {
        var label = $"Chose {choice ?? "nothing"}";
        var browser = await App.SignedInAsync(App.Olga);
        var form = await NewAsync(browser);
        form.Fill("Label", label);
        if (choice is not null)
            form.Choose(choice);
        Assert.Equal("Credentials created", (await form.PressAsync("Create credentials")).Heading);
        var page = await browser.GetAsync("/settings/workspaces");
        Assert.Equal(listed, page.Cell(label, "Access"));
        var chip = page.Rows(label).Single().QuerySelector(".chip[title]")!;
        Assert.NotEmpty(chip.GetAttribute("title")!);
    }

    [Fact]
    public async Task An_unknown_access_is_refused_beside_the_choice()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var form = await NewAsync(browser);
        var answer = await browser.PostAsync(
            form.Document.QuerySelector("form[method=post][action*=credentials]")!.GetAttribute("action")!,
            [("Label", "Unknown access"), ("Access", "everything")]
        );
        Assert.Equal(422, answer.Status);
        Assert.Contains("Access must be", answer.Problems);
        Assert.Equal(0, await App.DbAsync(App.Olga, db => db.Credentials.CountAsync(c => c.Label == "Unknown access")));
    }

    [Fact]
    public async Task The_first_credentials_of_a_service_account_get_the_chosen_access()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var form = await browser.GetAsync($"/workspaces/{App.Olga.Workspace:N}/service-accounts/new");
        await form.Fill("Name", "Chosen agent").Choose("Agent").PressAsync("Add service account");
        var access = await App.DbAsync(
            App.Olga,
            db =>
                db.Credentials.Join(db.Users, c => c.UserId, u => u.Id, (c, u) => new { c.Access, u.Name })
                    .Where(r => r.Name == "Chosen agent")
                    .Select(r => r.Access)
                    .SingleAsync()
        );
        Assert.Equal(CredentialAccess.Agent, access);
    }

    private static async Task<Page> NewAsync(Browser browser) =>
        await (await browser.GetAsync("/settings/workspaces")).FollowAsync("Create credentials");
}
