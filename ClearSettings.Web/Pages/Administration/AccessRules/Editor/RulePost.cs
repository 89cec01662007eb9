using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.AccessRules.Editor;

/// <summary>What the form of a rule sends.</summary>
public sealed record RulePost
{
    /// <summary>What <see cref="Find"/> says when only the list of objects is wanted.</summary>
    public const string FindObject = "object";

    /// <summary>Name of a resource type.</summary>
    public string? Type { get; init; }

    /// <summary>The type whose objects were listed.</summary>
    public string? ListedType { get; init; }

    /// <summary>ID of the chosen object; empty for all objects of the type.</summary>
    public string? Resource { get; init; }

    /// <summary>What is being searched among the objects.</summary>
    public string? ObjectQ { get; init; }

    /// <summary>What the objects that were listed were searched for.</summary>
    public string? ObjectListed { get; init; }

    public string? Permission { get; init; }

    public string[] User { get; init; } = [];

    public string? UserQ { get; init; }

    public string? UserListed { get; init; }

    public string[] ServiceAccount { get; init; } = [];

    public string? ServiceAccountQ { get; init; }

    public string? ServiceAccountListed { get; init; }

    public string[] Group { get; init; } = [];

    public string? GroupQ { get; init; }

    public string? GroupListed { get; init; }

    /// <summary>The list that is wanted, where it is only a list: an object or a field of a picker.</summary>
    public string? Find { get; init; }

    /// <summary>Only the preview is wanted.</summary>
    public bool Preview { get; init; }

    public int? Version { get; init; }

    public string? Note { get; init; }

    public string? Confirmation { get; init; }

    /// <summary>
    /// Nothing is to be saved: a list or the preview is wanted, or a search or type was entered and its list not shown
    /// yet.
    /// </summary>
    public bool IsLookup =>
        Preview
        || !string.IsNullOrEmpty(Find)
        || !ShowsType
        || Differ(ObjectQ, ObjectListed)
        || Differ(UserQ, UserListed)
        || Differ(ServiceAccountQ, ServiceAccountListed)
        || Differ(GroupQ, GroupListed);

    /// <summary>Whether the objects that were listed are of the type that is chosen now.</summary>
    public bool ShowsType => ListedType is null || ListedType == Type;

    /// <summary>Null for all objects of the type.</summary>
    public string? ResourceId => ShowsType && !string.IsNullOrEmpty(Resource) ? Resource : null;

    public IReadOnlyList<Guid> Users => PickerPost.ReadIds(User, RuleCheck.MaxAssignees);

    public IReadOnlyList<Guid> ServiceAccounts => PickerPost.ReadIds(ServiceAccount, RuleCheck.MaxAssignees);

    public IReadOnlyList<Guid> Groups => PickerPost.ReadIds(Group, RuleCheck.MaxAssignees);

    public RuleChangeOptions Options => new(Note, Confirmation);

    /// <summary>What is no type or permission is refused where the rule is checked.</summary>
    public RuleInput ToInput() =>
        new()
        {
            Type = ResourceTypes.TryParse(Type, out var type) ? type : (ResourceType)(-1),
            ResourceId = ResourceId,
            Level = AccessLevels.TryParse(Permission, out var level) ? level : AccessLevel.None,
            Users = Users,
            ServiceAccounts = ServiceAccounts,
            Groups = Groups,
            RowVersion = Version,
        };

    /// <summary>As the form shows a rule that is there.</summary>
    public static RulePost From(RuleRow row) =>
        new()
        {
            Type = row.State.Type.GetName(),
            Resource = row.State.ResourceId,
            Permission = row.State.Level.GetName(),
            User = [.. row.State.Users.Select(id => id.ToString("N"))],
            ServiceAccount = [.. row.State.ServiceAccounts.Select(id => id.ToString("N"))],
            Group = [.. row.State.Groups.Select(id => id.ToString("N"))],
            Version = row.RowVersion,
        };

    private static bool Differ(string? typed, string? listed) => (typed ?? "").Trim() != (listed ?? "").Trim();
}
