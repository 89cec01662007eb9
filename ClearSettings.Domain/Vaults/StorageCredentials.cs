using System.Text.Json.Nodes;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>One bucket and how a browser reads it.</summary>
public sealed record StorageCredential
{
    public string? Bucket { get; init; }

    /// <summary>Access key, or the account's name.</summary>
    public string? Key { get; init; }

    /// <summary>Secret key or shared access signature.</summary>
    public Secret? Secret { get; init; }

    /// <summary>Of temporary S3 credentials.</summary>
    public Secret? Token { get; init; }

    public string? Region { get; init; }

    /// <summary>Host of a server that is not AWS.</summary>
    public string? Host { get; init; }
}

/// <summary>
/// The contents of a UI storage vault: <c>{"credentials": [{"bucket": …, "key": …, "secret": …, "token": …, "region":
/// …, "host": …}]}</c>.
/// </summary>
public static class StorageCredentials
{
    public const int MaxCredentials = 100;
    private const int MaxValueLength = 4096;

    private static readonly (string Key, Func<StorageCredential, string?> Get)[] Fields =
    [
        ("bucket", c => c.Bucket),
        ("key", c => c.Key),
        ("secret", c => c.Secret?.Reveal()),
        ("token", c => c.Token?.Reveal()),
        ("region", c => c.Region),
        ("host", c => c.Host),
    ];

    /// <summary>The text that is stored and served.</summary>
    public static string Write(IReadOnlyList<StorageCredential> credentials)
    {
        JsonArray list = [];
        foreach (var credential in credentials)
        {
            JsonObject item = [];
            foreach (var (key, get) in Fields)
                if (get(credential) is { Length: > 0 } value)
                    item[key] = value;
            list.Add((JsonNode)item);
        }
        return JsonContents.Write(new JsonObject { ["credentials"] = list });
    }

    /// <summary>What a text holds, as far as it has the right form.</summary>
    public static IReadOnlyList<StorageCredential> Read(string text, ConfigFormat format)
    {
        if (JsonContents.Read(text, format)?.GetValueOrDefault("credentials") is not ConfigList list)
            return [];
        string? Of(ConfigObject item, string key) => (item.GetValueOrDefault(key) as ConfigString)?.Value;
        return
        [
            .. list
                .Items.OfType<ConfigObject>()
                .Select(i => new StorageCredential
                {
                    Bucket = Of(i, "bucket"),
                    Key = Of(i, "key"),
                    Secret = Of(i, "secret"),
                    Token = Of(i, "token"),
                    Region = Of(i, "region"),
                    Host = Of(i, "host"),
                }),
        ];
    }

    /// <summary>Rows of a form, with the secrets that were not typed again taken from the stored rows.</summary>
    /// <param name="kept">For each row the place of the stored row it shows, or -1. A secret stays with its bucket and
    /// host.</param>
    public static Result<IReadOnlyList<StorageCredential>> Merge(
        IReadOnlyList<StorageCredential> typed,
        IReadOnlyList<int> kept,
        IReadOnlyList<StorageCredential> stored
    )
    {
        List<StorageCredential> rows = [];
        for (var i = 0; i < typed.Count; i++)
        {
            var row = Trim(typed[i]);
            if (row == new StorageCredential())
                continue;
            var before = i < kept.Count && kept[i] >= 0 && kept[i] < stored.Count ? stored[kept[i]] : null;
            var merged = before is null ? row : KeepSecrets(row, before);
            if (merged != row && (before!.Bucket != row.Bucket || before.Host != row.Host))
                return Result<IReadOnlyList<StorageCredential>>.Refuse(
                    $"Rows[{i}].Secret",
                    "The stored secret belongs to another bucket or host. Enter the secret for this one."
                );
            rows.Add(merged);
        }
        return Result<IReadOnlyList<StorageCredential>>.Success(rows);
    }

    private static StorageCredential KeepSecrets(StorageCredential typed, StorageCredential stored) =>
        typed with
        {
            Secret = typed.Secret ?? stored.Secret,
            Token = typed.Token ?? stored.Token,
        };

    /// <summary>What is wrong with the value of a vault of this target.</summary>
    internal static IEnumerable<ContentProblem> Check(ConfigObject root)
    {
        foreach (var (key, value) in root)
            if (key != "credentials")
                yield return new(
                    value,
                    "",
                    $"{key} is not a setting for storage credentials.",
                    "Write a list called credentials."
                );
        if (root.GetValueOrDefault("credentials") is not { } found)
            yield break;
        if (found is not ConfigList list)
        {
            yield return new(found, "", "credentials must be a list of objects, one per bucket.", null);
            yield break;
        }
        if (list.Items.Count > MaxCredentials)
            yield return new(list, "", $"A vault can have at most {MaxCredentials} storage credentials.", null);
        foreach (var item in list.Items)
        {
            if (item is not ConfigObject fields)
                yield return new(item, "", "Each entry of credentials must be an object with a bucket.", null);
            else
                foreach (var problem in CheckRow(fields))
                    yield return problem;
        }
    }

    private static IEnumerable<ContentProblem> CheckRow(ConfigObject row)
    {
        foreach (var (key, value) in row)
        {
            if (Fields.All(f => f.Key != key))
                yield return new(
                    value,
                    "",
                    $"{key} is not a field of a storage credential.",
                    "The fields are bucket, key, secret, token, region and host."
                );
            else if (value is not ConfigString { Value: var text })
                yield return new(value, "", $"{key} must be a string.", "Write it in quotes.");
            else if (text.Length > MaxValueLength || text.Any(char.IsControl))
                yield return new(value, "", $"{key} is too long or contains a line break.", null);
        }
        if (row.GetValueOrDefault("bucket") is not ConfigString { Value.Length: > 0 })
            yield return new(row, "", "A storage credential needs a bucket.", null);
    }

    private static StorageCredential Trim(StorageCredential row) =>
        new()
        {
            Bucket = Trim(row.Bucket),
            Key = Trim(row.Key),
            Secret = Trim(row.Secret?.Reveal()),
            Token = Trim(row.Token?.Reveal()),
            Region = Trim(row.Region),
            Host = Trim(row.Host),
        };

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
