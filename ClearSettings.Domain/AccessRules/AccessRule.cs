using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Which accounts can read, or read and modify, an object or all objects of a type.</summary>
public sealed class AccessRule : IWorkspaceOwned
{
    private AccessRule() { }

    public Guid Id { get; private set; }

    public Guid WorkspaceId { get; private set; }

    public ResourceType Type { get; private set; }

    /// <summary>The object, which the catalog may not have any more; null for all objects of the type.</summary>
    public string? ResourceId { get; private set; }

    public AccessLevel Level { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    /// <summary>Null where no one was signed in.</summary>
    public Guid? UpdatedById { get; private set; }

    public string UpdatedByName { get; private set; } = "";

    public int RowVersion { get; private set; }

    internal static AccessRule Create(Guid id, Guid workspaceId) => new() { Id = id, WorkspaceId = workspaceId };

    internal void Set(RuleState state, RuleAuthor author)
    {
        (Type, ResourceId, Level) = (state.Type, state.ResourceId, state.Level);
        (UpdatedAt, UpdatedById, UpdatedByName) = (author.At, author.Id, author.Name);
    }
}

/// <summary>What an assignee of a rule is. Stored by number.</summary>
public enum AssigneeKind
{
    User,
    ServiceAccount,
    Group,
}

/// <summary>A user, service account or group to which a rule gives access.</summary>
public sealed class RuleAssignee : IWorkspaceOwned
{
    private RuleAssignee() { }

    public Guid RuleId { get; private set; }

    public Guid AssigneeId { get; private set; }

    public Guid WorkspaceId { get; private set; }

    public AssigneeKind Kind { get; private set; }

    internal static RuleAssignee Create(AccessRule rule, Guid assigneeId, AssigneeKind kind) =>
        new()
        {
            RuleId = rule.Id,
            WorkspaceId = rule.WorkspaceId,
            AssigneeId = assigneeId,
            Kind = kind,
        };
}

/// <summary>Who changes rules, and when.</summary>
internal sealed record RuleAuthor(Guid? Id, string Name, DateTime At);
