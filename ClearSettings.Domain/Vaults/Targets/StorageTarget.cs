using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

internal sealed class StorageTarget : IVaultTarget
{
    public VaultTarget Target => VaultTarget.UiStorage;

    public string? WireName => "ui";

    public bool IsText => false;

    public bool IsMerged => false;

    public bool CanReveal => true;

    public VaultReport Check(string text, ConfigFormat format, VaultAudience audience) =>
        VaultContents.CheckUnmerged(text, format, StorageCredentials.Check);

    public int Count(string text, ConfigFormat format) => StorageCredentials.Read(text, format).Count;

    public IReadOnlyList<StorageCredential> ReadStorage(string text) =>
        StorageCredentials.Read(text, ConfigFormat.Json);

    public string Summarize(int items, int bytes) => items == 1 ? "1 credential" : $"{items} credentials";
}
