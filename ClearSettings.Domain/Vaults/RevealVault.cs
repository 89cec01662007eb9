namespace ClearSettings.Domain.Vaults;

/// <summary>Gives the contents of a vault in clear and writes down that somebody saw them. Whoever calls it has asked for a fresh proof (security V3).</summary>
public sealed class RevealVault(ClearSettingsDb db, VaultStore store)
{
    public Task<Result<string>> RunAsync(Guid id) => db.WriteAsync(async () =>
    {
        if (await store.FindAsync(id) is not { } vault) return Result<string>.NotFound(VaultTurn.Gone);
        if (vault.Target == VaultTarget.SshServer) return Result<string>.Refuse("", "Private keys are never shown again. Paste new ones to replace them.");
        var text = await store.ReadAsync(vault) ?? "";
        if (VaultMask.HasSecrets(text, vault.Format)) store.Record(vault, VaultAction.Reveal);
        return (Result<string>)text;
    });
}
