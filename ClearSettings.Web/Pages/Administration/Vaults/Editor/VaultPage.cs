using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>The vault that an address names, and whose it is.</summary>
/// <param name="Vault">Untracked, so that a later read sees what others saved; null for a personal vault before its
/// first save.</param>
/// <param name="UserId">Whose personal vault it is; null for a shared one.</param>
public sealed record OwnedVault(EditorContext Context, Vault? Vault, Guid? UserId);

/// <summary>Finds vaults for the pages that are the same for every owner.</summary>
public sealed class OwnedVaults(ClearSettingsDb db, VaultList list, VaultEditors editors, Current current)
{
    /// <param name="account">The service account that the address names, or null.</param>
    /// <param name="id">The shared vault that it names; null with an account, and for the visitor's own vault.</param>
    /// <returns>Null where there is no such account or vault.</returns>
    public Task<OwnedVault?> FindAsync(string? account, string? id) =>
        account is not null ? FindOfAccountAsync(account)
        : id is not null ? FindSharedAsync(id)
        : FindOwnAsync();

    private async Task<OwnedVault?> FindSharedAsync(string id) =>
        EntityId.TryParse(id, out var key)
        && await list.Shared.Include(v => v.Groups).SingleOrDefaultAsync(v => v.Id == key) is { } vault
            ? new(EditorContext.Shared(current.WorkspaceId, key), vault, null)
            : null;

    private async Task<OwnedVault?> FindOwnAsync() =>
        new(
            EditorContext.Personal(current.WorkspaceId),
            await editors.FindPersonalAsync(current.UserId),
            current.UserId
        );

    private async Task<OwnedVault?> FindOfAccountAsync(string account)
    {
        if (!EntityId.TryParse(account, out var user))
            return null;
        var name = await db
            .ServiceAccounts.Where(s => s.UserId == user)
            .Join(db.Users, s => s.UserId, u => u.Id, (_, u) => u.Name)
            .SingleOrDefaultAsync();
        return name is null
            ? null
            : new(
                EditorContext.OfAccount(current.WorkspaceId, user, name),
                await editors.FindPersonalAsync(user),
                user
            );
    }
}

/// <summary>
/// A page about a shared vault, the visitor's own or that of a service account; its address says which.
/// </summary>
public abstract class VaultPage(OwnedVaults vaults) : OwnerPage
{
    public OwnedVault Owned { get; private set; } = null!;

    protected EditorContext Context => Owned.Context;

    /// <summary>Where the breadcrumb of earlier versions begins.</summary>
    protected (string Title, string Url) VaultsParent => (Context.BackTitle, Context.Back);

    internal override async Task<bool> FindOwnerAsync()
    {
        var route = RouteData.Values;
        if (await vaults.FindAsync(route["account"] as string, route["id"] as string) is not { } owned)
            return false;
        Owned = owned;
        return true;
    }
}
