namespace ClearSettings.Domain.Vaults;

/// <summary>Turns a vault on or off, at once. One with errors cannot be turned on.</summary>
public sealed class SwitchVault(ClearSettingsDb db, VaultStore store, VaultTurn turn, Current current, TimeProvider time)
{
    public Task<Result<Vault>> RunAsync(Guid id, bool enabled) => UnlockedWork.WriteAsync<Vault>(db, async work =>
    {
        if (await store.FindAsync(id) is not { } seen) return Result<Vault>.NotFound(VaultTurn.Gone);
        if (await turn.TakeAsync(seen.Scope, seen.UserId) is { } lost) return Result<Vault>.From(lost);
        await db.Entry(seen).ReloadAsync();
        if (await store.FindAsync(id) is not { } vault) return Result<Vault>.NotFound(VaultTurn.Gone);
        if (vault.Enabled == enabled) return vault;
        if (enabled)
        {
            var reaches = vault.Scope != VaultScope.Group || vault.GroupId is not null;
            if (!ContentVerdict.TryGet(work, await store.ReadAsync(vault) ?? "", vault.Format, vault.Target, await store.AudienceOfAsync(vault), enabled, reaches, out var verdict)) return UnlockedWork.Later<Vault>();
            if (verdict.Problem is { } problem) return Result<Vault>.Refuse([problem]);
            await store.ServeAsync(vault, verdict.Served!);
        }
        vault.Switch(enabled);
        vault.Changed(current.ActorId, current.Principal.ActorName, time.GetUtcNow().UtcDateTime);
        store.Record(vault, enabled ? VaultAction.Activate : VaultAction.Deactivate);
        return vault;
    });
}
