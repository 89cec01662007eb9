using System.Text.Json;
using System.Text.Json.Serialization;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>What a rule says at one time. Lists are sorted, so that equal rules are equal texts.</summary>
/// <param name="ResourceId">Null for all objects of the type.</param>
public sealed record RuleState(
    ResourceType Type,
    string? ResourceId,
    AccessLevel Level,
    IReadOnlyList<Guid> Users,
    IReadOnlyList<Guid> ServiceAccounts,
    IReadOnlyList<Guid> Groups
)
{
    /// <summary>Of users, service accounts and groups.</summary>
    [JsonIgnore]
    public IEnumerable<Guid> Assignees => [.. Users, .. ServiceAccounts, .. Groups];

    [JsonIgnore]
    public int AssigneeCount => Users.Count + ServiceAccounts.Count + Groups.Count;

    internal static RuleState From(RuleInput input) =>
        new(
            input.Type,
            input.ResourceId,
            // Read only makes no difference for application categories.
            input.Type == ResourceType.Application
                ? AccessLevel.Modify
                : input.Level,
            Sort(input.Users),
            Sort(input.ServiceAccounts),
            Sort(input.Groups)
        );

    internal static RuleState From(AccessRule rule, IEnumerable<RuleAssignee> assignees)
    {
        var byKind = assignees.ToLookup(a => a.Kind, a => a.AssigneeId);
        return new(
            rule.Type,
            rule.ResourceId,
            rule.Level,
            Sort(byKind[AssigneeKind.User]),
            Sort(byKind[AssigneeKind.ServiceAccount]),
            Sort(byKind[AssigneeKind.Group])
        );
    }

    /// <summary>Without those assignees.</summary>
    internal RuleState Without(IReadOnlySet<Guid> assignees) =>
        this with
        {
            Users = [.. Users.Where(id => !assignees.Contains(id))],
            ServiceAccounts = [.. ServiceAccounts.Where(id => !assignees.Contains(id))],
            Groups = [.. Groups.Where(id => !assignees.Contains(id))],
        };

    internal IEnumerable<(Guid Id, AssigneeKind Kind)> GetAssignees() =>
        [
            .. Users.Select(id => (id, AssigneeKind.User)),
            .. ServiceAccounts.Select(id => (id, AssigneeKind.ServiceAccount)),
            .. Groups.Select(id => (id, AssigneeKind.Group)),
        ];

    internal RuleGrant ToGrant(Guid id) => new(id, Type, ResourceId, Level, [.. Assignees]);

    internal bool IsSameAs(RuleState? other) => other is not null && ToJson() == other.ToJson();

    internal string ToJson() => JsonSerializer.Serialize(this);

    internal static RuleState? FromJson(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<RuleState>(json);

    private static IReadOnlyList<Guid> Sort(IEnumerable<Guid> ids) => [.. ids.Distinct().Order()];
}

/// <summary>A rule as a person or program describes it.</summary>
public sealed record RuleInput
{
    public ResourceType Type { get; init; }

    /// <summary>Null for all objects of the type.</summary>
    public string? ResourceId { get; init; }

    public AccessLevel Level { get; init; }

    public IReadOnlyList<Guid> Users { get; init; } = [];

    public IReadOnlyList<Guid> ServiceAccounts { get; init; } = [];

    public IReadOnlyList<Guid> Groups { get; init; } = [];

    /// <summary>Of the rule that the form showed; null when nothing was shown.</summary>
    public int? RowVersion { get; init; }

    /// <summary>When the rule that the program read was last updated (UTC); null when it does not say.</summary>
    public DateTime? LastUpdate { get; init; }
}

/// <summary>What comes with every change of rules.</summary>
/// <param name="Note">For the history; at most <see cref="RuleSetVersion.MaxNoteLength"/> characters.</param>
/// <param name="Confirmation">
/// <see cref="RuleLockout.Phrase"/>, where the change would lock all members out of all projects.
/// </param>
public sealed record RuleChangeOptions(string? Note = null, string? Confirmation = null)
{
    public static RuleChangeOptions None { get; } = new();
}
