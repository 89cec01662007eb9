namespace ClearSettings.Domain.Vaults;

/// <summary>Gives the contents of a vault in clear and writes down that somebody saw them. Whoever calls it has asked for a fresh proof (security V3).</summary>
public sealed class RevealVault(ClearSettingsDb db, VaultStore store)
{
    public Task<Result<string>> RunAsync(Guid id) => UnlockedWork.WriteAsync<string>(db, async work =>
    {
        if (await store.FindAsync(id) is not { } vault) return Result<string>.NotFound(VaultTurn.Gone);
        if (vault.Target == VaultTarget.SshServer) return Result<string>.Refuse("", "Private keys are never shown again. Paste new ones to replace them.");
        var text = await store.ReadAsync(vault) ?? "";
        if (!work.Has(("secrets", text, vault.Format), () => new Answer(VaultMask.HasSecrets(text, vault.Format)), out var secrets)) return UnlockedWork.Later<string>();
        if (secrets.Yes) store.Record(vault, VaultAction.Reveal);
        return text;
    });

    private sealed record Answer(bool Yes);
}
