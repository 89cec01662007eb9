namespace ClearSettings.Domain.Vaults;

/// <summary>Enables or disables a vault. One with errors cannot be enabled.</summary>
public sealed class SetVaultEnabled(VaultStore store, VaultChange change, Current current, TimeProvider time)
{
    public async Task<Result<Vault>> RunAsync(Guid id, bool enabled)
    {
        if (await store.FindAsync(id) is not { } seen)
            return Result<Vault>.NotFound(VaultChange.NotFoundMessage);
        return await change.RunAsync<Vault>(
            seen.Scope,
            seen.UserId,
            async work =>
            {
                if (await store.FindAsync(id) is not { } vault)
                    return Result<Vault>.NotFound(VaultChange.NotFoundMessage);
                if (vault.Enabled == enabled)
                    return vault;
                if (enabled)
                {
                    if (
                        !ContentCheckResult.TryGet(
                            work,
                            await store.ReadAsync(vault) ?? "",
                            vault.Format,
                            vault.Target,
                            await store.GetAudienceAsync(vault),
                            enabled,
                            vault.GetAssignment().HasRecipients,
                            out var outcome
                        )
                    )
                        return WorkOutsideLock.Later<Vault>();
                    if (outcome.Problem is { } problem)
                        return Result<Vault>.Refuse([problem]);
                    await store.ServeAsync(vault, outcome.Served!);
                }
                vault.SetEnabled(enabled);
                vault.MarkUpdated(current.ActorId, current.Principal.ActorName, time.GetUtcNow().UtcDateTime);
                store.Record(vault, enabled ? VaultAction.Activate : VaultAction.Deactivate);
                return vault;
            }
        );
    }
}
