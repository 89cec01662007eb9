using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// What the target of a vault decides about its contents. <see cref="VaultTargets"/> has one object for each.
/// </summary>
public interface IVaultTarget
{
    VaultTarget Target { get; }

    /// <summary>
    /// The protocol's name of the type (docs/protocol.md#vault-items); null where each vault has its own.
    /// </summary>
    string? WireName { get; }

    /// <summary>Whether the contents are a text that people write.</summary>
    bool IsText { get; }

    /// <summary>Whether SDK or agent merge the vault into their configuration.</summary>
    bool IsMerged { get; }

    /// <summary>
    /// Whether secrets in it can be shown again. Otherwise they stay hidden, and a save keeps those that come back
    /// hidden.
    /// </summary>
    bool CanReveal { get; }

    /// <summary>Whether the text may be saved, and what clients are sent. Its length was checked before.</summary>
    VaultReport Check(string text, ConfigFormat format, VaultAudience audience);

    /// <summary>What the table counts: lines, credentials or key pairs.</summary>
    int Count(string text, ConfigFormat format);

    /// <summary>Credentials for cloud storage in what clients receive.</summary>
    IReadOnlyList<StorageCredential> ReadStorage(string text) => [];

    /// <summary>"28 lines (1.1 KB)", "3 credentials", "2 keys", "Empty".</summary>
    string Summarize(int items, int bytes);
}

/// <summary>Every target. A new one is a class, a member of <see cref="VaultTarget"/> and a line here.</summary>
public static class VaultTargets
{
    public static IReadOnlyList<IVaultTarget> All { get; } =
    [
        new MergedTarget(VaultTarget.Client, "config"),
        new MergedTarget(VaultTarget.Monitoring, "monitoring"),
        new StorageTarget(),
        new SshTarget(),
        new OtherTarget(),
    ];

    private static readonly Dictionary<VaultTarget, IVaultTarget> ByTarget = All.ToDictionary(t => t.Target);

    public static IVaultTarget Rules(this VaultTarget target) => ByTarget[target];

    /// <summary>The one with a name of its own in the protocol, or null. Case counts.</summary>
    public static IVaultTarget? Find(string wireName) => All.FirstOrDefault(t => t.WireName == wireName);
}
