using System.Net.Http.Json;
using System.Text.Json;
using ClearSettings.E2E.App;
using Microsoft.Playwright;

namespace ClearSettings.E2E.AccessRules;

/// <summary>From the rules of a new workspace to one group with one project, and who can do what on the way.</summary>
public sealed class AccessRulesJourney(Chromium chromium)
{
    private const int Tasks = 12;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_group_gets_one_project_and_nothing_else(bool script)
    {
        await using var server = await Server.StartAsync("--SignIn:AttemptsPerMinute=1000");
        await using var olga = await Visit.OpenAsync(chromium, "access-rules", script);
        await Owner.SetUpAsync(server, olga);
        using var api = await Owner.ConnectAsync(server, olga);
        var (mia, ewa) = await FillAsync(api, await Owner.WorkspaceIdAsync(olga));
        Assert.Equal(Tasks + 1, (await ListAsync(api, mia, "task", "modify")).Count);
        await DeleteDefaultsAsync(olga);
        foreach (var account in new[] { mia, ewa })
            Assert.Empty(await ListAsync(api, account, "task", "read"));
        await GrantAsync(olga);
        // The preview said: all tasks of the project, and the project itself.
        Assert.Equal(Tasks, (await ListAsync(api, mia, "task", "read")).Count);
        Assert.Equal(["vision"], await ListAsync(api, mia, "project", "read"));
        Assert.Empty(await ListAsync(api, mia, "task", "modify"));
        Assert.Empty(await ListAsync(api, ewa, "task", "read"));
        await CheckAsync(olga);
        await RestoreAsync(olga);
        Assert.Equal(Tasks + 1, (await ListAsync(api, ewa, "task", "modify")).Count);
        olga.AssertQuiet();
    }

    private static async Task<(string Mia, string Ewa)> FillAsync(HttpClient api, string company)
    {
        var mia = await AddUserAsync(api, company, "Mia Haddad", "mia@northwind.example");
        var ewa = await AddUserAsync(api, company, "Ewa Nowak", "ewa@northwind.example");
        await CallAsync(
            api,
            "permissions.add_or_update_user_group",
            new { name = "Perception", users = new[] { mia } }
        );
        object[] resources =
        [
            Project("vision", "Vision"),
            Project("speech", "Speech"),
            TaskIn("speech", "asr", "Train the speech model"),
            .. Enumerable.Range(1, Tasks).Select(i => TaskIn("vision", $"task{i}", $"Train detector {i}")),
        ];
        await CallAsync(api, "resources.upsert", new { resources });
        return (mia, ewa);
    }

    private static async Task<string> AddUserAsync(HttpClient api, string company, string name, string email)
    {
        var user = new
        {
            name,
            email,
            company,
            role = "user",
        };
        return (await CallAsync(api, "auth.create_user", user)).GetProperty("id").GetString()!;
    }

    private static object Project(string id, string name) =>
        new
        {
            type = "project",
            id,
            name,
        };

    private static object TaskIn(string project, string id, string name) =>
        new
        {
            type = "task",
            id,
            name,
            parent = new { type = "project", id = project },
        };

    private static async Task DeleteDefaultsAsync(Visit olga)
    {
        await olga.FollowAsync("Access rules");
        await olga.SeeHeadingAsync("Access rules");
        await Expect(olga.Page.Locator("tbody tr")).ToHaveCountAsync(7);
        await olga.LookAsync("rules");
        foreach (var box in await olga.Page.Locator("tbody [type=checkbox]").AllAsync())
            await box.CheckAsync();
        await olga.PressAsync("Delete rules");
        await olga.SeeHeadingAsync("Delete 7 access rules?");
        await olga.SeeAsync("Removes read on 15 objects from 2 users");
        await olga.LookAsync("delete");
        await olga.FillAsync("Type “lock out all members” to confirm", "lock out all members");
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Delete rules" }).Last.ClickAsync();
        await olga.SeeAsync("7 access rules deleted.");
        await olga.SeeAsync("No access rules");
        await olga.LookAsync("rules-empty");
    }

    private static async Task GrantAsync(Visit olga)
    {
        await olga.FollowAsync("Add rule");
        await olga.SeeHeadingAsync("Add rule");
        await olga.FillAsync("Search objects", "vis");
        if (!olga.Script)
            await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).First.ClickAsync();
        await Expect(olga.Page.GetByRole(AriaRole.Radio, new() { Name = "Speech" })).ToHaveCountAsync(0);
        await olga.Page.GetByRole(AriaRole.Radio, new() { Name = "Vision" }).CheckAsync();
        await olga.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Perception" }).CheckAsync();
        if (!olga.Script)
            await olga.PressAsync("Preview");
        await olga.SeeAsync($"Grants read on {Tasks + 1} objects to 1 user");
        await olga.LookAsync("add");
        await olga.Page.GetByRole(AriaRole.Button, new() { Name = "Add rule" }).Last.ClickAsync();
        await olga.SeeAsync("Access rule added.");
        await Expect(olga.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await olga.LookAsync("rules-one");
    }

    private static async Task CheckAsync(Visit olga)
    {
        await olga.FollowAsync("Check access");
        await olga.SeeHeadingAsync("Check access");
        await SelectAsync(olga, "Resource type", "Task");
        await olga.Page.GetByText("Train detector 7", new() { Exact = true }).ClickAsync();
        await SelectAsync(olga, "User or service account", "Mia Haddad");
        await olga.SeeAsync("Mia Haddad can read the task Train detector 7.");
        await Expect(olga.Page.Locator(".chain li")).ToHaveCountAsync(5);
        await olga.LookAsync("check-allowed");
        await SelectAsync(olga, "User or service account", "Ewa Nowak");
        await olga.SeeAsync("Ewa Nowak has no access to the task Train detector 7.");
        await olga.SeeAsync("Add Ewa Nowak to the group Perception");
        await olga.LookAsync("check-refused");
    }

    private static async Task RestoreAsync(Visit olga)
    {
        await olga.FollowAsync("Access rules");
        await olga.FollowAsync("History");
        await olga.SeeHeadingAsync("History of access rules");
        await olga.LookAsync("history");
        await olga.FollowAsync("Version 1");
        await olga.LookAsync("version");
        await olga.FollowAsync("Restore this version");
        await olga.SeeHeadingAsync("Restore version 1 of the access rules?");
        await olga.SeeAsync("Grants modify on 15 objects to 2 users");
        await olga.LookAsync("restore");
        await olga.PressAsync("Restore version");
        await olga.SeeAsync("Version 1 restored.");
        await olga.FollowAsync("Import YAML");
        await olga.SeeHeadingAsync("Import access rules");
        await olga.FillAsync("Or paste the rules", "version: 1\nrules: []");
        await olga.PressAsync("Check");
        await olga.SeeAsync("deletes 7");
        await olga.LookAsync("import");
    }

    private static async Task SelectAsync(Visit olga, string label, string option)
    {
        await olga
            .Page.GetByLabel(label, new() { Exact = true })
            .Filter(new() { Visible = true })
            .SelectOptionAsync(option);
        if (!olga.Script)
            await olga.PressAsync("Show");
    }

    private static async Task<IReadOnlyList<string>> ListAsync(HttpClient api, string user, string type, string action)
    {
        var data = await CallAsync(
            api,
            "access.list",
            new
            {
                user,
                type,
                action,
            }
        );
        return [.. data.GetProperty("ids").EnumerateArray().Select(i => i.GetString()!)];
    }

    private static async Task<JsonElement> CallAsync(HttpClient api, string action, object body)
    {
        using var response = await api.PostAsJsonAsync("/" + action, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{action}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("data").Clone();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
