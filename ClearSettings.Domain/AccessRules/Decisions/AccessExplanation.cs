using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Asks why an account can, or cannot, read or modify an object.</summary>
/// <param name="AccountId">A user or service account of the current workspace.</param>
/// <param name="Action">Read or Modify.</param>
public sealed record AccessQuestion(Guid AccountId, ResourceKey Resource, AccessLevel Action)
{
    /// <summary>The account that impersonates it; null where it acts itself.</summary>
    public Guid? ImpersonatedBy { get; init; }

    /// <summary>Whether someone impersonates it, where it does not matter who.</summary>
    public bool IsImpersonated { get; init; }
}

/// <summary>What a step of an explanation is about. The names in the API are these in snake_case.</summary>
public enum StepKind
{
    User,
    ServiceAccount,
    Group,
    Rule,
    Project,
    Task,
    Model,
    Dataview,
    Dataset,
    Queue,
    Application,

    /// <summary>The account is not in the workspace.</summary>
    UnknownAccount,

    /// <summary>The object is not in the catalog.</summary>
    UnknownResource,

    /// <summary>The one account may not impersonate the other.</summary>
    ImpersonationNotAllowed,
}

/// <summary>One step from an account to an object.</summary>
/// <param name="Id">Of the account, group, rule or object.</param>
/// <param name="Name">For people; a rule has its permission and what it is about.</param>
public sealed record AccessStep(StepKind Kind, string Id, string Name);

/// <summary>What would allow what was refused.</summary>
public enum SuggestionKind
{
    /// <summary>A new rule for the account on the object.</summary>
    CreateRule,

    /// <summary>Read &amp; modify instead of Read only in a rule that names the account and the object.</summary>
    ChangeRule,

    /// <summary>Adding the account to a group that has the access.</summary>
    JoinGroup,
}

/// <summary>One of the smallest grants that would allow what was refused.</summary>
/// <param name="Id">Of the rule or group; of the object for a new rule.</param>
public sealed record AccessSuggestion(SuggestionKind Kind, string Id, string Name)
{
    /// <summary>"Add Mia to the group Vision", as a sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>Why an account can, or cannot, read or modify an object.</summary>
/// <param name="Reason">
/// From the account over group and rule down to the object. Of a refusal: the chain of the access that there is, such
/// as
/// reading where modifying was asked for; or one step that says what is wrong; or nothing.
/// </param>
/// <param name="WouldAllow">Empty where it is allowed.</param>
public sealed record AccessExplanation(
    bool Allowed,
    IReadOnlyList<AccessStep> Reason,
    IReadOnlyList<AccessSuggestion> WouldAllow
)
{
    internal static AccessExplanation Refused(StepKind kind, string id, string name) =>
        new(false, [new(kind, id, name)], []);
}

/// <summary>Someone who can read or modify an object.</summary>
/// <param name="Assignee">A user, service account or group.</param>
/// <param name="RuleId">Null for Admins, whose access needs no rule.</param>
/// <param name="Path">The object, then the projects above it up to the one that the rule is on.</param>
/// <param name="IsForType">Whether the rule is on all objects of a type.</param>
public sealed record AccessHolder(
    NamedAssignee Assignee,
    AccessLevel Level,
    Guid? RuleId,
    IReadOnlyList<NamedResource> Path,
    bool IsForType
);
