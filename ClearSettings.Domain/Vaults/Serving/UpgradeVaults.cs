using System.Security.Cryptography;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Hocon;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Vaults;

/// <summary>A vault that the rules of this version would refuse.</summary>
/// <param name="Workspace">Its name.</param>
/// <param name="FirstError">Line and column in the author's text; nothing of the text itself, since this goes into
/// logs.</param>
public sealed record UpgradedVault(
    string Workspace,
    Guid VaultId,
    string Name,
    VaultReview Review,
    IReadOnlyList<string> LeftOut,
    int Errors,
    Position FirstError
)
{
    /// <summary>"Research / Docker agents: disabled, because …".</summary>
    public override string ToString()
    {
        var state =
            Review == VaultReview.Disabled
                ? "disabled, because clients could hang or misread it"
                : "breaks the current rules; clients still receive it";
        var leftOut = LeftOut.Count == 0 ? "" : $", without {string.Join(", ", LeftOut)}";
        var where =
            Errors == 0
                ? ""
                : $" ({(Errors == 1 ? "1 error" : $"{Errors} errors, the first")} at line {FirstError.Line}, "
                    + $"column {FirstError.Column})";
        return $"{Workspace} / {Name}: {state}{leftOut}{where}";
    }
}

/// <summary>What an upgrade of the vaults came to.</summary>
/// <param name="Checked">Vaults that are enabled and were checked by this version's rules, those that it would accept
/// included.</param>
/// <param name="Unreadable">Vaults that cannot be decrypted; the next start tries them again.</param>
public sealed record VaultUpgrade(int Checked, int Unreadable, IReadOnlyList<UpgradedVault> Refused);

/// <summary>
/// Checks vaults that are enabled and were accepted by the rules of an earlier version, and stores what their clients
/// receive from now on. Each batch is committed by itself and a vault that is done is not looked at again, so this can
/// be stopped at any time and run as often as wanted, on several nodes too.
/// </summary>
public sealed partial class UpgradeVaults(
    ClearSettingsDb db,
    Change change,
    VaultEncryption encryption,
    ILogger<UpgradeVaults> log
)
{
    private const int Batch = 50;

    /// <summary>The name under which it appears in logs.</summary>
    public const string ActorName = "Server update";

    private sealed record Row(
        Vault Vault,
        string Workspace,
        bool IsServiceAccount,
        byte[]? Content,
        ConfigFormat Format,
        byte[]? Served
    );

    private sealed record CheckedVault(Row Row, VaultReassessment Outcome);

    public async Task<VaultUpgrade> RunAsync(CancellationToken cancel = default)
    {
        var (count, unreadable, last) = (0, 0, Guid.Empty);
        List<UpgradedVault> refused = [];
        while (true)
        {
            var rows = await ReadAsync(last, cancel);
            if (rows.Count == 0)
                return new(count, unreadable, refused);
            last = rows[^1].Vault.Id;
            // Texts are read and checked here; inside the transaction rows are only written.
            List<CheckedVault> validated = [.. rows.Select(Check).OfType<CheckedVault>()];
            var done =
                validated.Count == 0 ? [] : await change.RunAsServerAsync(() => StoreAsync(validated), null, cancel);
            db.ChangeTracker.Clear();
            count += done.Count;
            unreadable += rows.Count - validated.Count;
            refused.AddRange(done.Where(d => d.Outcome.Review != VaultReview.None).Select(Describe));
        }
    }

    /// <summary>Into the log of the server, for a start at which no one reads what a command prints.</summary>
    public void Log(VaultUpgrade upgrade)
    {
        foreach (var vault in upgrade.Refused)
            LogRefused(vault, vault.VaultId);
    }

    private IQueryable<Vault> All => db.Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);

    private IQueryable<ServedForm> Forms => db.ServedForms.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);

    private Task<List<Row>> ReadAsync(Guid after, CancellationToken cancel)
    {
        var accounts = db.ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        var versions = db.VaultVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        var rows =
            from v in All.AsNoTracking()
            join w in db.Workspaces on v.WorkspaceId equals w.Id
            join c in versions on new { v.Id, Number = v.Version } equals new { Id = c.VaultId, c.Number } into contents
            from c in contents.DefaultIfEmpty()
            where
                v.Enabled
                && v.Id.CompareTo(after) > 0
                && !Forms.Any(f => f.VaultId == v.Id && f.Number == v.Version && f.Rules >= VaultRules.Version)
            orderby v.Id
            select new Row(
                v,
                w.Name,
                accounts.Any(s => s.UserId == v.UserId),
                c!.Content,
                v.Format,
                Forms.Where(f => f.VaultId == v.Id && f.Number == v.Version).Select(f => f.Content).FirstOrDefault()
            );
        return rows.Take(Batch).ToListAsync(cancel);
    }

    /// <returns>Null when the vault cannot be checked now; the others go on.</returns>
    private CheckedVault? Check(Row row)
    {
        try
        {
            return new(row, Reassess(row));
        }
        catch (CryptographicException)
        {
            // The monitor tells the administrators.
            return null;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            LogNotChecked(problem, row.Vault.Id);
            return null;
        }
    }

    private VaultReassessment Reassess(Row row)
    {
        var vault = row.Vault;
        var content = row.Content ?? throw new CryptographicException("The contents are missing.");
        return VaultReassessment.Create(
            vault,
            vault.Scope != VaultScope.User || row.IsServiceAccount ? VaultAudience.Others : VaultAudience.Author,
            encryption.Decrypt(vault, vault.Version, content),
            row.Format,
            row.Served is null ? null : encryption.DecryptServed(vault, row.Served)
        );
    }

    private async Task<List<CheckedVault>> StoreAsync(List<CheckedVault> validated)
    {
        // Makes this node wait for another one that is at the same vaults, and other nodes read the workspaces again.
        foreach (var workspace in validated.Select(j => j.Row.Vault.WorkspaceId).Distinct().Order())
            await db.TouchAsync(workspace);
        var ids = validated.ConvertAll(j => j.Row.Vault.Id);
        var vaults = await All.Where(v => ids.Contains(v.Id)).ToDictionaryAsync(v => v.Id);
        var forms = await Forms.Where(f => ids.Contains(f.VaultId)).ToDictionaryAsync(f => f.VaultId);
        List<CheckedVault> done = [];
        foreach (var one in validated)
        {
            var seen = one.Row.Vault;
            // Changed by someone, or done by another node.
            if (!vaults.TryGetValue(seen.Id, out var vault) || !vault.Enabled || vault.Version != seen.Version)
                continue;
            var form = forms.GetValueOrDefault(seen.Id);
            if (form is not null && form.Number == vault.Version && form.Rules >= VaultRules.Version)
                continue;
            Store(vault, form, one.Outcome);
            done.Add(one);
        }
        return done;
    }

    private void Store(Vault vault, ServedForm? form, VaultReassessment outcome)
    {
        var content = encryption.Encrypt(vault, outcome.Served);
        if (form is null)
            db.ServedForms.Add(ServedForm.Create(vault, content, VaultRules.Version));
        else
            form.Replace(vault, content, VaultRules.Version);
        vault.SetReview(outcome.Review, outcome.LeftOut);
        if (outcome.Review == VaultReview.None)
            return;
        if (outcome.LeftOut.Count > 0)
            Record(vault, AuditKind.VaultKeysLeftOut, string.Join(", ", outcome.LeftOut));
        if (outcome.Review == VaultReview.Refused)
        {
            Record(vault, AuditKind.VaultFlagged, "It breaks the rules of this version. Clients still receive it.");
            return;
        }
        const string why = "Clients could hang or misread it.";
        var activity = new VaultActivity(VaultAction.Deactivate, why);
        db.VaultOperations.Add(VaultOperation.Create(vault, activity, Actor(vault), change.Current, change.Time));
        Record(vault, AuditKind.VaultDeactivated, why);
    }

    private void Record(Vault vault, string kind, string detail) =>
        change.Audit.Record(Actor(vault), kind, vault.Name, detail);

    private static AuditActor Actor(Vault vault) => new(vault.WorkspaceId, null, ActorName);

    private static UpgradedVault Describe(CheckedVault one) =>
        new(
            one.Row.Workspace,
            one.Row.Vault.Id,
            one.Row.Vault.Name,
            one.Outcome.Review,
            one.Outcome.LeftOut,
            one.Outcome.Errors.Count,
            one.Outcome.Errors.Select(f => f.Start).FirstOrDefault()
        );

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Vault}. Vault {VaultId}")]
    private partial void LogRefused(UpgradedVault vault, Guid vaultId);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Vault {VaultId} could not be checked against the rules of this version; the next start tries again"
    )]
    private partial void LogNotChecked(Exception problem, Guid vaultId);
}
