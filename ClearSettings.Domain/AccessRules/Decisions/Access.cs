using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Whose access is asked for.</summary>
/// <param name="AccountId">A user or service account.</param>
/// <param name="Impersonated">Whether someone else acts as it: then it has no rights of an administrator.</param>
public readonly record struct AccessSubject(Guid AccountId, bool Impersonated = false)
{
    /// <summary>
    /// The account whose rights count for a caller: the owner of the task under impersonation, and the caller itself
    /// with
    /// X-ClearML-Act-As, which keeps the caller's own rights.
    /// </summary>
    public static AccessSubject From(Principal caller) =>
        caller.Actor switch
        {
            null => new(caller.UserId),
            { OwnRights: true } actor => new(actor.UserId),
            _ => new(caller.UserId, Impersonated: true),
        };
}

/// <summary>What the caller can read and modify in the current workspace.</summary>
public sealed class Access(AccessIndexCache indexes, Current current)
{
    /// <summary>The caller, as access rules see it.</summary>
    public AccessSubject Me => AccessSubject.From(current.Principal);

    /// <summary>
    /// Whether the caller can do that with the object. False for an object that the catalog does not have.
    /// </summary>
    public async ValueTask<bool> CanAsync(AccessLevel action, ResourceKey resource) =>
        await GetLevelAsync(Me, resource) >= action;

    /// <summary>How far the access of an account of the current workspace goes.</summary>
    public async ValueTask<AccessLevel> GetLevelAsync(AccessSubject subject, ResourceKey resource) =>
        (await indexes.GetAsync(current.WorkspaceId)).GetLevel(subject.AccountId, resource, subject.Impersonated);

    /// <summary>
    /// Whether the caller can create, rename and delete queues. Like the rights of an administrator, no one has this
    /// for an account that they impersonate.
    /// </summary>
    public async ValueTask<bool> CanManageQueuesAsync() =>
        !Me.Impersonated && (await indexes.GetAsync(current.WorkspaceId)).CanManageQueues(Me.AccountId);

    /// <summary>The index of the current workspace, for many questions at a time.</summary>
    public ValueTask<AccessIndex> GetIndexAsync() => indexes.GetAsync(current.WorkspaceId);
}
