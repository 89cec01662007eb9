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
}
