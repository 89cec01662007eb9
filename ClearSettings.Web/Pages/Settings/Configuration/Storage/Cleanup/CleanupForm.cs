using ClearSettings.Domain;
using ClearSettings.Domain.Storage;
using ClearSettings.Domain.Storage.Cleanup;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage.Cleanup;

/// <summary>The fields of an entry as typed. A box that is not ticked is not sent.</summary>
public sealed record CleanupForm
{
    public StorageKind Kind { get; init; }

    public bool IsDefault { get; init; }

    public string? Bucket { get; init; }

    public string? Subdir { get; init; }

    public string? Host { get; init; }

    public string? Key { get; init; }

    public Secret? Secret { get; init; }

    public Secret? Token { get; init; }

    public string? Region { get; init; }

    public bool UseCredentialsChain { get; init; }

    public bool Secure { get; init; }

    public bool Verify { get; init; }

    public static CleanupForm New { get; } = new() { Secure = true, Verify = true };

    public static CleanupForm From(CleanupEntry entry) =>
        new()
        {
            Kind = entry.Kind,
            IsDefault = entry.IsDefault,
            Bucket = entry.Bucket,
            Subdir = entry.Subdir,
            Host = entry.Host,
            Key = entry.Key,
            Region = entry.Region,
            UseCredentialsChain = entry.UseCredentialsChain == true,
            Secure = entry.Secure != false,
            Verify = entry.Verify != false,
        };

    public CleanupEntry ToEntry(Guid id) =>
        new()
        {
            Id = id,
            Kind = Kind,
            IsDefault = IsDefault && Kind != StorageKind.Azure,
            Bucket = IsDefault && Kind != StorageKind.Azure ? null : Trim(Bucket),
            Subdir = Trim(Subdir),
            Host = Trim(Host),
            Key = Trim(Key),
            Secret = Trim(Secret?.Reveal()),
            Token = Trim(Token?.Reveal()),
            Region = Trim(Region),
            UseCredentialsChain = UseCredentialsChain,
            Secure = Secure,
            Verify = Verify,
        };

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>The form, and the entry that it changes; null for a new one.</summary>
public sealed record CleanupFields(CleanupForm Input, CleanupEntry? Stored);
