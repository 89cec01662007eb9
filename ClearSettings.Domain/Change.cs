using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain;

/// <summary>
/// The one way to change data (docs/architecture.md#how-a-change-happens). It opens the transaction, takes the lock,
/// reads the caller's permission again, runs the code, saves what it changed with its audit events and emails, commits,
/// and then invalidates caches. A refusal or an exception rolls everything back. The code runs again when it lost a
/// race with another transaction, so it must read inside what it changes. A change inside another one joins it, and its
/// refusal rolls back both.
/// </summary>
public sealed class Change(ClearSettingsDb db, Current current, Hosting hosting, AccountRoles roles)
{
    private const string AccountDeleted = "This account was deleted.";

    /// <summary>Code of the refusal when the caller does not have the permission, or lost it meanwhile.</summary>
    public const string PermissionLost = "permission_lost";

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
            async () =>
            {
                var me = current.Principal;
                if (!me.Can(permission))
                    return refuse(NoLongerAllowed);
                if (permission.ConcernsCatalog())
                    await db.TouchCatalogAsync(me.WorkspaceId);
                else if (!permission.ConcernsOwnAccount() || me.Actor is not null)
                    await db.TouchAsync(me.WorkspaceId);
                else if (!await LockAccountAsync(me.UserId))
                    return refuse(NoLongerAllowed);
                return await CanStillAsync(me, permission) ? await work() : refuse(NoLongerAllowed);
            },
            refuse
        );

    private Task<T> RunOnOwnAccountAsync<T>(Func<Task<T>> work, Func<Result, T> refuse, Guid? workspaceId)
        where T : Result
    {
        var account = current.PersonId ?? throw new InvalidOperationException("Nobody is signed in.");
        return db.RunInTransactionAsync(
            // The workspace first, as where someone is removed from one.
            () =>
                RunLockedAsync(
                    async () =>
                        await LockAccountAsync(account) ? await work() : refuse(Result.NotFound(AccountDeleted)),
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

    // Changes nothing, but locks the row until the end of the change.
    private async Task<bool> LockAccountAsync(Guid userId) =>
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.DefaultWorkspaceId, x => x.DefaultWorkspaceId)) == 1;

    private async Task<bool> CanStillAsync(Principal me, Permission permission)
    {
        if (await roles.FindAsync(me.WorkspaceId, me.ActorId) is not { } role)
            return false;
        if (permission == Permission.ManageServer && hosting.IsHosted)
            return await db.Users.AnyAsync(u => u.Id == me.UserId && u.IsServerAdmin);
        if (me.Actor is null && await roles.IsGrantedAsync(me.WorkspaceId, me.UserId, permission))
            return true;
        return role.Has(permission) && (me.Actor is null || Impersonation.CanStill(me, role, permission));
    }
}
