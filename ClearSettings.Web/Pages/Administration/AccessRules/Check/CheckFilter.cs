using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.AccessRules.Check;

/// <summary>What the URL of Check access asks. The search is for an object.</summary>
public sealed record CheckFilter : ListQuery
{
    /// <summary>ID of a user or service account.</summary>
    public string? Account { get; init; }

    /// <summary>ID of the account that impersonates it; empty where it acts itself.</summary>
    public string? By { get; init; }

    /// <summary>Part of the name of an account, where there are too many for one list.</summary>
    public string? Find { get; init; }

    /// <summary>Name of a resource type; project when left out.</summary>
    public string? Type { get; init; }

    /// <summary>ID of the object.</summary>
    public string? Resource { get; init; }

    /// <summary>Null where nothing is chosen, or where no such object can be.</summary>
    public ResourceKey? Key =>
        !string.IsNullOrEmpty(Resource) && Resource.Length <= ResourceKey.MaxIdLength
            ? new(ResourceType, Resource)
            : null;

    public ResourceType ResourceType => ResourceTypes.TryParse(Type, out var type) ? type : ResourceType.Project;

    public bool HasAccount => !string.IsNullOrEmpty(Account);

    /// <summary>The same question about an object.</summary>
    public QueryString For(ResourceKey? key) =>
        (this with { Q = null, Type = (key?.Type ?? ResourceType).GetName(), Resource = key?.Id }).ToQuery();

    protected override IEnumerable<(string Name, string? Value)> Filters() =>
        [("account", Account), ("by", By), ("find", Find), ("type", Type), ("resource", Resource)];
}
