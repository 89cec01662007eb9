using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>Says what is lost, and asks, before someone leaves a workspace.</summary>
[Needs(Permission.ReadWorkspace), HostedOnly]
public sealed class Leave(LeaveWorkspace leave, RemoveFromWorkspace departure) : AppPage
{
    /// <summary>Why they cannot, or null.</summary>
    public string? Obstacle { get; private set; }

    public IReadOnlyList<string> Consequences { get; private set; } = [];

    public RemovalImpact Impact { get; private set; } = new();

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
        if (Obstacle is not null)
            return Page();
        Impact = await departure.PreviewAsync(Current.WorkspaceId, [Current.UserId]);
        Consequences = [.. DescribeImpact(Impact)];
        return Page();
    }

    private static IEnumerable<string> DescribeImpact(RemovalImpact impact)
    {
        yield return "You lose access immediately. Your work stays in the workspace.";
        if (impact.Credentials > 0)
            yield return $"{Revoked(impact.Credentials, "", "is", "are")[..^1]}; "
                + $"{RecentUse.Count(impact.RecentlyUsed)} used in the last 24 hours. "
                + "Clients that use them will fail on their next request.";
        if (impact.Invitations > 0)
            yield return impact.Invitations == 1
                ? "1 invitation that you sent is revoked."
                : $"{impact.Invitations} invitations that you sent are revoked.";
    }

    private static string Revoked(int count, string before, string one, string many) =>
        count == 0
            ? ""
            : before + (count == 1 ? $"1 API credential {one} revoked." : $"{count} API credentials {many} revoked.");
}
