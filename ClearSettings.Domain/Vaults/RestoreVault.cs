using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>Saves the contents of an earlier version as a new one.</summary>
public sealed class RestoreVault(ClearSettingsDb db, VaultStore store, VaultTurn turn, Current current, TimeProvider time)
{
    /// <param name="number">Of the version that shall count again.</param>
    public Task<Result<Vault>> RunAsync(Guid id, int number) => db.WriteAsync(async () =>
    {
        if (await store.FindAsync(id) is not { } seen) return Result<Vault>.NotFound(VaultTurn.Gone);
        if (await turn.TakeAsync(seen.Scope, seen.UserId) is { } lost) return Result<Vault>.From(lost);
        await db.Entry(seen).ReloadAsync();
        if (await store.FindAsync(id) is not { } vault || await store.ReadAsync(vault, number) is not { } text) return Result<Vault>.NotFound("This version does not exist.");
        if (number == vault.Version) return vault;
        var format = await db.VaultVersions.Where(v => v.VaultId == id && v.Number == number).Select(v => v.Format).SingleAsync();
        if (SaveVault.CheckContent(text, format, vault.Target, vault.Enabled, reaches: true) is { } problem) return Result<Vault>.Refuse([problem with { Field = "", Sentence = $"Version {number} cannot be restored{(vault.Enabled ? " while the vault is on" : "")}. {problem.Sentence}" }]);
        store.Write(vault, text, format, $"Restored version {number}");
        vault.Changed(current.ActorId, current.Principal.ActorName, time.GetUtcNow().UtcDateTime);
        store.Record(vault, VaultAction.Restore, $"version {number}");
        return (Result<Vault>)vault;
    });
}
