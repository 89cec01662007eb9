using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Hocon;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Vaults that the caller may change: those of groups and of the workspace with <see cref="Permission.ManageVaults"/>,
/// their own, and those of service accounts with <see cref="Permission.ManageServiceAccounts"/>. All others do not
/// exist here.
/// </summary>
public sealed class VaultStore(
    ClearSettingsDb db,
    VaultEncryption encryption,
    VaultQuota quota,
    AuditLog audit,
    Current current,
    TimeProvider time
)
{
    /// <summary>
    /// For lists and counts, without <see cref="Vault.Groups"/>; the same set that <see cref="FindAsync"/> looks in.
    /// </summary>
    public IQueryable<Vault> Editable
    {
        get
        {
            var (me, own, others, machines) = (
                current.UserId,
                current.Can(Permission.EditOwnVault),
                current.Can(Permission.ManageVaults),
                current.Can(Permission.ManageServiceAccounts)
            );
            // An administrator who acts as a service account with X-ClearML-Act-As does not get its vault.
            var hidden = current.Principal.ReadsPersonalVault ? (Guid?)null : me;
            return db.Vaults.Where(v =>
                v.Scope == VaultScope.User
                    ? (own && v.UserId == me)
                        || (machines && v.UserId != hidden && db.ServiceAccounts.Any(s => s.UserId == v.UserId))
                    : others
            );
        }
    }

    /// <summary>As <see cref="Editable"/>, to show or change whole vaults.</summary>
    public IQueryable<Vault> EditableWithGroups => Editable.Include(v => v.Groups);

    /// <summary>Tracked, so that a use case can change it.</summary>
    public Task<Vault?> FindAsync(Guid id) => EditableWithGroups.SingleOrDefaultAsync(v => v.Id == id);

    /// <summary>
    /// The personal vault of a type, of the caller or, with the right to it, of a service account; null before its
    /// first save.
    /// </summary>
    /// <param name="type">As <see cref="Vault.Type"/>.</param>
    public Task<Vault?> FindPersonalAsync(Guid userId, VaultTarget target = VaultTarget.Client, string type = "") =>
        EditableWithGroups.SingleOrDefaultAsync(v =>
            v.Scope == VaultScope.User && v.UserId == userId && v.Target == target && v.Type == type
        );

    /// <summary>Only a person's own vault stays with its author.</summary>
    public Task<VaultAudience> GetAudienceAsync(Vault vault) => GetAudienceAsync(db, vault);

    internal static async Task<VaultAudience> GetAudienceAsync(ClearSettingsDb db, Vault vault)
    {
        if (vault.Scope != VaultScope.User)
            return VaultAudience.Others;
        var accounts = db
            .ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(s => s.WorkspaceId == vault.WorkspaceId);
        return await accounts.AnyAsync(s => s.UserId == vault.UserId) ? VaultAudience.Others : VaultAudience.Author;
    }

    /// <summary>The author's text of a version, in clear; null when there is no such version.</summary>
    /// <param name="number">The one that counts when left out.</param>
    public async Task<string?> ReadAsync(Vault vault, int? number = null)
    {
        var wanted = number ?? vault.Version;
        // A change that is not saved yet is in the unit of work.
        var version =
            db.VaultVersions.Local.FirstOrDefault(v => v.VaultId == vault.Id && v.Number == wanted)
            ?? await db
                .VaultVersions.AsNoTracking()
                .SingleOrDefaultAsync(v => v.VaultId == vault.Id && v.Number == wanted);
        return version is null ? null : encryption.Decrypt(vault, wanted, version.Content);
    }

    /// <summary>
    /// Adds a version to the unit of work, makes it the one that counts and deletes old ones that are no longer kept.
    /// </summary>
    /// <returns>Why the workspace may store no more, or null.</returns>
    internal async Task<Problem?> WriteAsync(Vault vault, string text, ConfigFormat format, int items, string? note)
    {
        var number = vault.Version + 1;
        var version = VaultVersion.Create(
            vault,
            number,
            format,
            encryption.Encrypt(vault, number, text),
            items,
            System.Text.Encoding.UTF8.GetByteCount(text),
            note,
            current.ActorId,
            current.Principal.ActorName,
            time
        );
        db.VaultVersions.Add(version);
        vault.SetCurrentVersion(version);
        return await quota.AddAsync(vault, version);
    }

    /// <summary>
    /// Adds what clients receive of the current version to the unit of work. Call it whenever a vault is enabled, or
    /// gets a version while it is enabled.
    /// </summary>
    internal async Task ServeAsync(Vault vault, ServedContents served)
    {
        var content = encryption.Encrypt(vault, served);
        if (await db.ServedForms.SingleOrDefaultAsync(f => f.VaultId == vault.Id) is { } form)
            form.Replace(vault, content, VaultRules.Version);
        else
            db.ServedForms.Add(ServedForm.Create(vault, content, VaultRules.Version));
        vault.Accept();
    }

    /// <summary>Into the activity log and the audit log. Contents never go along.</summary>
    internal void Record(Vault vault, VaultAction action, string? detail = null)
    {
        db.VaultOperations.Add(
            VaultOperation.Create(vault, action, current.ActorId, current.Principal.SignedName, detail, current, time)
        );
        audit.Record(GetAuditKind(action), vault.Name, detail);
    }

    private static string GetAuditKind(VaultAction action) =>
        action switch
        {
            VaultAction.Create => AuditKind.VaultCreated,
            VaultAction.Activate => AuditKind.VaultActivated,
            VaultAction.Deactivate => AuditKind.VaultDeactivated,
            VaultAction.Delete => AuditKind.VaultDeleted,
            VaultAction.Restore => AuditKind.VaultRestored,
            VaultAction.Reveal => AuditKind.VaultRevealed,
            _ => AuditKind.VaultEdited,
        };
}
