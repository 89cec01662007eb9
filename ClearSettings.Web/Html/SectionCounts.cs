using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Pages.Workspace.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Html;

/// <summary>How much is behind an entry below another in the sidebar; asked only of the group that is open.</summary>
public sealed class SectionCounts(ClearSettingsDb db, VaultList vaults)
{
    /// <summary>As many rows as its table has without filters; null where there is no such table.</summary>
    public async Task<int?> OfAsync(Section section) => section.Page switch
    {
        "/Workspace/Users/Index" => await db.Members.CountAsync() + await db.Invitations.CountAsync(i => i.State == InvitationState.Pending),
        "/Workspace/Groups/Index" => await db.Groups.CountAsync(),
        "/Workspace/ServiceAccounts/Index" => await db.ServiceAccounts.CountAsync(),
        "/Workspace/Vaults/Index" => await vaults.Shared.CountAsync(),
        _ => null,
    };
}
