using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Hocon;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Vaults that the caller may change: those of groups and of the workspace with <see cref="Permission.ManageVaults"/>,
/// their own, and those of service accounts with <see cref="Permission.ManageServiceAccounts"/>. All others do not
/// exist here.
/// </summary>
public sealed class VaultStore(ClearSettingsDb db, VaultEncryption encryption, VaultQuota quota, Change change)
{
    /// <summary>
    /// For lists and counts, without <see cref="Vault.Groups"/>; the same set that <see cref="FindAsync"/> looks in.
    /// </summary>
    public IQueryable<Vault> Editable
    {
        get
        {
            var (me, own, others, machines) = (
                change.Current.UserId,
                change.Current.Can(Permission.EditOwnVault),
                change.Current.Can(Permission.ManageVaults),
                change.Current.Can(Permission.ManageServiceAccounts)
            );
            // An administrator who acts as a service account with X-ClearML-Act-As does not get its vault.
            var hidden = change.Current.Principal.ReadsPersonalVault ? (Guid?)null : me;
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
    /// Adds a vault without contents to the unit of work; refuses when there are as many as there may be.
    /// </summary>
    /// <param name="ownerId">Of a personal vault.</param>
    internal async Task<Result<Vault>> CreateAsync(VaultAssignment assignment, Guid? ownerId, VaultInput input)
    {
        if (await (ownerId is { } owner ? quota.CheckCountAsync(owner) : quota.CheckCountAsync()) is { } full)
            return Result<Vault>.Refuse([full]);
        var (workspace, creator) = (change.Current.WorkspaceId, change.Current.UserId);
        var vault = Vault.Create(workspace, ownerId, encryption.NewKey(workspace), creator, change.Time);
        vault.AssignTo(assignment);
        vault.SetTarget(input.Target ?? VaultTarget.Client, VaultDraft.TypeOf(input.Target, input.Type, null));
        vault.Rename(input.Name!.Trim());
        db.Vaults.Add(vault);
        return vault;
    }

    /// <summary>
    /// Adds a version to the unit of work, makes it the one that counts and deletes old ones that are no longer kept.
    /// </summary>
    /// <returns>Why the workspace may store no more, or null.</returns>
    internal async Task<Problem?> WriteAsync(Vault vault, string text, ConfigFormat format, int items, string? note)
    {
        var number = vault.Version + 1;
        var bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        var contents = new VaultVersionContents(format, encryption.Encrypt(vault, number, text), items, bytes, note);
        var version = VaultVersion.Create(vault, number, contents, change.Current.Principal, change.Time);
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
        var me = AuditActor.From(change.Current.Principal);
        db.VaultOperations.Add(VaultOperation.Create(vault, new(action, detail), me, change.Current, change.Time));
        change.Audit.Record(GetAuditKind(action), vault.Name, detail);
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
