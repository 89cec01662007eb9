namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Returns the contents of a vault with its secrets and records that they were seen. The caller must have required
/// recent authentication (docs/security.md#secrets-in-vaults).
/// </summary>
public sealed class RevealVault(ClearSettingsDb db, VaultStore store)
{
    public Task<Result<string>> RunAsync(Guid id) =>
        WorkOutsideLock.WriteAsync<string>(
            db,
            async work =>
            {
                if (await store.FindAsync(id) is not { } vault)
                    return Result<string>.NotFound(VaultLock.NotFoundMessage);
                if (!vault.Target.Rules().CanReveal)
                    return Result<string>.Refuse(
                        "",
                        "Private keys are never shown again. Paste new ones to replace them."
                    );
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
        );

    private sealed record RevealResult(bool Yes);
}
