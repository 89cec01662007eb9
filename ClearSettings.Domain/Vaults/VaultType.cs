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

    /// <summary>
    /// The target that a type means: one of its own, or <see cref="VaultTarget.Other"/>. Null for what is no type.
    /// </summary>
    public static VaultTarget? GetTarget(string type)
    {
        if (VaultTargets.Find(type) is { } own)
            return own.Target;
        // "Config" would look like the type that clients merge, and not be merged.
        return
            Form().IsMatch(type)
            && !VaultTargets.All.Any(t => string.Equals(t.WireName, type, StringComparison.OrdinalIgnoreCase))
            ? VaultTarget.Other
            : null;
    }

    /// <summary>The protocol's name of a vault's type.</summary>
    /// <param name="type">Of a vault for <see cref="VaultTarget.Other"/>.</param>
    public static string GetName(VaultTarget target, string type) => target.Rules().WireName ?? type;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,50}\z")]
    private static partial Regex Form();
}
