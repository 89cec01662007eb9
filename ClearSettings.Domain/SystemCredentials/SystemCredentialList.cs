using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Secrets;
using Microsoft.Extensions.Configuration;

namespace ClearSettings.Domain.SystemCredentials;

/// <summary>Section "SystemCredentials" of the configuration, read and judged at the start.</summary>
public sealed class SystemCredentialList
{
    private const string Section = "SystemCredentials";

    // No secret has this hash.
    private static readonly byte[] NoHash = new byte[32];

    private readonly Dictionary<string, SystemCredential> byAccessKey;
    private readonly Dictionary<string, SystemCredential> byName;

    private SystemCredentialList(IReadOnlyList<SystemCredential> all)
    {
        All = all;
        byAccessKey = all.ToDictionary(c => c.AccessKey, StringComparer.Ordinal);
        byName = all.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<SystemCredential> All { get; }

    /// <summary>
    /// The credentials of this pair of keys, or null. A wrong secret key takes as long as an unknown access key.
    /// </summary>
    public SystemCredential? Find(string accessKey, SecretKey secret)
    {
        if (All.Count == 0)
            return null;
        var known = byAccessKey.GetValueOrDefault(accessKey);
        return secret.Matches(known?.SecretHash ?? NoHash) ? known : null;
    }

    public SystemCredential? FindByName(string name) => byName.GetValueOrDefault(name);

    public SystemCredential? FindById(Guid id) => All.FirstOrDefault(c => c.Id == id);

    /// <exception cref="ServerCannotStart">Settings are wrong; it has a sentence for each, without their
    /// values.</exception>
    public static SystemCredentialList Read(IConfiguration configuration)
    {
        List<string> problems = [];
        List<SystemCredential> read = [];
        if (configuration[Section] is { Length: > 0 })
            problems.Add($"{Section} cannot have a value of its own; write {Section}:<name>:AccessKey and so on.");
        foreach (var one in configuration.GetSection(Section).GetChildren())
            if (Read(one, problems) is { } credential)
                read.Add(credential);
        foreach (var same in read.GroupBy(c => c.AccessKey, StringComparer.Ordinal).Where(g => g.Count() > 1))
            problems.Add(
                $"{Join(same.Select(c => $"{Section}:{c.Name}:AccessKey"))} are the same; each needs an access key of its own."
            );
        return problems.Count == 0
            ? new(read)
            : throw new ServerCannotStart(string.Join(Environment.NewLine, problems));
    }

    private static SystemCredential? Read(IConfigurationSection one, List<string> problems)
    {
        if (!SystemCredentialFields.IsName(one.Key))
        {
            problems.Add($"A name in {Section} cannot be used; it must be {SystemCredentialFields.NameExpectation}.");
            return null;
        }
        var before = problems.Count;
        string? Field(string field, Func<string, string?> read, string expectation)
        {
            // Spaces around a value are of the file that it was copied from.
            if (one[field]?.Trim() is not { Length: > 0 } text)
                return null;
            var value = read(text);
            if (value is null)
                problems.Add($"{one.Path}:{field} cannot be used; it must be {expectation}.");
            return value;
        }
        var role = Field("Role", SystemCredentialFields.ReadRole, SystemCredentialFields.RoleExpectation);
        var accessKey = Field(
            "AccessKey",
            SystemCredentialFields.ReadAccessKey,
            SystemCredentialFields.AccessKeyExpectation
        );
        var secretKey = Field(
            "SecretKey",
            SystemCredentialFields.ReadSecretKey,
            SystemCredentialFields.SecretKeyExpectation
        );
        var hash = Field(
            "SecretKeyHash",
            SystemCredentialFields.ReadSecretKeyHash,
            SystemCredentialFields.SecretKeyHashExpectation
        );
        problems.AddRange(FindWrongNames(one));
        if (problems.Count > before)
            return null;
        if (role is null)
            problems.Add($"{one.Path}:Role is missing; it must be {SystemCredentialFields.RoleExpectation}.");
        if (accessKey is null)
            problems.Add($"{one.Path}:AccessKey is missing; it must be {SystemCredentialFields.AccessKeyExpectation}.");
        if (secretKey is null == hash is null)
            problems.Add(
                $"{one.Path} needs either SecretKey or SecretKeyHash{(secretKey is null ? "" : ", not both")}."
            );
        if (problems.Count > before)
            return null;
        return new(
            one.Key.ToLowerInvariant(),
            role!,
            accessKey!,
            secretKey is not null ? SystemCredentialFields.Hash(secretKey) : Convert.FromHexString(hash!)
        );
    }

    // A misspelled name would leave credentials out that somebody counts on; a value in place of the names is the
    // same mistake.
    private static IEnumerable<string> FindWrongNames(IConfigurationSection one)
    {
        string[] fields = ["Role", "AccessKey", "SecretKey", "SecretKeyHash"];
        if (one.Value is { Length: > 0 })
            yield return $"{one.Path} cannot have a value of its own; write {one.Path}:AccessKey and so on.";
        if (
            one.GetChildren()
                .Any(c => !fields.Contains(c.Key, StringComparer.OrdinalIgnoreCase) || c.GetChildren().Any())
        )
            yield return $"{one.Path} has a setting that does not exist; it can have {Join(fields)}.";
    }

    private static string Join(IEnumerable<string> names) =>
        string.Join(", ", names.SkipLast(1)) + " and " + names.Last();
}
