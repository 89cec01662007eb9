using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>The protocol's names of scopes and formats; see docs/protocol.md#vault-items.</summary>
public static class VaultTypes
{
    public static string ToWireName(VaultScope scope) => scope.ToString().ToLowerInvariant();

    public static VaultScope? ParseScope(string? scope) =>
        scope switch
        {
            "organization" => VaultScope.Organization,
            "group" => VaultScope.Group,
            "user" => VaultScope.User,
            _ => null,
        };

    public static string ToWireName(ConfigFormat format) => format.ToString().ToLowerInvariant();

    public static ConfigFormat? ParseFormat(string? format) =>
        format?.ToLowerInvariant() switch
        {
            "hocon" => ConfigFormat.Hocon,
            "json" => ConfigFormat.Json,
            "yaml" => ConfigFormat.Yaml,
            _ => null,
        };
}
