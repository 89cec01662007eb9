using System.Text.RegularExpressions;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// The type of a vault in the protocol, which is an open set (docs/protocol.md#vault-items): four names mean a target
/// of their own, any other one is stored and served as it is. Case counts.
/// </summary>
public static partial class VaultType
{
    public const int MaxLength = 50;

    /// <summary>Why a type is refused.</summary>
    public const string Rule =
        "type can have 1 to 50 letters, digits, hyphens, underscores and dots; "
        + "config, monitoring, ui and ssh are in lower case";

    private static readonly Dictionary<string, VaultTarget> Known = new(StringComparer.Ordinal)
    {
        ["config"] = VaultTarget.Client,
        ["monitoring"] = VaultTarget.Monitoring,
        ["ui"] = VaultTarget.UiStorage,
        ["ssh"] = VaultTarget.SshServer,
    };

    /// <summary>
    /// The target that a type means: one of its own, or <see cref="VaultTarget.Other"/>. Null for what is no type.
    /// </summary>
    public static VaultTarget? GetTarget(string type)
    {
        if (Known.TryGetValue(type, out var target))
            return target;
        // "Config" would look like the type that clients merge, and not be merged.
        return Form().IsMatch(type) && !Known.Keys.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? VaultTarget.Other
            : null;
    }

    /// <summary>The protocol's name of a vault's type.</summary>
    /// <param name="type">Of a vault for <see cref="VaultTarget.Other"/>.</param>
    public static string GetName(VaultTarget target, string type) =>
        target == VaultTarget.Other ? type : Known.First(k => k.Value == target).Key;

    /// <summary>Whether the contents are a text that people write.</summary>
    public static bool IsText(this VaultTarget target) =>
        target is not (VaultTarget.UiStorage or VaultTarget.SshServer);

    /// <summary>Whether SDK or agent merge the vault into their configuration.</summary>
    public static bool IsMerged(this VaultTarget target) => target is VaultTarget.Client or VaultTarget.Monitoring;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,50}\z")]
    private static partial Regex Form();
}
