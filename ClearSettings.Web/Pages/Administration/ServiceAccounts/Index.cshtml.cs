using ClearSettings.Domain;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
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
    /// <summary>Columns that sort: key, words, and whether the first click sorts downwards.</summary>
    public static readonly IReadOnlyList<(string Key, string Words, bool Down)> Sorts =
    [
        ("name", "Name", false),
        ("credentials", "Credentials", true),
        ("active", "Last active", true),
        ("created", "Created", true),
    ];

    public IReadOnlyList<AccountRow> Rows { get; private set; } = [];

    public int All { get; private set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    public bool AllowsAdmins => settings.Value.AllowAdmins;

    public string Home => $"/workspaces/{Current.WorkspaceId.ToHex()}/service-accounts";

    private string Column => Sort?.TrimStart('-') is { } key && Sorts.Any(s => s.Key == key) ? key : "name";

    private bool Descending => Sort?.StartsWith('-') == true;

    public async Task OnGetAsync()
    {
        if (Search?.Length > AccountList.MaxSearchLength)
            Search = Search[..AccountList.MaxSearchLength];
        All = await db.ServiceAccounts.CountAsync();
        Rows = await accounts.ReadAsync(Search, Sort);
    }

    public string SortAddress(string key, bool down)
    {
        var query = QueryString.Empty;
        if (!string.IsNullOrEmpty(Search))
            query = query.Add("q", Search);
        return Home + query.Add("sort", ((Column == key ? !Descending : down) ? "-" : "") + key);
    }

    public string? SortState(string key) =>
        Column != key ? null
        : Descending ? "descending"
        : "ascending";
}
