namespace ClearSettings.Domain.Vaults;

/// <summary>Enables or disables a vault. One with errors cannot be enabled.</summary>
public sealed class SetVaultEnabled(VaultStore store, VaultChange change, Current current, TimeProvider time)
{
    public async Task<Result<Vault>> RunAsync(Guid id, bool enabled)
    {
        if (await store.FindAsync(id) is not { } seen)
            return Result<Vault>.NotFound(VaultChange.NotFoundMessage);
        return await change.RunAsync(seen.Scope, seen.UserId, work => SetAsync(work, id, enabled));
    }

    private async Task<Result<Vault>> SetAsync(WorkOutsideLock work, Guid id, bool enabled)
    {
        if (await store.FindAsync(id) is not { } vault)
            return Result<Vault>.NotFound(VaultChange.NotFoundMessage);
        if (vault.Enabled == enabled)
            return vault;
        if (enabled && await ServeAsync(work, vault) is { } refused)
            return refused;
        vault.SetEnabled(enabled);
        vault.MarkUpdated(current.ActorId, current.Principal.ActorName, time.GetUtcNow().UtcDateTime);
        store.Record(vault, enabled ? VaultAction.Activate : VaultAction.Deactivate);
        return vault;
    }

    /// <returns>Why the vault cannot be enabled now, or null.</returns>
    private async Task<Result<Vault>?> ServeAsync(WorkOutsideLock work, Vault vault)
    {
        var text = await store.ReadAsync(vault) ?? "";
        var audience = await store.GetAudienceAsync(vault);
        var content = new ContentToCheck(
            text,
            vault.Format,
            vault.Target,
            audience,
            Enabled: true,
            vault.GetAssignment().HasRecipients
        );
        if (!ContentCheckResult.TryGet(work, content, out var outcome))
            return WorkOutsideLock.Later<Vault>();
        if (outcome.Problem is { } problem)
            return Result<Vault>.Refuse([problem]);
        await store.ServeAsync(vault, outcome.Served!);
        return null;
    }
}
