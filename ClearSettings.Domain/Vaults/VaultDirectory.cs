using System.Collections.Concurrent;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// The vaults of each workspace, decrypted and ready to send, in memory. A change of the workspace makes a new snapshot, which reads only
/// the contents that it has not seen.
/// </summary>
public sealed partial class VaultDirectory(WorkspaceVersions versions, GroupDirectory groups, VaultSeal seal, VaultMemory memory, IServiceScopeFactory scopes,
    LogThrottle throttle, ILogger<VaultDirectory> log)
{
    private const long MaxCharacters = 64 * 1024 * 1024;
    private const int MaxSnapshots = 1_000;

    private readonly ConcurrentDictionary<Guid, VaultSnapshot> known = new();
    private readonly ConcurrentDictionary<(Guid Vault, int Version, VaultTarget Target), Readable> texts = new();
    private long characters;

    public async ValueTask<VaultSnapshot> OfAsync(Guid workspaceId)
    {
        var version = await versions.CurrentAsync(workspaceId, scopes);
        return known.TryGetValue(workspaceId, out var snapshot) && snapshot.Version == version ? snapshot : await ReadAsync(workspaceId, version);
    }

    private async Task<VaultSnapshot> ReadAsync(Guid workspaceId, long version)
    {
        var members = await groups.OfAsync(workspaceId);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var vaults = await db.Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AsNoTracking().Where(v => v.WorkspaceId == workspaceId && v.Enabled).ToListAsync();
        var readable = await OpenAsync(db, vaults);
        var names = members.Groups.ToDictionary(g => g.Id, g => g.Name);
        var served = vaults.Where(v => readable.ContainsKey(v.Id)).OrderBy(v => v.Scope).ThenBy(v => v.CreatedAt).ThenBy(v => v.Id)
            .Select(v => new ServedVault(v.Id, v.Name, v.Scope, v.GroupId, v.GroupId is { } g ? names.GetValueOrDefault(g) : null, v.UserId, v.Target, v.UpdatedAt, readable[v.Id].Text, readable[v.Id].Marked)).ToList();
        if (known.Count >= MaxSnapshots || memory.IsFull) Forget();
        var made = new VaultSnapshot(version, members, served, memory);
        return known.AddOrUpdate(workspaceId, made, (_, old) =>
        {
            old.Dispose();
            return made;
        });
    }

    // Simpler than to find out which are still asked for: each is read again within milliseconds.
    private void Forget()
    {
        foreach (var (workspaceId, snapshot) in known)
        {
            if (known.TryRemove(new(workspaceId, snapshot))) snapshot.Dispose();
        }
    }

    private async Task<Dictionary<Guid, Readable>> OpenAsync(ClearSettingsDb db, List<Vault> vaults)
    {
        Dictionary<Guid, Readable> readable = [];
        foreach (var vault in vaults) if (texts.TryGetValue((vault.Id, vault.Version, vault.Target), out var text)) readable[vault.Id] = text;
        var ids = vaults.Where(v => !readable.ContainsKey(v.Id)).Select(v => v.Id).ToList();
        if (ids.Count == 0) return readable;
        var contents = await db.VaultVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AsNoTracking().Where(c => ids.Contains(c.VaultId))
            .Join(db.Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]), c => new { c.VaultId, c.Number }, v => new { VaultId = v.Id, Number = v.Version }, (c, _) => new { c.VaultId, c.Number, c.Content, c.Format }).ToDictionaryAsync(c => c.VaultId);
        foreach (var vault in vaults)
        {
            // Changed between the two reads: the next version of the workspace will have it.
            if (!contents.TryGetValue(vault.Id, out var content) || content.Number != vault.Version) continue;
            try
            {
                Keep(vault, readable[vault.Id] = Readable.Of(vault.Target, seal.Open(vault, content.Number, content.Content), content.Format));
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                // The others still go out.
                if (throttle.ShouldLog(problem, vault.Id.ToString())) LogUnreadable(problem, vault.Id);
            }
        }
        return readable;
    }

    private void Keep(Vault vault, Readable text)
    {
        if (Interlocked.Add(ref characters, text.Text.Length) > MaxCharacters)
        {
            texts.Clear();
            Interlocked.Exchange(ref characters, text.Text.Length);
        }
        texts[(vault.Id, vault.Version, vault.Target)] = text;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Vault {VaultId} cannot be read; its clients do not receive it")]
    private partial void LogUnreadable(Exception problem, Guid vaultId);

    private sealed record Readable(string Text, SecretPaths Marked)
    {
        public static Readable Of(VaultTarget target, string text, Hocon.ConfigFormat format) => new(VaultContents.Check(target, text, format).ForClients ?? "", VaultMask.MarkedPaths(text, format));
    }
}
