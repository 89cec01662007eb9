using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Vaults;

/// <summary>The contents of enabled vaults, decrypted, in memory.</summary>
public sealed partial class ServedContentsCache(
    VaultEncryption encryption,
    VaultMonitor monitor,
    LogThrottle throttle,
    ILogger<ServedContentsCache> log
)
{
    // Bytes.
    private const long MaxContents = 128 * 1024 * 1024;

    // A content never changes; a change of a vault has another key.
    private readonly VersionedCache<ServedContentKey, ServedContents> _contents = new(
        MaxContents,
        (_, content) => VaultSnapshot.SizeOf(content.Text)
    );

    /// <summary>By vault. A vault that cannot be read is reported and left out; the others still go out.</summary>
    internal async Task<Dictionary<Guid, ServedContents>> OpenAsync(ClearSettingsDb db, List<EnabledVault> vaults)
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
    private async Task<ServedContents?> TryOpenAsync(ClearSettingsDb db, EnabledVault enabled, ServedForm? form)
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

    private async Task<ServedContents?> OpenAsync(ClearSettingsDb db, EnabledVault enabled, ServedForm? form)
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
}

/// <param name="Rules">Of its served form; 0 when it has none.</param>
internal sealed record EnabledVault(Vault Vault, int Rules)
{
    public ServedContentKey Key => new(Vault.Id, Vault.Version, Vault.Target, Rules);
}

internal readonly record struct ServedContentKey(Guid Vault, int Version, VaultTarget Target, int Rules);
