using System.Net.Http.Json;
using ClearSettings.E2E.App;
using Microsoft.Playwright;

namespace ClearSettings.E2E.Groups;

/// <summary>
/// A group from its first member to its end: through its own form, the Users page, and an invitation.
/// </summary>
public sealed class GroupsJourney(Chromium chromium)
{
    private static readonly (string Name, string Email)[] Team =
    [
        ("Mia Haddad", "mia@northwind.example"),
        ("Kenji Sato", "kenji@northwind.example"),
        ("Priya Nair", "priya@northwind.example"),
        ("Adam Brandt", "adam@northwind.example"),
        ("Ewa Nowak", "ewa@northwind.example"),
        ("Lucía Ferrer", "lucia@northwind.example"),
        ("Maximiliane Freifrau von Hohenstein-Waldburg", "maximiliane.von-hohenstein-waldburg@northwind.example"),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_group_is_made_filled_and_deleted(bool script)
    {
        await using var server = await Server.StartAsync("--SignIn:AttemptsPerMinute=1000");
        await using var olga = await Visit.OpenAsync(chromium, "groups", script);
        await Owner.SetUpAsync(server, olga);
        await FillAsync(server, olga);
        await CreateAsync(olga);
        await FilterAsync(olga);
        await ChooseForOneAsync(olga);
        await ChooseForSeveralAsync(olga);
        await InviteAsync(olga);
        await EditAsync(olga);
        await DeleteAsync(olga);
        olga.AssertQuiet();
    }

    // People come in by the API, since how they come by hand is another journey.
    private static async Task FillAsync(Server server, Visit olga)
    {
        using var api = await Owner.ConnectAsync(server, olga);
        var company = await Owner.WorkspaceIdAsync(olga);
        foreach (var (name, email) in Team)
        {
            var role = name.StartsWith("Adam", StringComparison.Ordinal) ? "admin" : "user";
            await CallAsync(
                api,
                "auth.create_user",
                new
                {
                    name,
                    email,
                    company,
                    role,
                }
            );
        }
        await olga.FollowAsync("Users & groups");
        await olga.FollowAsync("Groups");
        await olga.SeeAsync("No custom groups yet");
        await olga.LookAsync("groups-empty");
        foreach (var name in new[] { "Speech", "Annotation", "MLOps" })
            await CallAsync(api, "permissions.add_or_update_user_group", new { name });
        await olga.Page.ReloadAsync();
    }

    private static async Task CallAsync(HttpClient api, string action, object body) =>
        Assert.Equal(200, (int)(await api.PostAsJsonAsync("/" + action, body)).StatusCode);

    private static async Task CreateAsync(Visit olga)
    {
        await olga.FollowAsync("Add group");
        await olga.SeeHeadingAsync("Add group");
        await olga.LookAsync("add");
        await olga.PressAsync("Add group");
        await olga.SeeAsync("The name is empty.");
        await olga.LookAsync("add-refused");
        await olga.FillAsync("Name", "Perception");
        await olga.FillAsync("Description optional", "Cameras, lidar and everything that sees");
        await Box(olga, "Mia Haddad").CheckAsync();
        await olga.FillAsync("Search people and service accounts", "kenji");
        if (!olga.Script)
            await olga.PressAsync("Search");
        await Expect(Box(olga, "Mia Haddad")).ToHaveCountAsync(0);
        await olga.SeeAsync("1 more is chosen.");
        await Box(olga, "Kenji Sato").CheckAsync();
        await olga.LookAsync("add-searched");
        await olga.PressAsync("Add group");
        await olga.SeeAsync("Group Perception created.");
        await Expect(Row(olga, "Perception")).ToContainTextAsync("2");
        await olga.LookAsync("groups");
    }

    private static async Task FilterAsync(Visit olga)
    {
        await olga.FillAsync("Search name, description or ID", "lidar");
        if (!olga.Script)
            await olga.Page.GetByLabel("Search name, description or ID").PressAsync("Enter");
        await Expect(Row(olga, "Queue admins")).ToHaveCountAsync(0);
        await Expect(Row(olga, "Perception")).ToHaveCountAsync(1);
        await olga.FillAsync("Search name, description or ID", "nothing like it");
        if (!olga.Script)
            await olga.Page.GetByLabel("Search name, description or ID").PressAsync("Enter");
        await olga.SeeAsync("No groups match.");
        await olga.LookAsync("groups-none");
        await olga.FollowAsync("Clear search");
        await Expect(Row(olga, "Queue admins")).ToHaveCountAsync(1);
    }

    private static async Task ChooseForOneAsync(Visit olga)
    {
        await olga.FollowAsync("Users");
        await olga.SeeHeadingAsync("Users");
        await olga.ChooseAsync("Mia Haddad", "Edit groups");
        await olga.SeeHeadingAsync("Groups of Mia Haddad");
        await Expect(Box(olga, "Perception")).ToBeCheckedAsync();
        await Box(olga, "Queue admins").CheckAsync();
        await Box(olga, "MLOps").CheckAsync();
        await olga.LookAsync("edit-groups");
        await olga.PressAsync("Save groups");
        await olga.SeeAsync("Groups of Mia Haddad saved.");
        await Expect(Row(olga, "Mia Haddad")).ToContainTextAsync("MLOps");
    }

    private static async Task ChooseForSeveralAsync(Visit olga)
    {
        foreach (var name in new[] { "Priya Nair", "Ewa Nowak" })
            await olga.Page.GetByLabel($"Select {name}").CheckAsync();
        await olga.PressAsync("Add to group");
        await olga.SeeHeadingAsync("Add 2 people to groups");
        await Box(olga, "Annotation").CheckAsync();
        await olga.LookAsync("add-to-group");
        await olga.PressAsync("Add to groups");
        await olga.SeeAsync("2 people are now in Annotation.");
        foreach (var name in new[] { "Mia Haddad", "Ewa Nowak" })
            await olga.Page.GetByLabel($"Select {name}").CheckAsync();
        await olga.LookAsync("users");
    }

    private static async Task InviteAsync(Visit olga)
    {
        await olga.FollowAsync("Invite people");
        await olga.SeeHeadingAsync("Invite people");
        await olga.FillAsync("Email addresses", "ivan@northwind.example");
        await Box(olga, "Speech").CheckAsync();
        if (olga.Script)
            await olga.SeeAsync("Will be invited.");
        await olga.LookAsync("invite");
        await olga.PressAsync("Create invitations");
        await olga.SeeHeadingAsync("Invitation link");
        await olga.LeaveSecretAsync();
        await Expect(Row(olga, "ivan@northwind.example")).ToContainTextAsync("Speech");
        await olga.LookAsync("users-invited");
        await olga
            .Page.GetByLabel("Group", new() { Exact = true })
            .Filter(new() { Visible = true })
            .SelectOptionAsync("Speech");
        if (!olga.Script)
            await olga.PressAsync("Apply");
        await olga.SeeAsync("1 person");
    }

    private static async Task EditAsync(Visit olga)
    {
        await olga.FollowAsync("Groups");
        await olga.ChooseAsync("Admins", "Edit group");
        await olga.SeeHeadingAsync("Edit Admins");
        await Expect(Box(olga, "Olga Lindqvist")).ToBeDisabledAsync();
        await olga.LookAsync("edit-admins");
        await olga.FollowAsync("Cancel");
        await olga.ChooseAsync("Perception", "Edit group");
        await olga.SeeHeadingAsync("Edit Perception");
        await Box(olga, "Kenji Sato").UncheckAsync();
        await olga.LookAsync("edit");
        await olga.PressAsync("Save group");
        await olga.SeeAsync("Group Perception saved.");
    }

    private static async Task DeleteAsync(Visit olga)
    {
        await olga.PressAsync("Actions for Perception");
        await olga.LookAsync("groups-menu");
        await olga.FollowAsync("Delete group");
        await olga.SeeHeadingAsync("Delete the group Perception?");
        await olga.SeeAsync("Its member stays in the workspace.");
        await olga.LookAsync("delete");
        await olga.PressAsync("Delete group");
        await olga.SeeAsync("Group Perception deleted.");
        await Expect(Row(olga, "Perception").Filter(new() { HasText = "lidar" })).ToHaveCountAsync(0);
    }

    private static ILocator Box(Visit visit, string name) =>
        visit.Page.Locator(".picks").GetByRole(AriaRole.Checkbox, new() { Name = name });

    private static ILocator Row(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Row, new() { Name = name });

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
