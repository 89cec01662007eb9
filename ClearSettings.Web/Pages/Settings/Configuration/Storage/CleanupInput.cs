using ClearSettings.Domain;
using ClearSettings.Domain.Storage;
using ClearSettings.Domain.Storage.Cleanup;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

/// <summary>Storage cleanup credentials as sent by clients: each kind that is given replaces what is stored.</summary>
public sealed record CleanupInput
{
    /// <summary>What the protocol calls each kind.</summary>
    internal static readonly IReadOnlyDictionary<string, StorageKind> Names = new Dictionary<string, StorageKind>
    {
        ["aws"] = StorageKind.S3,
        ["google"] = StorageKind.Google,
        ["azure"] = StorageKind.Azure,
    };

    public AwsInput? Aws { get; init; }

    public GoogleInput? Google { get; init; }

    public AzureInput? Azure { get; init; }

    internal IReadOnlyList<StorageKind> Kinds =>
        [
            .. new StorageKind?[]
            {
                Aws is null ? null : StorageKind.S3,
                Google is null ? null : StorageKind.Google,
                Azure is null ? null : StorageKind.Azure,
            }.OfType<StorageKind>(),
        ];

    internal IReadOnlyList<CleanupEntry> ToEntries() =>
        [.. Aws?.ToEntries() ?? [], .. Google?.ToEntries() ?? [], .. Azure?.ToEntries() ?? []];

    // Clients send "" for what is not set.
    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Secret? Text(Secret? text) => Text(text?.Reveal());

    public sealed record AwsInput
    {
        public string? Key { get; init; }

        public Secret? Secret { get; init; }

        public string? Region { get; init; }

        public Secret? Token { get; init; }

        public bool? UseCredentialsChain { get; init; }

        public AwsBucketInput?[]? Buckets { get; init; }

        internal IEnumerable<CleanupEntry> ToEntries()
        {
            var common = new CleanupEntry
            {
                IsDefault = true,
                Key = Text(Key),
                Secret = Text(Secret),
                Token = Text(Token),
                Region = Text(Region),
                UseCredentialsChain = UseCredentialsChain,
            };
            var isEmpty = common == new CleanupEntry { IsDefault = true, UseCredentialsChain = UseCredentialsChain };
            if (!isEmpty || UseCredentialsChain == true)
                yield return common;
            foreach (var bucket in Buckets ?? [])
                yield return bucket?.ToEntry() ?? new();
        }
    }

    public sealed record AwsBucketInput
    {
        public string? Bucket { get; init; }

        public string? Subdir { get; init; }

        public string? Host { get; init; }

        public string? Key { get; init; }

        public Secret? Secret { get; init; }

        public Secret? Token { get; init; }

        public bool? Multipart { get; init; }

        public string? Acl { get; init; }

        public bool? Secure { get; init; }

        public string? Region { get; init; }

        public bool? Verify { get; init; }

        public bool? UseCredentialsChain { get; init; }

        internal CleanupEntry ToEntry() =>
            new()
            {
                Bucket = Text(Bucket),
                Subdir = Text(Subdir),
                Host = Text(Host),
                Key = Text(Key),
                Secret = Text(Secret),
                Token = Text(Token),
                Multipart = Multipart,
                Acl = Text(Acl),
                Secure = Secure,
                Region = Text(Region),
                Verify = Verify,
                UseCredentialsChain = UseCredentialsChain,
            };
    }

    public sealed record GoogleInput
    {
        public string? Project { get; init; }

        public Secret? CredentialsJson { get; init; }

        public GoogleBucketInput?[]? Buckets { get; init; }

        internal IEnumerable<CleanupEntry> ToEntries()
        {
            if (Text(Project) is not null || Text(CredentialsJson) is not null)
                yield return new()
                {
                    Kind = StorageKind.Google,
                    IsDefault = true,
                    Key = Text(Project),
                    Secret = Text(CredentialsJson),
                };
            foreach (var bucket in Buckets ?? [])
                yield return bucket?.ToEntry() ?? new() { Kind = StorageKind.Google };
        }
    }

    public sealed record GoogleBucketInput
    {
        public string? Bucket { get; init; }

        public string? Subdir { get; init; }

        public string? Project { get; init; }

        public Secret? CredentialsJson { get; init; }

        internal CleanupEntry ToEntry() =>
            new()
            {
                Kind = StorageKind.Google,
                Bucket = Text(Bucket),
                Subdir = Text(Subdir),
                Key = Text(Project),
                Secret = Text(CredentialsJson),
            };
    }

    public sealed record AzureInput
    {
        public AzureContainerInput?[]? Containers { get; init; }

        internal IEnumerable<CleanupEntry> ToEntries() =>
            (Containers ?? []).Select(c => c?.ToEntry() ?? new() { Kind = StorageKind.Azure });
    }

    public sealed record AzureContainerInput
    {
        public string? AccountName { get; init; }

        public Secret? AccountKey { get; init; }

        public string? ContainerName { get; init; }

        internal CleanupEntry ToEntry() =>
            new()
            {
                Kind = StorageKind.Azure,
                Key = Text(AccountName),
                Secret = Text(AccountKey),
                Bucket = Text(ContainerName),
            };
    }
}
