using System.Security.Cryptography;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Vaults;

/// <summary>Which vaults <see cref="CheckVaults"/> looks at.</summary>
public enum VaultCheckScope
{
    All,

    /// <summary>Those that could not be read when they were looked at last.</summary>
    Unreadable,
}

/// <summary>
/// Tries to decrypt vaults. When one cannot be read, the administrators of its workspace are told once: by email, in
/// the audit log and in the log of the server; a note on the row keeps other nodes and later checks from doing it
/// again. When it can be read again, the note goes.
/// </summary>
public sealed partial class CheckVaults(
    ClearSettingsDb db,
    Change change,
    VaultEncryption encryption,
    ILogger<CheckVaults> log
)
{
    // A vault and what clients receive of it have at most half a megabyte.
    private const int Batch = 50;
    private const int MaxNamesInEmail = 10;
    private const string ActorName = "Server check";

    private sealed record Row(Vault Vault, byte[]? Content, byte[]? Served);

    /// <returns>How many were looked at.</returns>
    public async Task<int> RunAsync(VaultCheckScope which, CancellationToken cancel = default)
    {
        var (count, last) = (0, Guid.Empty);
        while (true)
        {
            var after = last;
            var rows = await RowsAsync(v => which == VaultCheckScope.All || v.UnreadableSince != null, after, cancel);
            if (rows.Count == 0)
                return count;
            (count, last) = (count + rows.Count, rows[^1].Vault.Id);
            await NoteAsync(rows, cancel);
        }
    }

    /// <summary>As above for these.</summary>
    public async Task RunAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancel = default)
    {
        foreach (var some in ids.Chunk(Batch))
            await NoteAsync(await RowsAsync(v => some.Contains(v.Id), Guid.Empty, cancel), cancel);
    }

    private Task<List<Row>> RowsAsync(
        System.Linq.Expressions.Expression<Func<Vault, bool>> which,
        Guid after,
        CancellationToken cancel
    )
    {
        var versions = db.VaultVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        var forms = db.ServedForms.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        var rows =
            from v in db.Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AsNoTracking().Where(which)
            where v.Id.CompareTo(after) > 0
            orderby v.Id
            select new Row(
                v,
                versions.Where(c => c.VaultId == v.Id && c.Number == v.Version).Select(c => c.Content).FirstOrDefault(),
                forms
                    .Where(f => v.Enabled && f.VaultId == v.Id && f.Number == v.Version)
                    .Select(f => f.Content)
                    .FirstOrDefault()
            );
        return rows.Take(Batch).ToListAsync(cancel);
    }

    private async Task NoteAsync(List<Row> rows, CancellationToken cancel)
    {
        var changed = rows.ToLookup(r => IsReadable(r), r => r.Vault);
        foreach (var workspace in changed[false].Where(v => v.UnreadableSince is null).GroupBy(v => v.WorkspaceId))
            await AlarmAsync(workspace.Key, [.. workspace], cancel);
        foreach (var workspace in changed[true].Where(v => v.UnreadableSince is not null).GroupBy(v => v.WorkspaceId))
            await EndAsync(workspace.Key, [.. workspace], cancel);
        db.ChangeTracker.Clear();
    }

    private bool IsReadable(Row row)
    {
        try
        {
            encryption.Decrypt(
                row.Vault,
                row.Vault.Version,
                row.Content ?? throw new CryptographicException("The contents are missing.")
            );
            if (row.Served is not null)
                encryption.DecryptServed(row.Vault, row.Served);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private async Task AlarmAsync(Guid workspaceId, List<Vault> vaults, CancellationToken cancel)
    {
        var now = change.Now;
        var noted = await change.RunAsServerAsync(
            async () =>
            {
                List<Vault> noted = [];
                foreach (var vault in vaults)
                    if (await MarkAsync(vault, now))
                        noted.Add(vault);
                foreach (var vault in noted)
                    Record(vault, AuditKind.VaultUnreadable, "It cannot be decrypted. Clients receive the others.");
                if (noted.Count > 0)
                    await WriteEmailsAsync(workspaceId, noted);
                return noted;
            },
            workspaceId,
            cancel
        );
        foreach (var vault in noted)
            LogUnreadable(vault.Id, vault.Name, workspaceId);
    }

    private async Task EndAsync(Guid workspaceId, List<Vault> vaults, CancellationToken cancel)
    {
        var ended = await change.RunAsServerAsync(
            async () =>
            {
                List<Vault> ended = [];
                foreach (var vault in vaults)
                    if (await MarkAsync(vault, null))
                        ended.Add(vault);
                foreach (var vault in ended)
                    Record(vault, AuditKind.VaultReadable, null);
                return ended;
            },
            workspaceId,
            cancel
        );
        foreach (var vault in ended)
            LogReadable(vault.Id, vault.Name, workspaceId);
    }

    /// <summary>Of a vault that no one wrote meanwhile, and that no other node has noted.</summary>
    private async Task<bool> MarkAsync(Vault vault, DateTime? since)
    {
        var row = db
            .Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(v => v.Id == vault.Id && v.Version == vault.Version);
        row = since is null ? row.Where(v => v.UnreadableSince != null) : row.Where(v => v.UnreadableSince == null);
        return await row.ExecuteUpdateAsync(v => v.SetProperty(x => x.UnreadableSince, since)) == 1;
    }

    private void Record(Vault vault, string kind, string? detail) =>
        change.Audit.Record(new AuditActor(vault.WorkspaceId, null, ActorName), kind, vault.Name, detail);

    private async Task WriteEmailsAsync(Guid workspaceId, List<Vault> vaults)
    {
        var workspace = await db.Workspaces.Where(w => w.Id == workspaceId).Select(w => w.Name).SingleAsync();
        var administrators = await (
            from m in db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            join u in db.Users on m.UserId equals u.Id
            where
                m.WorkspaceId == workspaceId
                && (m.Role == MemberRole.Owner || m.Role == MemberRole.Admin)
                && u.Email != null
            select new { u.Email, u.Name }
        ).ToListAsync();
        var names = string.Join(", ", vaults.Take(MaxNamesInEmail).Select(v => v.Name));
        var more = vaults.Count > MaxNamesInEmail ? $" and {vaults.Count - MaxNamesInEmail} more" : "";
        foreach (var person in administrators)
            await change.Outbox.AddAsync(
                new VaultsUnreadableEmail(
                    person.Email!,
                    person.Name,
                    workspace,
                    vaults.Count,
                    names + more,
                    $"/workspaces/{workspaceId.ToHex()}/vaults"
                ),
                workspaceId
            );
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Vault {VaultId} ({Name}) of workspace {Workspace} cannot be decrypted. Restore the database or its "
            + "keys from a backup"
    )]
    private partial void LogUnreadable(Guid vaultId, string name, Guid workspace);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Vault {VaultId} ({Name}) of workspace {Workspace} can be decrypted again"
    )]
    private partial void LogReadable(Guid vaultId, string name, Guid workspace);
}
