namespace ClearSettings.Domain.Groups;

/// <summary>What goes with groups; each <see cref="IGroupRemoval"/> names its part.</summary>
/// <param name="Members">People and service accounts that were in one of them; they stay in the workspace.</param>
/// <param name="Vaults">Names of the vaults that were for none but these groups, and are disabled.</param>
/// <param name="Invitations">Invitations that wait and would have led into one of them.</param>
public sealed record GroupRemovalImpact(int Members, IReadOnlyList<string> Vaults, int Invitations)
{
    /// <summary>Vaults that are also for other groups, and stay as they are for these.</summary>
    public int SharedVaults { get; init; }

    /// <summary>Access rules that name one of them.</summary>
    public int AccessRules { get; init; }

    /// <summary>
    /// Some of the access rules in words, such as "Read only on Vision (project)"; only in a preview.
    /// </summary>
    public IReadOnlyList<string> AccessRuleNames { get; init; } = [];

    public static GroupRemovalImpact None { get; } = new(0, [], 0);

    public static GroupRemovalImpact operator +(GroupRemovalImpact one, GroupRemovalImpact other) =>
        new(one.Members + other.Members, [.. one.Vaults, .. other.Vaults], one.Invitations + other.Invitations)
        {
            SharedVaults = one.SharedVaults + other.SharedVaults,
            AccessRules = one.AccessRules + other.AccessRules,
            AccessRuleNames = [.. one.AccessRuleNames, .. other.AccessRuleNames],
        };
}

/// <summary>
/// What a noun does when a group is deleted that it refers to. Every noun that names groups registers an
/// implementation; <see cref="DeleteGroups"/> calls all of these.
/// </summary>
public interface IGroupRemoval
{
    /// <summary>What <see cref="ApplyAsync"/> would do, for the dialog that asks first. Changes nothing.</summary>
    Task<GroupRemovalImpact> PreviewAsync(IReadOnlyCollection<Guid> groupIds);

    /// <summary>
    /// Runs in the transaction of the deletion, after the lock of the workspace, while the group is still there.
    /// </summary>
    /// <returns>What it did.</returns>
    Task<GroupRemovalImpact> ApplyAsync(Group group);
}
