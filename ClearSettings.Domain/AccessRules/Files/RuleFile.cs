namespace ClearSettings.Domain.AccessRules;

/// <summary>A rule in a file.</summary>
/// <param name="Id">Null for a new rule.</param>
/// <param name="Line">Where it begins in the file, from 1.</param>
internal sealed record FileRule(Guid? Id, RuleState State, int Line);

/// <summary>The names of the fields of a rule in YAML, which are those of the API.</summary>
internal static class RuleFile
{
    /// <summary>The form of the file; a file of another one is refused.</summary>
    public const string Version = "1";

    /// <summary>Characters of a file.</summary>
    public const int MaxLength = 8_000_000;

    public const string VersionKey = "version";
    public const string RulesKey = "rules";
    public const string IdKey = "id";
    public const string TypeKey = "resource_type";
    public const string ResourceKey = "resource";
    public const string PermissionKey = "permission";
    public const string UsersKey = "users";
    public const string ServiceAccountsKey = "service_accounts";
    public const string GroupsKey = "groups";
}

/// <summary>The names of access levels in the API and in files.</summary>
public static class AccessLevels
{
    /// <summary>"read" or "modify"; "none" where there is no access.</summary>
    public static string GetName(this AccessLevel level) => level.ToString().ToLowerInvariant();

    /// <summary>Reads "read" and "modify", and nothing else.</summary>
    public static bool TryParse(string? name, out AccessLevel level)
    {
        level = name switch
        {
            "read" => AccessLevel.Read,
            "modify" => AccessLevel.Modify,
            _ => AccessLevel.None,
        };
        return level != AccessLevel.None;
    }
}
