using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Vaults;

[
    SettingsSection(
        "Vaults",
        Area.Workspace,
        Order = 20,
        Icon = "vault",
        Count = typeof(VaultCount),
        Parent = "Administrator vaults"
    ),
    Needs(Permission.ManageVaults)
]
public sealed class Index(VaultList list, RecipientForms recipients) : AppPage
{
    public VaultFilter Filter { get; private set; } = new();

    public IReadOnlyList<VaultRow> Rows { get; private set; } = [];

    public IReadOnlyList<GroupChoice> Groups { get; private set; } = [];

    public Listing List { get; private set; } = null!;

    public bool IsEmpty => List.Total == 0 && !Filter.IsFiltered;

    public async Task OnGetAsync(VaultFilter filter)
    {
        Filter = filter;
        var (total, active) = await list.CountAsync(filter);
        List = new(Links.Vaults(Current.WorkspaceId), filter, total, CountText(total, active));
        Rows = await list.ReadAsync(filter, List.Skip, Listing.PageSize);
        Groups = await recipients.ListAsync();
    }

    internal static string CountText(int all, int active) =>
        all == 0 ? "No vaults" : $"{TimeText.Count(all, "vault")}, {active:N0} active";
}
