using ClearSettings.E2E.App;
using Microsoft.Playwright;

namespace ClearSettings.E2E.Credentials;

/// <summary>Everything a new owner does in the first hour, in one window.</summary>
public sealed class FirstHourJourney(Chromium chromium)
{
    private const string Password = "walrus tin harbour 9";

    [Theory]
    [InlineData(true, ColorScheme.Light)]
    [InlineData(false, ColorScheme.Dark)]
    public async Task A_new_owner_sets_up_the_server_and_connects_a_client(bool script, ColorScheme scheme)
    {
        await using var server = await Server.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium, "first-hour", script, scheme);
        await SetUpAsync(server, visit);
        await EditProfileAsync(server, visit);
        var (accessKey, secretKey) = await CreateCredentialsAsync(server, visit);
        var token = await LogInAsync(server, accessKey, secretKey);
        await RelabelAsync(server, visit);
        await RotateAsync(server, visit, accessKey, secretKey);
        await RevokeAsync(server, visit, accessKey, secretKey, token);
        await RenameWorkspaceAsync(visit);
        await ReadAuditLogAsync(visit, secretKey);
        await SignOutAndInAsync(server, visit);
        visit.AssertQuiet();
    }

    private static async Task SetUpAsync(Server server, Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync(server.SetUpLink);
        Assert.DoesNotContain(server.SetUpLink[^20..], page.Url);
        await visit.LookAsync("set-up");
        await page.GetByLabel("Your name").FillAsync("Olga Lindqvist");
        await page.GetByLabel("Email").FillAsync("olga@northwind.example");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("password1234");
        await page.GetByLabel("Workspace name").FillAsync("Northwind Vision");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create workspace" }).ClickAsync();
        await Expect(page.GetByText("Too easy to guess")).ToBeVisibleAsync();
        await visit.LookAsync("set-up-refused");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create workspace" }).ClickAsync();
        await Expect(page.GetByText("No credentials yet")).ToBeVisibleAsync();
        await visit.LookAsync("workspaces-empty");
        var again = await page.APIRequest.GetAsync(server.SetUpLink);
        Assert.Equal(404, again.Status);
    }

    private static async Task EditProfileAsync(Server server, Visit visit)
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Profile" }).First.ClickAsync();
        await Expect(page.GetByText("You sign in with it.")).ToBeVisibleAsync();
        await visit.LookAsync("profile");
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit name" }).ClickAsync();
        if (visit.Script)
        {
            await Expect(page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Escape");
            await page.GetByRole(AriaRole.Link, new() { Name = "Edit name" }).ClickAsync();
        }
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("\u200B");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("The name is empty")).ToBeVisibleAsync();
        await visit.LookAsync("profile-refused");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Olga <i>Berg</i>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Name saved.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Olga <i>Berg</i>" })).ToBeVisibleAsync();
        await page.GotoAsync(server.Web + "/settings/workspace-configuration");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Workspaces", Exact = true })).ToBeVisibleAsync();
    }

    private static async Task<(string AccessKey, string SecretKey)> CreateCredentialsAsync(Server server, Visit visit)
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Create credentials" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Create credentials" })).ToBeVisibleAsync();
        await visit.LookAsync("create");
        await page.GetByLabel("Label").FillAsync("Training agents");
        await page.GetByLabel("Expires").SelectOptionAsync("30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create credentials" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Credentials created" })).ToBeVisibleAsync();
        await visit.LookAsync("created");
        var accessKey = await page.GetByLabel("Access key", new() { Exact = true }).InputValueAsync();
        var secretKey = await page.GetByLabel("Secret key", new() { Exact = true }).InputValueAsync();
        await AssertEveryFormAsync(visit, accessKey, secretKey);
        await visit.LeaveSecretAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Training agents" })).ToContainTextAsync("In 30 days");
        if (visit.Script)
            await Expect(page.Locator("#dialog-content")).ToBeEmptyAsync();
        Assert.DoesNotContain(secretKey, await page.ContentAsync());
        Assert.DoesNotContain(secretKey, server.Output);
        return (accessKey, secretKey);
    }

    private static async Task AssertEveryFormAsync(Visit visit, string accessKey, string secretKey)
    {
        var page = visit.Page;
        foreach (var tab in new[] { "clearml.conf", "Jupyter", "Environment", "Docker", "Kubernetes" })
        {
            if (visit.Script)
                await page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            var shown = page.Locator("pre", new() { HasText = accessKey }).Filter(new() { Visible = true });
            await Expect(visit.Script ? shown : shown.First).ToContainTextAsync(secretKey);
        }
        if (visit.Script)
            await page.GetByRole(AriaRole.Tab, new() { Name = "clearml.conf" }).ClickAsync();
        else
            await Expect(page.Locator("pre", new() { HasText = secretKey })).ToHaveCountAsync(5);
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Download clearml.conf" }).Last.ClickAsync()
        );
        Assert.Equal("clearml.conf", download.SuggestedFilename);
        var text = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Equal(text.TrimEnd('\n'), await page.Locator("#snippet-conf-text").TextContentAsync());
        var file = text.TrimEnd('\n').Split('\n');
        Assert.DoesNotContain("", file);
        Assert.Equal("}", Assert.Single(file, line => line.TrimEnd() == "}" && !line.StartsWith(' ')));
        Assert.Contains(file, line => line.Contains(secretKey, StringComparison.Ordinal));
    }

    private static async Task<string> LogInAsync(Server server, string accessKey, string secretKey)
    {
        var (status, token) = await ApiClient.LoginAsync(server.Api, accessKey, secretKey);
        Assert.Equal(200, status);
        var (_, me) = await ApiClient.CallAsync(server.Web + "/api", "users.get_current_user", token!);
        Assert.Equal("Olga <i>Berg</i>", me.GetProperty("user").GetProperty("name").GetString());
        return token!;
    }

    private static async Task OpenMenuAsync(IPage page, string name, string item)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Actions for {name}" }).Last.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = item }).Filter(new() { Visible = true }).ClickAsync();
    }

    private static async Task RelabelAsync(Server server, Visit visit)
    {
        var page = visit.Page;
        await Expect(async () =>
        {
            await page.GotoAsync(server.Web + "/settings/workspaces");
            return await page.GetByText("gpu-node-03").IsVisibleAsync();
        });
        await visit.LookAsync("workspaces");
        await OpenMenuAsync(page, "Training agents", "Edit label");
        await page.GetByLabel("Label").First.FillAsync("<b>Night</b> shift");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Save") }).ClickAsync();
        await Expect(page.GetByText("<b>Night</b> shift", new() { Exact = true })).ToBeVisibleAsync();
    }

    private static async Task RotateAsync(Server server, Visit visit, string accessKey, string secretKey)
    {
        var page = visit.Page;
        await page.GotoAsync(server.Web + "/settings/workspaces");
        await OpenMenuAsync(page, "<b>Night</b> shift", "Rotate");
        await Expect(page.GetByText("1 client used these credentials in the last 24 hours: gpu-node-03."))
            .ToBeVisibleAsync();
        await visit.LookAsync("rotate");
        await page.GetByLabel("1 hour").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate credentials" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Credentials created" })).ToBeVisibleAsync();
        Assert.NotEqual(secretKey, await page.GetByLabel("Secret key", new() { Exact = true }).InputValueAsync());
        await visit.LeaveSecretAsync();
        await Expect(page.GetByText("Rotated, expires in 1 hour")).ToBeVisibleAsync();
        Assert.Equal(200, (await ApiClient.LoginAsync(server.Api, accessKey, secretKey)).Status);
    }

    private static async Task RevokeAsync(Server server, Visit visit, string accessKey, string secretKey, string token)
    {
        var page = visit.Page;
        await OpenMenuAsync(page, "<b>Night</b> shift", "Revoke credentials");
        await Expect(page.GetByText("They will fail on their next request.")).ToBeVisibleAsync();
        await visit.LookAsync("revoke");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke credentials" }).ClickAsync();
        await Expect(page.GetByText("revoked. Clients")).ToBeVisibleAsync();
        await visit.LookAsync("revoked");
        Assert.Equal(401, (await ApiClient.LoginAsync(server.Api, accessKey, secretKey)).Status);
        Assert.Equal(401, (await ApiClient.CallAsync(server.Api, "users.get_current_user", token)).Status);
    }

    private static async Task RenameWorkspaceAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Rename workspace" }).ClickAsync();
        await page.GetByLabel("Workspace name").FillAsync("Northwind Vision AB");
        await visit.LookAsync("rename");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Workspace renamed to Northwind Vision AB.")).ToBeVisibleAsync();
    }

    private static async Task ReadAuditLogAsync(Visit visit, string secretKey)
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Audit log" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Set up the server" })).ToBeVisibleAsync();
        await visit.LookAsync("audit-log");
        await page.GetByLabel("Kind of event").SelectOptionAsync("credential.rotated");
        if (!visit.Script)
            await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(page.GetByText("1 event", new() { Exact = true }).First).ToBeVisibleAsync();
        Assert.Contains("kind=credential.rotated", page.Url);
        Assert.DoesNotContain(secretKey, await page.ContentAsync());
    }

    private static async Task SignOutAndInAsync(Server server, Visit visit)
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Theme") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.GotoAsync(server.Web + "/settings/nothing");
        await visit.LookAsync("not-found");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Account") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await visit.LookAsync("sign-in");
        await page.GotoAsync(server.Web + "/settings/profile");
        await page.GetByLabel("Email").FillAsync("Olga@Northwind.example");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("walrus tin harbour 8");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByText("Incorrect email or password")).ToBeVisibleAsync();
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(server.Web + "/settings/profile");
    }

    /// <summary>Repeats a question until it is answered with yes, each time after the page has loaded again.</summary>
    private static async Task Expect(Func<Task<bool>> question)
    {
        var patience = DateTime.UtcNow.AddSeconds(20);
        while (!await question())
            Assert.True(DateTime.UtcNow < patience, "It did not come true in 20 seconds.");
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
