using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// The vaults of each workspace, decrypted and ready to send, in memory: as they were accepted, without judging them
/// again. A change of the workspace makes a new snapshot, which reads only the contents that it has not seen. A vault
/// that cannot be read is left out and tried again.
/// </summary>
public sealed class VaultCache(
    WorkspaceVersions versions,
    GroupCache groups,
    ServedContentsCache contents,
    TimeProvider time,
    IServiceScopeFactory scopes
)
{
    /// <summary>How long a snapshot that lacks a vault is kept.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    // Bytes. The texts of a snapshot are those of the contents, so most of them are in memory once and counted twice.
    private const long MaxSnapshots = 128 * 1024 * 1024;
    private const long MaxResponses = 128 * 1024 * 1024;

    // However large a workspace is, its clients must not make the server decrypt all of it at each start.
    private readonly VersionedCache<Guid, VaultSnapshot> _snapshots = new(
        MaxSnapshots,
        (_, snapshot) => Math.Min(snapshot.Size, MaxSnapshots / 2)
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
        var readable = await contents.OpenAsync(db, vaults);
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

    private static Task<List<EnabledVault>> ReadEnabledAsync(ClearSettingsDb db, Guid workspaceId)
    {
        var forms = db.ServedForms.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        return db
            .Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .AsNoTracking()
            .Where(v => v.WorkspaceId == workspaceId && v.Enabled)
            .Select(v => new EnabledVault(
                v,
                forms.Where(f => f.VaultId == v.Id && f.Number == v.Version).Select(f => f.Rules).FirstOrDefault()
            ))
            .ToListAsync();
    }

    private static ServedVault Serve(Vault vault, ServedContents served, IEnumerable<NamedGroup> groups) =>
        new(
            vault.Id,
            vault.Name,
            vault.Scope,
            [.. groups],
            vault.UserId,
            vault.Target,
            vault.UpdatedAt,
            served.Text,
            served.Marked
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
}

/// <summary>To whom an answer went.</summary>
/// <param name="Role">The role that the groups of the user go by.</param>
/// <param name="Kind">What was asked for.</param>
public readonly record struct VaultResponseKey(Guid Workspace, Guid User, MemberRole Role, string Kind);
