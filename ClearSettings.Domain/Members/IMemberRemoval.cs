namespace ClearSettings.Domain.Members;

/// <summary>
/// What ends when a member or service account goes; each <see cref="IMemberRemoval"/> counts its part.
/// </summary>
/// <param name="Credentials">Their key pairs of this workspace that have not expired.</param>
/// <param name="RecentlyUsed">Those of them that a client used in the last 24 hours.</param>
/// <param name="Invitations">Invitations they sent that were still pending.</param>
/// <param name="AccessRules">Access rules that name them.</param>
public sealed record RemovalImpact(int Credentials = 0, int RecentlyUsed = 0, int Invitations = 0, int AccessRules = 0)
{
    /// <summary>
    /// Some of the access rules in words, such as "Read only on Vision (project)"; only in a preview.
    /// </summary>
    public IReadOnlyList<string> AccessRuleNames { get; init; } = [];

    public static RemovalImpact operator +(RemovalImpact one, RemovalImpact other) =>
        new(
            one.Credentials + other.Credentials,
            one.RecentlyUsed + other.RecentlyUsed,
            one.Invitations + other.Invitations,
            one.AccessRules + other.AccessRules
        )
        {
            AccessRuleNames = [.. one.AccessRuleNames, .. other.AccessRuleNames],
        };
}

/// <summary>
/// What a noun takes away from a member or service account that leaves a workspace. Every noun that stores something of
/// them registers an implementation, and each removal calls all of these.
/// </summary>
public interface IMemberRemoval
{
    /// <summary>What <see cref="ApplyAsync"/> would end, for the dialog that asks first.</summary>
    Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds);

    /// <summary>Runs in the transaction of the removal, after the workspace is locked.</summary>
    /// <returns>What ended.</returns>
    Task<RemovalImpact> ApplyAsync(Guid workspaceId, Guid userId);
}

/// <summary>All registered implementations as one.</summary>
public sealed class MemberRemovals(IEnumerable<IMemberRemoval> removals) : IMemberRemoval
{
    public async Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds)
    {
        var impact = new RemovalImpact();
        foreach (var removal in removals)
            impact += await removal.PreviewAsync(workspaceId, userIds);
        return impact;
    }

    public async Task<RemovalImpact> ApplyAsync(Guid workspaceId, Guid userId)
    {
        var impact = new RemovalImpact();
        foreach (var removal in removals)
            impact += await removal.ApplyAsync(workspaceId, userId);
        return impact;
    }
}
