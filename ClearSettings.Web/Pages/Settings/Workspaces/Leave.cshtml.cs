using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>Says what is lost, and asks, before somebody leaves a workspace.</summary>
[Needs(Permission.ReadWorkspace), HostedOnly]
public sealed class Leave(LeaveWorkspace leave, RemoveFromWorkspace departure) : AppPage
{
    /// <summary>Why they cannot, or null.</summary>
    public string? Obstacle { get; private set; }

    public IReadOnlyList<string> Consequences { get; private set; } = [];

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var workspace = Current.Principal.WorkspaceName;
        var done = await leave.RunAsync();
        if (!done.Ok)
        {
            Refused(done);
            return await ShowAsync();
        }
        return DoneAt(Links.Workspaces, $"You left {workspace}.{Revoked(done.Value.Credentials, " ", "was", "were")}");
    }

    private async Task<IActionResult> ShowAsync()
    {
        Obstacle = await leave.ObstacleAsync();
        if (Obstacle is null)
            Consequences = [.. DescribeImpact(await departure.PreviewAsync(Current.WorkspaceId, [Current.UserId]))];
        return Page();
    }

    private static IEnumerable<string> DescribeImpact(RemovalImpact impact)
    {
        yield return "You lose access at once. What you made stays in the workspace.";
        if (impact.Credentials > 0)
            yield return $"{Revoked(impact.Credentials, "", "is", "are")[..^1]}; {(impact.RecentlyUsed == 0 ? "none was" : impact.RecentlyUsed == 1 ? "1 was" : $"{impact.RecentlyUsed} were")} used in the last 24 hours. Clients that use them fail at their next request.";
        if (impact.Invitations > 0)
            yield return impact.Invitations == 1
                ? "1 invitation that you sent ends."
                : $"{impact.Invitations} invitations that you sent end.";
    }

    private static string Revoked(int pairs, string before, string one, string many) =>
        pairs == 0 ? "" : before + (pairs == 1 ? $"1 key pair {one} revoked." : $"{pairs} key pairs {many} revoked.");
}
