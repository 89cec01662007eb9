using System.Security.Cryptography;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// The vaults of each workspace, decrypted and ready to send, in memory: as they were accepted, without judging them
/// again. A change of the workspace makes a new snapshot, which reads only the contents that it has not seen. A vault
/// that cannot be read is left out and tried again.
/// </summary>
public sealed partial class VaultCache(
    WorkspaceVersions versions,
    GroupCache groups,
    VaultEncryption encryption,
    VaultMonitor monitor,
    TimeProvider time,
    IServiceScopeFactory scopes,
    LogThrottle throttle,
    ILogger<VaultCache> log
)
{
    /// <summary>How long a snapshot that lacks a vault is kept.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    // Bytes. The texts of a snapshot are those of the contents, so most of them are in memory once and counted twice.
    private const long MaxContents = 128 * 1024 * 1024;
    private const long MaxSnapshots = 128 * 1024 * 1024;
    private const long MaxResponses = 128 * 1024 * 1024;

    // However large a workspace is, its clients must not make the server decrypt all of it at each start.
    private readonly VersionedCache<Guid, VaultSnapshot> _snapshots = new(
        MaxSnapshots,
        (_, snapshot) => Math.Min(snapshot.Size, MaxSnapshots / 2)
    );

    // A content never changes; a change of a vault has another key.
    private readonly VersionedCache<ContentKey, ServedContents> _contents = new(
        MaxContents,
        (_, content) => VaultSnapshot.SizeOf(content.Text)
    );

    /// <summary>Answers as they were sent, for one <see cref="VaultSnapshot.Serial"/> each.</summary>
    public VersionedCache<VaultResponseKey, byte[]> Responses { get; } =
        new(MaxResponses, (key, response) => response.Length + (key.Kind.Length * sizeof(char)));

    public async ValueTask<VaultSnapshot> GetAsync(Guid workspaceId)
    {
        var version = await versions.CurrentAsync(workspaceId, scopes);
        if (_snapshots.TryGet(workspaceId, version, out var snapshot))
        {
            if (!(snapshot.RetryAt <= time.GetUtcNow()))
                return snapshot;
            _snapshots.Invalidate(workspaceId);
        }
        return await ReadAsync(workspaceId, version);
    }

    private async ValueTask<VaultSnapshot> ReadAsync(Guid workspaceId, long version) =>
        (await _snapshots.GetAsync(workspaceId, version, id => ReadSnapshotAsync(id, version)))!;

    private async Task<VaultSnapshot?> ReadSnapshotAsync(Guid workspaceId, long version)
    {
        var members = await groups.GetAsync(workspaceId);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var vaults = await ReadEnabledAsync(db, workspaceId);
        var readable = await OpenAsync(db, vaults);
        var groupsOf = await ReadGroupsAsync(db, workspaceId, members);
        var served = vaults
            .Select(v => v.Vault)
            .Where(v => readable.ContainsKey(v.Id))
            .OrderBy(v => v.Scope)
            .ThenBy(v => v.CreatedAt)
            .ThenBy(v => v.Id)
            .Select(v => Serve(v, readable[v.Id], groupsOf[v.Id]))
            .ToList();
        return new VaultSnapshot(version, members, served)
        {
            RetryAt = readable.Count < vaults.Count ? time.GetUtcNow() + RetryAfter : null,
        };
    }

    private static Task<List<Enabled>> ReadEnabledAsync(ClearSettingsDb db, Guid workspaceId)
    {
        var forms = db.ServedForms.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        return db
            .Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .AsNoTracking()
            .Where(v => v.WorkspaceId == workspaceId && v.Enabled)
            .Select(v => new Enabled(
                v,
                forms.Where(f => f.VaultId == v.Id && f.Number == v.Version).Select(f => f.Rules).FirstOrDefault()
            ))
            .ToListAsync();
    }

    private static ServedVault Serve(Vault vault, ServedContents contents, IEnumerable<NamedGroup> groups) =>
        new(
            vault.Id,
            vault.Name,
            vault.Scope,
            [.. groups],
            vault.UserId,
            vault.Target,
            vault.UpdatedAt,
            contents.Text,
            contents.Marked
        )
        {
            Type = vault.Type,
        };

    /// <summary>Of each vault, oldest first.</summary>
    private static async Task<ILookup<Guid, NamedGroup>> ReadGroupsAsync(
        ClearSettingsDb db,
        Guid workspaceId,
        GroupSnapshot groups
    )
    {
        var assigned = await db
            .VaultGroups.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(g => g.WorkspaceId == workspaceId)
            .Select(g => new { g.VaultId, g.GroupId })
            .ToListAsync();
        // A join keeps the order of its first sequence.
        return groups
            .Groups.Join(assigned, g => g.Id, a => a.GroupId, (Group, a) => (a.VaultId, Group))
            .ToLookup(a => a.VaultId, a => a.Group);
    }

    private async Task<Dictionary<Guid, ServedContents>> OpenAsync(ClearSettingsDb db, List<Enabled> vaults)
    {
        Dictionary<Guid, ServedContents> readable = [];
        foreach (var enabled in vaults)
            if (_contents.TryGet(enabled.Key, 0, out var content))
                readable[enabled.Vault.Id] = content;
        var missing = vaults.Where(v => !readable.ContainsKey(v.Vault.Id)).ToList();
        if (missing.Count == 0)
            return readable;
        var ids = missing.ConvertAll(v => v.Vault.Id);
        var forms = await db
            .ServedForms.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .AsNoTracking()
            .Where(f => ids.Contains(f.VaultId))
            .ToDictionaryAsync(f => f.VaultId);
        foreach (var enabled in missing)
            if (await TryOpenAsync(db, enabled, forms.GetValueOrDefault(enabled.Vault.Id)) is { } served)
                readable[enabled.Vault.Id] = served;
        return readable;
    }

    /// <returns>Null when the vault is not served now; the others still go out.</returns>
    private async Task<ServedContents?> TryOpenAsync(ClearSettingsDb db, Enabled enabled, ServedForm? form)
    {
        var vault = enabled.Vault;
        try
        {
            var served = await OpenAsync(db, enabled, form);
            if (served is not null)
                _contents.Set(enabled.Key, 0, served);
            return served;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            monitor.Report(vault.Id);
            if (throttle.ShouldLog(problem, vault.Id.ToString()))
                LogUnreadable(problem, vault.Id);
            return null;
        }
    }

    private async Task<ServedContents?> OpenAsync(ClearSettingsDb db, Enabled enabled, ServedForm? form)
    {
        var (vault, rules) = enabled;
        // Enabled by a node that runs an earlier version, and not checked yet.
        if (rules == 0)
            return await ReassessAsync(db, vault);
        // Changed between the two reads: the next version of the workspace will have it.
        if (form is null || form.Number != vault.Version || form.Rules != rules)
            return null;
        return encryption.DecryptServed(vault, form.Content);
    }

    /// <returns>Null when the version is gone meanwhile, or when clients must not receive it.</returns>
    private async Task<ServedContents?> ReassessAsync(ClearSettingsDb db, Vault vault)
    {
        var content =
            await db
                .VaultVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(c => c.VaultId == vault.Id && c.Number == vault.Version)
                .Select(c => c.Content)
                .SingleOrDefaultAsync()
            ?? throw new CryptographicException("The contents are missing.");
        var audience = await VaultStore.GetAudienceAsync(db, vault);
        var outcome = VaultReassessment.Create(
            vault,
            audience,
            encryption.Decrypt(vault, vault.Version, content),
            vault.Format,
            earlier: null
        );
        return outcome.Review == VaultReview.Disabled ? null : outcome.Served;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Vault {VaultId} cannot be read; its clients do not receive it")]
    private partial void LogUnreadable(Exception problem, Guid vaultId);

    /// <param name="Rules">Of its served form; 0 when it has none.</param>
    private sealed record Enabled(Vault Vault, int Rules)
    {
        public ContentKey Key => new(Vault.Id, Vault.Version, Vault.Target, Rules);
    }

    private readonly record struct ContentKey(Guid Vault, int Version, VaultTarget Target, int Rules);
}

/// <summary>To whom an answer went.</summary>
/// <param name="Role">The role that the groups of the user go by.</param>
/// <param name="Kind">What was asked for.</param>
public readonly record struct VaultResponseKey(Guid Workspace, Guid User, MemberRole Role, string Kind);
