using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

[
    SettingsSection("Access rules", Area.Workspace, Order = 40, Icon = "shield", Count = typeof(RuleCount)),
    Needs(Permission.ManageAccessRules)
]
public sealed class Index(RuleList rules, RuleAssigneeChoices choices) : AppPage
{
    public RuleFilter Filter { get; private set; } = new();

    public Listing List { get; private set; } = null!;

    public IReadOnlyList<RuleRow> Rows { get; private set; } = [];

    public FilterChoices Assignees { get; private set; } = FilterChoices.None;

    public async Task OnGetAsync(RuleFilter filter)
    {
        Filter = filter;
        var query = filter.ToRuleQuery();
        List = new(Links.AccessRules(Current.WorkspaceId), filter, await rules.CountAsync(query), "rule", "rules");
        Rows = await rules.ReadAsync(query, List.Skip, Listing.PageSize);
        Assignees = await choices.ReadAsync(filter.Find, filter.Assignee);
    }
}
