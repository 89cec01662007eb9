using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>The URL of the Access rules page.</summary>
public sealed record RuleFilter : ListQuery
{
    public static readonly SortColumn ByObject = new("object", "Object");
    public static readonly SortColumn ByPermission = new("permission", "Permission");
    public static readonly SortColumn ByUpdate = new("updated", "Last update", LargestFirst: true);

    private static readonly SortColumn[] Columns = [ByObject, ByPermission, ByUpdate];

    /// <summary>Name of a resource type.</summary>
    public string? Type { get; init; }

    /// <summary>ID of a user, service account or group.</summary>
    public string? Assignee { get; init; }

    /// <summary>Part of the name of an assignee, where there are too many for one list.</summary>
    public string? Find { get; init; }

    public override IReadOnlyList<SortColumn> SortColumns() => Columns;

    public RuleQuery ToRuleQuery()
    {
        ResourceType type = default;
        Guid assignee = default;
        var isKnown =
            (string.IsNullOrEmpty(Type) || ResourceTypes.TryParse(Type, out type))
            && (string.IsNullOrEmpty(Assignee) || Domain.EntityId.TryParse(Assignee, out assignee));
        return new()
        {
            Type = isKnown && !string.IsNullOrEmpty(Type) ? type : null,
            // No rule names the empty ID.
            Assignee =
                !isKnown ? Guid.Empty
                : string.IsNullOrEmpty(Assignee) ? null
                : assignee,
            Search = Search,
            Order = Column switch
            {
                "permission" => RuleOrder.Permission,
                "updated" => RuleOrder.LastUpdate,
                _ => RuleOrder.Resource,
            },
            Descending = Descending,
        };
    }

    protected override IEnumerable<(string Name, string? Value)> Filters() =>
        [("type", Type), ("assignee", Assignee), ("find", Find)];
}
