using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

[SettingsSection("Workspaces", Area.Personal, Order = 40, Icon = "layers"), Needs(Permission.ReadWorkspace)]
public sealed class Index(WorkspaceCards panels, PendingRequests waiting) : AppPage
{
    private const int ShownInvitations = 5;

    public IReadOnlyList<WorkspaceCard> Panels { get; private set; } = [];

    public IReadOnlyList<PendingInvitation> Invitations { get; private set; } = [];

    /// <summary>Invitations that are on the Notifications page only.</summary>
    public int More { get; private set; }

    public async Task OnGetAsync()
    {
        (Panels, Invitations) = (
            await panels.ReadAsync(),
            await waiting.InvitationsAsync(Current.UserId, take: ShownInvitations)
        );
        if (Invitations.Count == ShownInvitations)
            More = await waiting.CountInvitationsAsync(Current.UserId) - ShownInvitations;
    }
}
