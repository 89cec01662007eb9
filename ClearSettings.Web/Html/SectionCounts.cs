using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Html;

/// <summary>How much is behind an entry below another in the sidebar; asked only of the group that is open.</summary>
/// <param name="services">Of the request. Most pages have no such entry, and need no database for it.</param>
public sealed class SectionCounts(IServiceProvider services)
{
    private ClearSettingsDb Db => services.GetRequiredService<ClearSettingsDb>();

    /// <summary>As many rows as its table has without filters; null where there is no such table.</summary>
    public async Task<int?> GetAsync(Section section) =>
        section.Page switch
        {
            "/Administration/Users/Index" => await Db.Members.CountAsync()
                + await Db.Invitations.CountAsync(i => i.State == InvitationState.Pending),
            "/Administration/Groups/Index" => await Db.Groups.CountAsync(),
            "/Administration/ServiceAccounts/Index" => await Db.ServiceAccounts.CountAsync(),
            "/Administration/Vaults/Index" => await services.GetRequiredService<VaultList>().Shared.CountAsync(),
            _ => null,
        };
}
