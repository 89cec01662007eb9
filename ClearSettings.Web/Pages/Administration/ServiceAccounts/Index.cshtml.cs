using ClearSettings.Domain;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

[
    SettingsSection(
        "Service accounts",
        Area.Workspace,
        Order = 32,
        Icon = "bot",
        Count = typeof(ServiceAccountCount),
        Parent = "Users & groups"
    ),
    Needs(Permission.ManageServiceAccounts)
]
public sealed class Index(ClearSettingsDb db, AccountList accounts, IOptions<ServiceAccountSettings> settings) : AppPage
{
    public Listing List { get; private set; } = null!;

    public IReadOnlyList<AccountRow> Rows { get; private set; } = [];

    public int All { get; private set; }

    public bool AllowsAdmins => settings.Value.AllowAdmins;

    public async Task OnGetAsync(AccountFilter filter)
    {
        All = await db.ServiceAccounts.CountAsync();
        var rows = await accounts.ReadAsync(filter);
        List = new(
            Links.ServiceAccounts(Current.WorkspaceId),
            filter,
            rows.Count,
            "service account",
            "service accounts"
        );
        Rows = [.. rows.Skip(List.Skip).Take(Listing.PageSize)];
    }
}
