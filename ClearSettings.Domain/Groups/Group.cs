namespace ClearSettings.Domain.Groups;

/// <summary>The built-in groups of every workspace, which cannot be deleted.</summary>
public enum BuiltInGroup
{
    /// <summary>Everyone, including service accounts. Members are not stored, so no one can be removed.</summary>
    Users,

    /// <summary>Whoever is an owner or administrator: joining it is becoming one.</summary>
    Admins,

    /// <summary>Those who may create, rename and delete queues; an ordinary list of members.</summary>
    QueueAdmins,
}

/// <summary>
/// A list of people and service accounts of one workspace, to which vaults and access rules can apply.
/// </summary>
public sealed class Group : IWorkspaceOwned
{
    private Group() { }

    public Guid Id { get; private set; }

    public Guid WorkspaceId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The name in capitals, unique in the workspace.</summary>
    public string NameKey { get; private set; } = "";

    public string? Description { get; private set; }

    /// <summary>Null for a custom group.</summary>
    public BuiltInGroup? BuiltIn { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public int RowVersion { get; private set; }

    /// <summary>Whether its members are listed, rather than told by what they are.</summary>
    public bool ListsMembers => BuiltIn is null or BuiltInGroup.QueueAdmins;

    public static Group Create(Guid workspaceId, string name, string? description, TimeProvider time) =>
        new()
        {
            Id = Domain.EntityId.New(time),
            WorkspaceId = workspaceId,
            Name = name,
            NameKey = ToKey(name),
            Description = description,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };

    /// <summary>Those of a new workspace.</summary>
    public static IEnumerable<Group> CreateBuiltIn(Guid workspaceId, TimeProvider time) =>
        Enum.GetValues<BuiltInGroup>()
            .Select(kind => new Group
            {
                Id = Domain.EntityId.New(time),
                WorkspaceId = workspaceId,
                Name = GetName(kind),
                NameKey = ToKey(GetName(kind)),
                BuiltIn = kind,
                CreatedAt = time.GetUtcNow().UtcDateTime,
            });

    /// <summary>Two names that differ in capitals alone are one.</summary>
    public static string ToKey(string name) => name.ToUpperInvariant();

    internal void Change(string name, string? description) =>
        (Name, NameKey, Description) = (name, ToKey(name), description);

    internal void Describe(string? description) => Description = description;

    /// <summary>
    /// Shows in the table as a change when only the members did, so that two edits of them notice each other.
    /// </summary>
    internal void Touch() => RowVersion++;

    private static string GetName(BuiltInGroup kind) =>
        kind switch
        {
            BuiltInGroup.Users => "Users",
            BuiltInGroup.Admins => "Admins",
            _ => "Queue admins",
        };
}

/// <summary>One person or service account in a group that lists its members.</summary>
public sealed class GroupMember : IWorkspaceOwned
{
    private GroupMember() { }

    public Guid GroupId { get; private set; }

    public Guid UserId { get; private set; }

    public Guid WorkspaceId { get; private set; }

    public DateTime AddedAt { get; private set; }

    public static GroupMember Create(Group group, Guid userId, TimeProvider time) =>
        new()
        {
            GroupId = group.Id,
            UserId = userId,
            WorkspaceId = group.WorkspaceId,
            AddedAt = time.GetUtcNow().UtcDateTime,
        };
}

/// <summary>A group that someone joins when they accept an invitation.</summary>
public sealed class InvitationGroup : IWorkspaceOwned
{
    private InvitationGroup() { }

    public Guid InvitationId { get; private set; }

    public Guid GroupId { get; private set; }

    public Guid WorkspaceId { get; private set; }

    internal static InvitationGroup Create(Guid invitationId, Group group) =>
        new()
        {
            InvitationId = invitationId,
            GroupId = group.Id,
            WorkspaceId = group.WorkspaceId,
        };
}
