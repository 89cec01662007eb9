using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Principals;

namespace ClearSettings.Domain;

/// <summary>
/// The one way to change data (docs/architecture.md#how-a-change-happens). It opens the transaction, takes the lock,
/// reads the caller's permission again, runs the code, saves what it changed with its audit events and emails, commits,
/// and then invalidates caches. A refusal or an exception rolls everything back. The code runs again when it lost a
/// race with another transaction, so it must read inside what it changes. A change inside another one joins it, and its
/// refusal rolls back both.
/// </summary>
public sealed class Change(ClearSettingsDb db, ChangeLock locks, AuditLog audit, Outbox outbox, TimeProvider time)
{
    private const string AccountDeleted = "This account was deleted.";

    /// <summary>Code of the refusal when the caller does not have the permission, or lost it meanwhile.</summary>
    public const string PermissionLost = "permission_lost";

    /// <summary>Who makes the change, in which workspace, through what.</summary>
    public Current Current => locks.Caller;

    /// <summary>Takes the events of the change, which are saved with it or not at all.</summary>
    public AuditLog Audit => audit;

    /// <summary>Takes the emails of the change, which go out when it was committed.</summary>
    public Outbox Outbox => outbox;

    /// <summary>The clock, for the entities that the change makes.</summary>
    public TimeProvider Time => time;

    /// <summary>Of <see cref="Time"/>, UTC.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    private static Result NoLongerAllowed =>
        Result.Conflict("Your role in this workspace has changed. Nothing was saved. Reload the page.", PermissionLost);

    /// <summary>
    /// A change in the current workspace by the signed-in caller. It locks the workspace, for a permission that
    /// <see cref="Permissions.ConcernsOwnAccount"/> the caller's account, and for one that
    /// <see cref="Permissions.ConcernsCatalog"/> the resource catalog.
    /// </summary>
    /// <returns>The result of the code, or a conflict when the caller does not have the permission, or lost it
    /// meanwhile.</returns>
    public Task<Result> RunAsync(Permission permission, Func<Task<Result>> work) =>
        RunAsync(permission, work, refusal => refusal);

    /// <inheritdoc cref="RunAsync(Permission, Func{Task{Result}})"/>
    public Task<Result<T>> RunAsync<T>(Permission permission, Func<Task<Result<T>>> work) =>
        RunAsync(permission, work, Result<T>.From);

    /// <summary>
    /// A change by the signed-in person of what belongs to them in whatever workspace: password, sessions, invitations
    /// to them. It locks their account.
    /// </summary>
    /// <param name="workspaceId">A workspace that is locked too.</param>
    /// <returns>The result of the code, or not found when the account was deleted.</returns>
    public Task<Result> RunOnOwnAccountAsync(Func<Task<Result>> work, Guid? workspaceId = null) =>
        RunOnOwnAccountAsync(work, refusal => refusal, workspaceId);

    /// <inheritdoc cref="RunOnOwnAccountAsync(Func{Task{Result}}, Guid?)"/>
    public Task<Result<T>> RunOnOwnAccountAsync<T>(Func<Task<Result<T>>> work, Guid? workspaceId = null) =>
        RunOnOwnAccountAsync(work, Result<T>.From, workspaceId);

    /// <summary>
    /// A change without a signed-in caller: sign-in, a link from an email, a background job, a command.
    /// </summary>
    /// <param name="workspaceId">The workspace to lock, where the change is about one.</param>
    public Task<Result> RunAsServerAsync(Func<Task<Result>> work, Guid? workspaceId = null) =>
        db.RunInTransactionAsync(() => RunLockedAsync(work, workspaceId), refusal => refusal);

    /// <inheritdoc cref="RunAsServerAsync(Func{Task{Result}}, Guid?)"/>
    public Task<Result<T>> RunAsServerAsync<T>(Func<Task<Result<T>>> work, Guid? workspaceId = null) =>
        db.RunInTransactionAsync(() => RunLockedAsync(work, workspaceId), Result<T>.From);

    /// <summary>As <see cref="RunAsServerAsync(Func{Task{Result}}, Guid?)"/>, for what cannot be refused.</summary>
    public Task<T> RunAsServerAsync<T>(Func<Task<T>> work, Guid? workspaceId = null) =>
        RunAsServerAsync(work, workspaceId, default);

    /// <inheritdoc cref="RunAsServerAsync{T}(Func{Task{T}}, Guid?)"/>
    /// <param name="cancel">Ends the wait for the lock; what has begun is carried out.</param>
    public Task<T> RunAsServerAsync<T>(Func<Task<T>> work, Guid? workspaceId, CancellationToken cancel) =>
        db.RunInTransactionAsync(() => RunLockedAsync(work, workspaceId), null, cancel);

    private Task<T> RunAsync<T>(Permission permission, Func<Task<T>> work, Func<Result, T> refuse)
        where T : Result =>
        db.RunInTransactionAsync(
            async () => await locks.TryTakeAsync(permission) ? await work() : refuse(NoLongerAllowed),
            refuse
        );

    private Task<T> RunOnOwnAccountAsync<T>(Func<Task<T>> work, Func<Result, T> refuse, Guid? workspaceId)
        where T : Result
    {
        var account = Current.PersonId ?? throw new InvalidOperationException("Nobody is signed in.");
        return db.RunInTransactionAsync(
            // The workspace first, as where someone is removed from one.
            () =>
                RunLockedAsync(
                    async () =>
                        await locks.TryTakeAccountAsync(account)
                            ? await work()
                            : refuse(Result.NotFound(AccountDeleted)),
                    workspaceId
                ),
            refuse
        );
    }

    private async Task<T> RunLockedAsync<T>(Func<Task<T>> work, Guid? workspaceId)
    {
        if (workspaceId is { } id)
            await db.TouchAsync(id);
        return await work();
    }
}
