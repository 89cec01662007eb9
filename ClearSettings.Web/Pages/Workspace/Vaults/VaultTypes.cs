using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Workspace.Vaults;

/// <summary>The protocol's names of scopes and formats; see docs/protocol.md#vault-items.</summary>
public static class VaultTypes
{
    public static string Of(VaultScope scope) => scope.ToString().ToLowerInvariant();

    public static VaultScope? Scope(string? scope) => scope switch { "organization" => VaultScope.Organization, "group" => VaultScope.Group, "user" => VaultScope.User, _ => null };

    public static string Of(ConfigFormat format) => format.ToString().ToLowerInvariant();

    public static ConfigFormat? Format(string? format) => format?.ToLowerInvariant() switch { "hocon" => ConfigFormat.Hocon, "json" => ConfigFormat.Json, "yaml" => ConfigFormat.Yaml, _ => null };
}
