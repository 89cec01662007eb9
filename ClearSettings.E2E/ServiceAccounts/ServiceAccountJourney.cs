using ClearSettings.E2E.App;
using Microsoft.Playwright;

namespace ClearSettings.E2E.ServiceAccounts;

/// <summary>From a new service account to an agent that acts for a member, and to its end.</summary>
public sealed class ServiceAccountJourney(Chromium chromium)
{
    private const string Mia = "mia@northwind.example";
    private const string Password = "plum tractor velvet moon";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agent_gets_an_account_impersonates_a_member_and_goes(bool script)
    {
        await using var server = await Server.StartAsync(
            "--SignIn:AttemptsPerMinute=1000",
            "--ServiceAccounts:AllowAdmins=true"
        );
        await using var olga = await Visit.OpenAsync(chromium, "service-accounts-olga", script);
        await using var mia = await Visit.OpenAsync(chromium, "service-accounts-mia", script);
        await Owner.SetUpAsync(server, olga);
        await JoinAsync(server, olga, mia);
        var (accessKey, secretKey) = await AddAsync(server, olga);
        var miaId = await IdAsync(mia);
        var (status, token) = await ApiClient.LoginAsync(server.Api, accessKey, secretKey);
        Assert.Equal(200, status);
        var (impersonated, task) = await ApiClient.LoginAsAsync(server.Api, token!, miaId);
        Assert.Equal(200, impersonated);
        var (_, me) = await ApiClient.CallAsync(server.Api, "users.get_current_user", task!);
        Assert.Equal("Mia Haddad", me.GetProperty("user").GetProperty("name").GetString());
        Assert.Equal(403, (await ApiClient.CallAsync(server.Api, "users.get_service_users", task!)).Status);
        await SeeOnProfileAsync(server, mia);
        await WorkOnItAsync(server, olga);
        await ExcludeAsync(server, olga, task!);
        await DeleteAsync(server, olga);
        Assert.Equal(401, (await ApiClient.LoginAsync(server.Api, accessKey, secretKey)).Status);
        Assert.Equal(401, (await ApiClient.CallAsync(server.Api, "users.get_current_user", token!)).Status);
        foreach (var visit in new[] { olga, mia })
            visit.AssertQuiet();
    }

    private static async Task JoinAsync(Server server, Visit olga, Visit mia)
    {
        await olga.FollowAsync("Users & groups");
        await olga.FollowAsync("Invite people");
        await olga.FillAsync("Email addresses", Mia);
        await olga.PressAsync("Create invitations");
        var link = await olga.Page.GetByLabel(Mia, new() { Exact = true }).InputValueAsync();
        await mia.Page.GotoAsync(server.Web + new Uri(link).PathAndQuery);
        await mia.FillAsync("Your name", "Mia Haddad");
        await mia.FillAsync("Password", Password);
        await mia.PressAsync("Create account and join");
        await mia.SeeHeadingAsync("Workspaces");
    }

    private static async Task<(string AccessKey, string SecretKey)> AddAsync(Server server, Visit olga)
    {
        await olga.Page.GotoAsync(server.Web + "/settings/workspaces");
        await olga.FollowAsync("Users & groups");
        await olga.FollowAsync("Service accounts");
        await olga.SeeHeadingAsync("No service accounts yet");
        await olga.LookAsync("empty");
        await TryEmptyNameAsync(olga);
        await olga.FillAsync("Name", "Training agents of the northern computing centre");
        await olga.Page.GetByText("Allow impersonation").ClickAsync();
        await olga.Page.GetByText("Queue admins").ClickAsync();
        await olga.Page.GetByLabel("First credentials expire").SelectOptionAsync("90");
        await olga.PressAsync("Add service account");
        await olga.SeeHeadingAsync("Credentials created");
        await olga.LookAsync("created");
        var pair = (
            await olga.Page.GetByLabel("Access key", new() { Exact = true }).InputValueAsync(),
            await olga.Page.GetByLabel("Secret key", new() { Exact = true }).InputValueAsync()
        );
        await olga.LeaveSecretAsync();
        await olga.SeeHeadingAsync("Training agents of the northern computing centre");
        await olga.LookAsync("account-new");
        Assert.DoesNotContain(pair.Item2, await olga.Page.ContentAsync());
        return pair;
    }

    private static async Task TryEmptyNameAsync(Visit olga)
    {
        await olga.FollowAsync("Add service account");
        await olga.SeeHeadingAsync("Add service account");
        await olga.LookAsync("add");
        await olga.FillAsync("Name", "\u200B");
        await olga.PressAsync("Add service account");
        await olga.SeeAsync("The name is empty");
        await olga.LookAsync("add-refused");
    }

    private static async Task<string> IdAsync(Visit mia)
    {
        await mia.FollowAsync("Profile");
        await mia.SeeHeadingAsync("Impersonated by");
        return await mia.Page.Locator("dd .id code").First.InnerTextAsync();
    }

    private static async Task SeeOnProfileAsync(Server server, Visit mia)
    {
        await mia.Page.GotoAsync(server.Web + "/settings/profile");
        await Expect(mia.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Training agents of the northern" }))
            .ToContainTextAsync("Just now");
        await mia.LookAsync("acted-for-you");
    }

    private static async Task WorkOnItAsync(Server server, Visit olga)
    {
        var page = olga.Page;
        await page.ReloadAsync();
        await olga.ReloadUntilAsync(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "gpu-node-03" }));
        await olga.SeeAsync("for Mia Haddad");
        await olga.LookAsync("account");
        await olga.FillAsync("Name", "agent-bot");
        await olga.PressAsync("Save account");
        await olga.SeeAsync("Service account saved.");
        await olga.SeeHeadingAsync("agent-bot");
        await CreateAndRevokeCredentialsAsync(olga);
        await olga.FollowAsync("Service accounts");
        await olga.SeeAsync("1 service account");
        await olga.LookAsync("list");
        await page.GotoAsync(
            server.Web
                + new Uri(page.Url).AbsolutePath.Replace("service-accounts", "audit-log", StringComparison.Ordinal)
        );
        await olga.SeeAsync("centre for Mia Haddad");
        await olga.LookAsync("audit-log");
    }

    private static async Task CreateAndRevokeCredentialsAsync(Visit olga)
    {
        await olga.FollowAsync("Create credentials");
        await olga.SeeHeadingAsync("Create credentials");
        await olga.LookAsync("credentials");
        await olga.FillAsync("Label optional", "Node 7");
        await olga.PressAsync("Create credentials");
        await olga.SeeHeadingAsync("Credentials created");
        await olga.LeaveSecretAsync();
        await olga.SeeAsync("2 credentials");
        await olga.ChooseAsync("Node 7", "Revoke credentials");
        await olga.SeeHeadingAsync("Revoke “Node 7”?");
        await olga.PressAsync("Revoke credentials");
        await olga.SeeAsync("Credentials “Node 7” revoked.");
    }

    private static async Task ExcludeAsync(Server server, Visit olga, string task)
    {
        await olga.FollowAsync("Users & groups");
        await olga.ChooseAsync("Mia Haddad", "Impersonation");
        await olga.SeeHeadingAsync("Allow impersonation of Mia Haddad?");
        await olga.LookAsync("exclude");
        await olga.Page.GetByText("Excluded", new() { Exact = true }).ClickAsync();
        await olga.PressAsync("Save choice");
        await olga.SeeAsync("Mia Haddad can no longer be impersonated.");
        Assert.Equal(401, (await ApiClient.CallAsync(server.Api, "users.get_current_user", task)).Status);
    }

    private static async Task DeleteAsync(Server server, Visit olga)
    {
        await olga.FollowAsync("Service accounts");
        await olga.ChooseAsync("agent-bot", "Delete service account");
        await olga.SeeHeadingAsync("Delete “agent-bot”?");
        await olga.SeeAsync("It has impersonated 1 person.");
        await olga.LookAsync("delete");
        await olga.PressAsync("Delete service account");
        await olga.SeeAsync("agent-bot deleted.");
        await olga.SeeHeadingAsync("No service accounts yet");
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
