using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>
/// Decides who can read and modify which objects of one workspace. Safe for concurrent use; each change is visible to
/// all later questions.
/// </summary>
/// <remarks>
/// <para>An account has access to an object if a rule grants it. There are no rules that deny.</para>
/// <list type="bullet">
/// <item>The access level is the widest among the rules whose resource is the object, one of its ancestors, or all
/// objects of its type, and
/// whose assignees include the account or one of its groups. Every account is in the Users group.</item>
/// <item>A rule on a project reaches everything below it. A rule on all projects is a rule on each of them, so it also
/// reaches everything
/// that is in a project. A rule on a task, model, dataview or dataset reaches nothing else.</item>
/// <item>Administrators have Read &amp; modify on every object. Impersonated users do not have the rights of an
/// administrator.</item>
/// <item>Creating, renaming and deleting queues is not decided by rules: members of Queue admins can do it, and nobody
/// else.</item>
/// <item>Access to an application category is always Read &amp; modify.</item>
/// <item>An account may see that a project exists, its ID and its name, if it can read something below it.</item>
/// <item>An object that is not in the catalog is not accessible, to administrators either. A parent that is not in the
/// catalog is a placeholder: it
/// takes part in the hierarchy as a project, and rules on it have no effect until it is added.</item>
/// </list>
/// </remarks>
public sealed partial class AccessIndex : IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Grants[] _typeGrants = [.. ResourceTypes.All.Select(_ => new Grants())];

    /// <summary>The access level of an account to an object.</summary>
    /// <param name="account">A user or service account; one that is not in the workspace has no access.</param>
    /// <param name="resource">The object.</param>
    /// <param name="impersonated">Whether someone else acts as the account, which then has no rights of an
    /// administrator.</param>
    public AccessLevel GetLevel(Guid account, ResourceKey resource, bool impersonated = false)
    {
        _lock.EnterReadLock();
        try
        {
            return _accounts.TryGetValue(account, out var member) && FindSlot(resource) is var slot && IsKnown(slot)
                ? GetLevel(member, slot, impersonated)
                : AccessLevel.None;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Whether an account can create, rename and delete queues.</summary>
    public bool CanManageQueues(Guid account)
    {
        _lock.EnterReadLock();
        try
        {
            return _accounts.TryGetValue(account, out var member) && member.IsQueueAdmin;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    public void Dispose() => _lock.Dispose();

    private AccessLevel GetLevel(in Account account, int slot, bool impersonated) =>
        account.IsAdmin && !impersonated ? AccessLevel.Modify : GetLevel(account.Assignees, slot);

    private AccessLevel GetLevel(AssigneeSet assignees, int slot)
    {
        ref var node = ref _nodes[slot];
        var level = GetTypeLevel(assignees, node.Type);
        if (level < AccessLevel.Modify)
            level = Max(level, GetInherited(assignees, slot));
        if (node.Parent != None && node.Type != ResourceType.Project && level < AccessLevel.Modify)
            level = Max(level, GetTypeLevel(assignees, ResourceType.Project));
        return level;
    }

    private AccessLevel GetTypeLevel(AssigneeSet assignees, ResourceType type) =>
        assignees.GetWidest(_typeGrants[(int)type].Packed);

    private static AccessLevel Max(AccessLevel a, AccessLevel b) => a > b ? a : b;

    private void Change(Action change)
    {
        _lock.EnterWriteLock();
        try
        {
            change();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }
}
