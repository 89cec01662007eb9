using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

public abstract partial class LongListTests
{
    [Fact]
    public async Task Invitations_to_a_person_are_shown_in_pages()
    {
        await using var server = await App.AnotherAsync();
        var nina = await server.AddAsync("Nina New", MemberRole.Member);
        await InviteAsync(server, nina.Email, 0, 25);
        var browser = await server.SignedInAsync(nina);
        var page = await browser.GetAsync("/settings/notifications");
        Assert.Equal(20, page.Document.QuerySelectorAll("section[aria-labelledby^=invitation-]").Length);
        Assert.Contains("Workspace 24", page.Main);
        Assert.Contains("1–20 of 25 invitations", page.Main);
        var size = page.Html.Length;
        var next = await page.FollowAsync("Next page");
        Assert.Equal(5, next.Document.QuerySelectorAll("section[aria-labelledby^=invitation-]").Length);
        Assert.Equal("You joined Workspace 4.", (await next.PressAsync("Join workspace")).Flash);
        var workspaces = await browser.GetAsync("/settings/workspaces");
        Assert.Equal(5, workspaces.Document.QuerySelectorAll("section[aria-labelledby^=invitation-]").Length);
        Assert.Equal("/settings/notifications", (await workspaces.FollowAsync("and 19 more")).Path);
        // Twice as many make no larger page, whatever the digits of the numbers on it.
        await InviteAsync(server, nina.Email, 25, 50);
        Assert.InRange((await browser.GetAsync("/settings/notifications")).Html.Length, size - 2_000, size + 2_000);
        await RemoveFromAllWorkspacesAsync(server, nina);
        var none = await (await server.SignedInAsync(nina)).GetAsync("/no-workspace");
        Assert.Equal(20, none.Document.QuerySelectorAll("main .stack, .stack").Length);
        Assert.Contains("and 29 more", none.Html);
    }

    [Fact]
    public async Task Lists_of_the_API_are_had_in_pages()
    {
        await using var server = await App.AnotherAsync();
        await AddInvitationsAndGroupsAsync(server);
        var client = server.Api(await server.KeyAsync(server.Olga));
        Assert.Equal(["c@example.com"], await ListAsync(client, "login.get_settings", "whitelist_entries.email", 1, 2));
        Assert.Equal(
            ["a@example.com", "b@example.com"],
            await ListAsync(client, "login.get_settings", "whitelist_entries.email", 0, 2)
        );
        Assert.Equal(3, await TotalAsync(client, "login.get_settings", new { page_size = 1 }, "whitelist_total"));
        Assert.Equal(["Olga Orlova"], await ListAsync(client, "permissions.get_company_users", "users.name", 1, 2));
        Assert.Equal(3, await TotalAsync(client, "permissions.get_company_users", new { page = 7 }, "total"));
        Assert.Equal(["B"], await ListAsync(client, "permissions.get_user_groups", "groups.name", 2, 2));
        Assert.Empty(await ListAsync(client, "permissions.get_user_groups", "groups.name", int.MaxValue, 500));
    }

    [Fact]
    public async Task Pages_of_the_API_that_cannot_be_are_refused()
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        foreach (
            var action in new[] { "login.get_settings", "permissions.get_company_users", "permissions.get_user_groups" }
        )
        foreach (var body in new object[] { new { page = -1 }, new { page_size = 0 } })
            await client.RefusedAsync(400, 12, action, body);
    }

    [Fact]
    public async Task Filters_of_logs_offer_the_latest_people_and_vaults_and_a_search_for_the_others()
    {
        await using var server = await App.AnotherAsync();
        // Each does one thing, and Adam did his first.
        await SaveVaultAsync(server, server.Adam, "The first vault");
        for (var i = 0; i < 101; i++)
            await SaveVaultAsync(server, await server.AddAsync($"Person {i:000}", MemberRole.Admin), $"Vault {i:000}");
        var browser = await server.SignedInAsync(server.Olga);
        foreach (var log in new[] { "audit-log", "vault-activity" })
            await AssertAdamIsFoundAsync(server, browser, $"/workspaces/{server.Olga.Workspace:N}/{log}");
        var activity = await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/vault-activity");
        Assert.Equal(102, activity.Document.QuerySelectorAll("#filter-vault option").Length);
        activity = await (await activity.Fill("Search vaults", "the first").PressAsync("Apply"))
            .Fill("Vault", "The first vault")
            .PressAsync("Apply");
        Assert.Single(activity.Document.QuerySelectorAll("tbody tr"));
    }

    private static async Task AssertAdamIsFoundAsync(TestApp server, Browser browser, string log)
    {
        var page = await browser.GetAsync(log);
        var options = page.Document.QuerySelectorAll("#filter-person option");
        Assert.InRange(options.Length, 100, 104);
        Assert.DoesNotContain("Adam Ames", options.Select(o => o.TextContent));
        Assert.Contains("More: search for a name", options.Select(o => o.TextContent));
        page = await (await page.Fill("Search people", "adam").PressAsync("Apply"))
            .Fill("Person", "Adam Ames")
            .PressAsync("Apply");
        Assert.NotEmpty(page.Rows("The first vault"));
        Assert.Empty(page.Rows("Vault 100"));
        // The chosen one stays in the list without the search too.
        page = await browser.GetAsync($"{log}?person={server.Adam.Id:N}");
        Assert.Equal("Adam Ames", page.Document.QuerySelector("#filter-person option[selected]")!.TextContent);
    }

    private static Task SaveVaultAsync(TestApp server, Person person, string name) =>
        server.InAsync(
            person,
            s =>
                s.GetRequiredService<SaveVault>()
                    .RunAsync(
                        null,
                        new()
                        {
                            Name = name,
                            Scope = VaultScope.Organization,
                            Content = "a = 1",
                        }
                    )
        );

    private static async Task AddInvitationsAndGroupsAsync(TestApp server)
    {
        await server.InAsync(
            server.Olga,
            s =>
                s.GetRequiredService<InviteMembers>()
                    .RunAsync(
                        new() { Addresses = "a@example.com, b@example.com, c@example.com", Role = MemberRole.Member }
                    )
        );
        foreach (var name in new[] { "A", "B" })
            await server.InAsync(server.Olga, s => s.GetRequiredService<CreateGroup>().RunAsync(new() { Name = name }));
    }

    private static async Task RemoveFromAllWorkspacesAsync(TestApp server, Person person)
    {
        await server.InAsync(server.Olga, s => s.GetRequiredService<RemoveMembers>().RunAsync([person.Id]));
        await server.DbAsync(
            null,
            db => db.Members.IgnoreQueryFilters().Where(m => m.UserId == person.Id).ExecuteDeleteAsync()
        );
    }

    /// <param name="members">A list of the answer and a member of its entries, such as "users.name".</param>
    private static async Task<List<string?>> ListAsync(
        ApiClient client,
        string action,
        string members,
        int page,
        int size
    ) =>
        [
            .. (await client.CallAsync(action, new { page, page_size = size }))
                .Ok.GetProperty(members.Split('.')[0])
                .EnumerateArray()
                .Select(e => e.GetProperty(members.Split('.')[1]).GetString()),
        ];

    private static async Task<int> TotalAsync(ApiClient client, string action, object body, string member) =>
        (await client.CallAsync(action, body)).Ok.GetProperty(member).GetInt32();

    // Each workspace sends one invitation, as a stranger's would.
    private static async Task InviteAsync(TestApp server, string email, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var workspace = await server.AddWorkspaceAsync($"Workspace {i}");
            await server.DbAsync(
                null,
                db =>
                    db.WriteAsync(() =>
                        Task.FromResult(
                            db.Members.Add(Member.Join(workspace, server.Eve.Id, MemberRole.Owner, server.Time))
                        )
                    )
            );
            await Members.InvitedUser.TokenAsync(server, server.Eve with { Workspace = workspace }, email);
        }
    }
}
