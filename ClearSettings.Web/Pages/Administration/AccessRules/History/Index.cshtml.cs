using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.AccessRules.History;

/// <summary>The URL of the history, which has one order only.</summary>
public sealed record RuleHistoryQuery : ListQuery;

/// <summary>Every change of the rules.</summary>
[Needs(Permission.ManageAccessRules)]
public sealed class Index(RuleHistory history) : AppPage
{
    public Listing List { get; private set; } = null!;

    public IReadOnlyList<RuleVersionRow> Rows { get; private set; } = [];

    public int Latest { get; private set; }

    public async Task OnGetAsync(RuleHistoryQuery query)
    {
        var total = await history.CountAsync();
        List = new(Links.AccessRuleHistory(Current.WorkspaceId), query, total, "version", "versions");
        Rows = await history.ListAsync(List.Skip, Listing.PageSize);
        Latest = await history.GetLatestAsync();
    }
}
