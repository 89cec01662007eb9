using System.Net.Http.Headers;
using System.Text;

namespace ClearSettings.E2E.App;

/// <summary>Olga, who sets a new server up.</summary>
public static class Owner
{
    public const string Email = "olga@northwind.example";
    public const string Password = "walrus tin harbour 9";

    /// <summary>Ends on the Workspaces page.</summary>
    public static async Task SetUpAsync(Server server, Visit visit)
    {
        await visit.Page.GotoAsync(server.SetUpLink);
        await visit.FillAsync("Your name", "Olga Lindqvist");
        await visit.FillAsync("Email", Email);
        await visit.FillAsync("Password", Password);
        await visit.FillAsync("Workspace name", "Northwind Vision");
        await visit.PressAsync("Create workspace");
        await visit.SeeAsync("No credentials yet");
    }

    /// <summary>What the command says that makes the owner of a server, who has the password of Olga.</summary>
    public static Task<(int Code, string Out, string Error)> CreateAsync(
        string data,
        string email,
        string name,
        string workspace
    ) =>
        Server.CommandAsync(
            Password,
            "admin",
            "create-owner",
            "--email",
            email,
            "--name",
            name,
            "--workspace",
            workspace,
            "--password-stdin",
            "--data",
            data
        );

    /// <summary>Creates credentials on the Workspaces page.</summary>
    /// <returns>A client that uses them.</returns>
    public static async Task<HttpClient> ConnectAsync(Server server, Visit visit)
    {
        await visit.FollowAsync("Create credentials");
        await visit.SeeHeadingAsync("Create credentials");
        await visit.PressAsync("Create credentials");
        await visit.SeeHeadingAsync("Credentials created");
        var accessKey = await visit.Page.GetByLabel("Access key", new() { Exact = true }).InputValueAsync();
        var secretKey = await visit.Page.GetByLabel("Secret key", new() { Exact = true }).InputValueAsync();
        await visit.LeaveSecretAsync();
        var client = new HttpClient { BaseAddress = new Uri(server.Api) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.Latin1.GetBytes($"{accessKey}:{secretKey}"))
        );
        return client;
    }

    public static async Task<string> WorkspaceIdAsync(Visit visit) =>
        (await visit.Page.Locator(".sidebar a[href^='/workspaces/']").First.GetAttributeAsync("href"))!.Split('/')[2];
}
