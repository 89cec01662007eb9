using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

internal sealed class SshTarget : IVaultTarget
{
    public VaultTarget Target => VaultTarget.SshServer;

    public string? WireName => "ssh";

    public bool IsText => false;

    public bool IsMerged => false;

    public bool CanReveal => false;

    public VaultReport Check(string text, ConfigFormat format, VaultAudience audience) =>
        VaultContents.CheckUnmerged(text, format, SshKeys.Check);

    public int Count(string text, ConfigFormat format) => SshKeys.Read(text, format).Count;

    public string Summarize(int items, int bytes) => items == 1 ? "1 key" : $"{items} keys";
}
