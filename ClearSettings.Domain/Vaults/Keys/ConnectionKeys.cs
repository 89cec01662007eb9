using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Finds the settings that say where a client logs in and as whom. A client that receives credentials in a vault logs
/// in with them from its second session on, so everyone who receives the vault would act as their owner and know the
/// secret.
/// </summary>
internal sealed class ConnectionKeys(VaultAudience audience)
{
    public const string Code = "connection-key";

    private static readonly string[] SectionPaths =
    [
        "api.credentials",
        "api.api_server",
        "api.web_server",
        "api.files_server",
        "api.host",
    ];

    private static readonly string[] Paths = [.. SectionPaths, .. Variables()];

    private readonly WriterFindings _findings = new();

    /// <summary>
    /// The same settings written as a dotted key in quotes are found too: clients do not read them there, but receive
    /// the secret.
    /// </summary>
    public static IReadOnlyList<ResolvedFinding> In(ConfigObject root, VaultAudience audience)
    {
        var keys = new ConnectionKeys(audience);
        keys.Fields(root, "");
        return keys._findings.All;
    }

    /// <summary>
    /// The object without the settings of the section "api" among them, for a vault that was accepted before they were
    /// refused. Variables stay: they are flagged, but a client may need them.
    /// </summary>
    /// <returns>With the paths that were left out.</returns>
    public static (ConfigObject Root, IReadOnlyList<string> LeftOut) LeaveOut(ConfigObject root)
    {
        HashSet<string> leftOut = [];
        return (Without(root, "", leftOut), [.. leftOut]);
    }

    private static ConfigObject Without(ConfigObject fields, string above, HashSet<string> leftOut)
    {
        List<KeyValuePair<string, ConfigValue>> kept = [];
        foreach (var (key, value) in fields)
        {
            var path = above.Length == 0 ? key : $"{above}.{key}";
            if (Array.Find(SectionPaths, p => IsBelow(path, p)) is { } found)
                leftOut.Add(found);
            else if (Array.Exists(SectionPaths, p => IsBelow(p, path)))
                kept.Add(new(key, Without(value, path, leftOut)));
            else
                kept.Add(new(key, value));
        }
        return new(kept);
    }

    private static ConfigValue Without(ConfigValue value, string path, HashSet<string> leftOut) =>
        value switch
        {
            ConfigObject fields => Without(fields, path, leftOut),
            ConfigReference { Fallback: { } fallback } reference => new ConfigReference(
                reference.Name,
                reference.Optional,
                Without(fallback, path, leftOut)
            ),
            ConfigConcat { Fallback: { } fallback } concat => new ConfigConcat(
                concat.Pieces,
                Without(fallback, path, leftOut)
            ),
            _ => value,
        };

    // Clients read these variables before their files, and a vault can set variables.
    private static IEnumerable<string> Variables() =>
        from prefix in (string[])["CLEARML", "TRAINS"]
        from name in (string[])["API_ACCESS_KEY", "API_SECRET_KEY", "AUTH_TOKEN", "API_HOST", "WEB_HOST", "FILES_HOST"]
        select $"environment.{prefix}_{name}";

    private void Fields(ConfigObject fields, string above)
    {
        foreach (var (key, value) in fields)
        {
            var path = above.Length == 0 ? key : $"{above}.{key}";
            _findings.Path.Add(key);
            if (Array.Exists(Paths, p => IsBelow(path, p)))
                Report(path, value);
            else if (Array.Exists(Paths, p => IsBelow(p, path)) && Object(value) is { } inner)
                Fields(inner, path);
            _findings.Path.RemoveAt(_findings.Path.Count - 1);
        }
    }

    private static bool IsBelow(string path, string above) =>
        path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] == '.');

    private static ConfigObject? Object(ConfigValue value) =>
        value is ConfigPending pending ? pending.Last as ConfigObject : value as ConfigObject;

    private void Report(string path, ConfigValue value)
    {
        var isIdentity =
            path.EndsWith("_KEY", StringComparison.Ordinal)
            || path.EndsWith("_TOKEN", StringComparison.Ordinal)
            || path.StartsWith("api.credentials", StringComparison.Ordinal);
        const string fix = "Remove it here and set it in the clearml.conf of each machine.";
        if (audience == VaultAudience.Others)
            _findings.ErrorAtKey(value, Code, DescribeShared(path, isIdentity), fix);
        else
            _findings.WarningAtKey(value, Code, DescribePersonal(path, isIdentity), fix);
    }

    private static string DescribeShared(string path, bool isIdentity) =>
        isIdentity
            ? $"{path} belongs to one person or machine. Every client that receives this vault would authenticate as "
                + "the owner of these credentials."
            : $"{path} belongs to each machine, so a shared vault cannot set it.";

    private static string DescribePersonal(string path, bool isIdentity) =>
        isIdentity
            ? $"{path} in a vault replaces the credentials of every machine that uses your vault."
            : $"{path} in a vault replaces the address that each of your machines has in its clearml.conf.";
}
