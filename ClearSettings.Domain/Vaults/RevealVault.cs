namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Returns the contents of a vault with its secrets and records that they were seen. The caller must have required
/// recent authentication (docs/security.md#secrets-in-vaults).
/// </summary>
public sealed class RevealVault(VaultStore store, VaultChange change)
{
    public async Task<Result<string>> RunAsync(Guid id)
    {
        if (await store.FindAsync(id) is not { } seen)
            return Result<string>.NotFound(VaultChange.NotFoundMessage);
        return await change.RunAsync(seen.Scope, seen.UserId, work => RevealAsync(work, id));
    }

    private async Task<Result<string>> RevealAsync(WorkOutsideLock work, Guid id)
    {
        if (await store.FindAsync(id) is not { } vault)
            return Result<string>.NotFound(VaultChange.NotFoundMessage);
        if (!vault.Target.Rules().CanReveal)
            return Result<string>.Refuse("", "Private keys are never shown again. Paste new ones to replace them.");
        var text = await store.ReadAsync(vault) ?? "";
        if (
            !work.Has(
                ("secrets", text, vault.Format),
                () => new RevealResult(VaultMask.HasSecrets(text, vault.Format)),
                out var secrets
            )
        )
            return WorkOutsideLock.Later<string>();
        if (secrets.Yes)
            store.Record(vault, VaultAction.Reveal);
        return text;
    }

    private sealed record RevealResult(bool Yes);
}
