using System.Text.RegularExpressions;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>Which values the author of a text marked as secret.</summary>
public static partial class VaultMask
{
    /// <summary>Paths whose values are marked by the comment "# secret".</summary>
    public static SecretPaths MarkedPaths(string text, ConfigFormat format) =>
        // Most texts have none, and this saves reading them twice.
        AnyMarker().IsMatch(text)
            ? SecretPaths.From(ConfigFormats.Read(text, format))
            : SecretPaths.None;

    [GeneratedRegex(@"(#|//)\s*secret\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AnyMarker();
}
