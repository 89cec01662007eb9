using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>A change of the rules that has not been made.</summary>
/// <param name="Removed">IDs of the rules that are deleted or replaced.</param>
/// <param name="Added">The new rules, and the replaced ones as they will be.</param>
public sealed record RuleChange(IReadOnlyCollection<Guid> Removed, IReadOnlyCollection<RuleGrant> Added);

/// <summary>How a change affects the access of an account to an object.</summary>
public enum AccessEffect
{
    /// <summary>No access becomes Read only.</summary>
    GrantsRead,

    /// <summary>No access or Read only becomes Read &amp; modify.</summary>
    GrantsModify,

    /// <summary>Read &amp; modify becomes Read only.</summary>
    RemovesModify,

    /// <summary>Access ends.</summary>
    RemovesRead,
}

/// <summary>
/// What a change of the rules would do. Administrators are not counted: their access does not depend on rules.
/// </summary>
/// <param name="Effects">One entry for each effect that occurs, in the order of <see cref="AccessEffect"/>.</param>
/// <param name="IsComplete">False if counting was stopped because it took too many steps; the counts are then the least
/// there are.</param>
/// <param name="LocksOutMembers">Whether no member could read any project any more, although some can now.</param>
public sealed record AccessPreview(IReadOnlyList<AccessEffectCounts> Effects, bool IsComplete, bool LocksOutMembers);

/// <summary>The objects and accounts of one effect.</summary>
/// <param name="Effect">The effect.</param>
/// <param name="ObjectCount">Different objects.</param>
/// <param name="Objects">The first of them, at most <see cref="AccessIndex.MaxListed"/>.</param>
/// <param name="AccountCount">Different users and service accounts.</param>
/// <param name="Accounts">The first of them, at most <see cref="AccessIndex.MaxListed"/>.</param>
public sealed record AccessEffectCounts(
    AccessEffect Effect,
    int ObjectCount,
    IReadOnlyList<ResourceKey> Objects,
    int AccountCount,
    IReadOnlyList<Guid> Accounts
);
