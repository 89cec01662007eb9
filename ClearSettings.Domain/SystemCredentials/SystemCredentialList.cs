using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Principals;
using Microsoft.Extensions.Configuration;

namespace ClearSettings.Domain.SystemCredentials;

/// <summary>Section "SystemCredentials" of the configuration, read and checked at the start.</summary>
public sealed class SystemCredentialList
{
    private const string Section = "SystemCredentials";

    // No secret has this hash.
    private static readonly byte[] NoHash = new byte[32];

    private readonly Dictionary<string, SystemCredential> _byAccessKey;
    private readonly Dictionary<string, SystemCredential> _byName;

    private SystemCredentialList(IReadOnlyList<SystemCredential> all)
    {
        All = all;
        _byAccessKey = all.ToDictionary(c => c.AccessKey, StringComparer.Ordinal);
        _byName = all.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<SystemCredential> All { get; }

    /// <summary>
    /// The credentials of this pair of keys, or null. A wrong secret key takes as long as an unknown access key.
    /// </summary>
    public SystemCredential? Find(string accessKey, SecretKey secret)
    {
        if (All.Count == 0)
            return null;
        var known = _byAccessKey.GetValueOrDefault(accessKey);
        return secret.Matches(known?.SecretHash ?? NoHash) ? known : null;
    }

    public SystemCredential? FindByName(string name) => _byName.GetValueOrDefault(name);

    public SystemCredential? FindById(Guid id) => All.FirstOrDefault(c => c.Id == id);

    /// <exception cref="StartupException">Settings are wrong; it has a sentence for each, without values.</exception>
    public static SystemCredentialList Read(IConfiguration configuration)
    {
        var (all, problems) = ReadAll(configuration);
        return problems.Count == 0 ? new(all) : throw new StartupException(problems);
    }

    /// <summary>A sentence for each setting that is wrong or missing, without values.</summary>
    public static IReadOnlyList<string> FindProblems(IConfiguration configuration) => ReadAll(configuration).Problems;

    private static (List<SystemCredential> All, List<string> Problems) ReadAll(IConfiguration configuration)
    {
        List<string> problems = [];
        List<SystemCredential> read = [];
        foreach (var one in configuration.GetSection(Section).GetChildren())
            if (Read(one, problems) is { } credential)
                read.Add(credential);
        foreach (var same in read.GroupBy(c => c.AccessKey, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var names = string.Join(", ", same.Select(c => $"{Section}:{c.Name}:AccessKey"));
            problems.Add($"{names} have the same value; each needs an access key of its own.");
        }
        return (read, problems);
    }

    private static SystemCredential? Read(IConfigurationSection one, List<string> problems)
    {
        // Spaces around a value belong to the file that it was copied from.
        Dictionary<string, string> values = SystemCredentialFields
            .All.Select(f => (f.Name, Text: one[f.Name]?.Trim()))
            .Where(f => !string.IsNullOrEmpty(f.Text))
            .ToDictionary(f => f.Name, f => f.Text!);
        if (values.Count == 0)
            return null;
        var before = problems.Count;
        Check(one, values, problems);
        return problems.Count > before
            ? null
            : new(
                one.Key.ToLowerInvariant(),
                SystemCredentialFields.Role.Read(values["Role"])!,
                values["AccessKey"],
                values.TryGetValue("SecretKey", out var secretKey)
                    ? new SecretKey(secretKey).Hash()
                    : Convert.FromHexString(values["SecretKeyHash"])
            );
    }

    private static void Check(IConfigurationSection one, Dictionary<string, string> values, List<string> problems)
    {
        if (!SystemCredentialFields.IsName(one.Key))
            problems.Add($"A name in {Section} cannot be used; it must be {SystemCredentialFields.NameExpectation}.");
        foreach (var field in SystemCredentialFields.All)
        {
            if (values.TryGetValue(field.Name, out var text) && field.Read(text) is null)
                problems.Add($"{one.Path}:{field.Name} cannot be used; it must be {field.Expectation}.");
            if (field.IsRequired && !values.ContainsKey(field.Name))
                problems.Add($"{one.Path}:{field.Name} is missing; it must be {field.Expectation}.");
        }
        var hasKey = values.ContainsKey("SecretKey");
        if (hasKey == values.ContainsKey("SecretKeyHash"))
            problems.Add($"{one.Path} needs either SecretKey or SecretKeyHash{(hasKey ? ", not both" : "")}.");
    }
}
