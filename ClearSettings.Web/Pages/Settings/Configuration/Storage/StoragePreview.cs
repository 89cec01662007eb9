using System.Text.Json;
using ClearSettings.Domain.Storage;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

/// <summary>How the page shows an object.</summary>
public enum PreviewKind
{
    Image,
    Video,
    Audio,

    /// <summary>Read by a script.</summary>
    Text,
}

/// <summary>An object, and the signed URL by which the browser reads it.</summary>
/// <param name="Cors">What the store must be told so that scripts of this server can read it.</param>
public sealed record StoragePreview(StorageObject Object, Uri Url, PreviewKind Kind, string Cors)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Dictionary<PreviewKind, string[]> Extensions = new()
    {
        [PreviewKind.Image] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg", ".ico"],
        [PreviewKind.Video] = [".mp4", ".webm", ".ogv", ".mov", ".m4v"],
        [PreviewKind.Audio] = [".mp3", ".wav", ".ogg", ".oga", ".flac", ".m4a", ".aac", ".opus"],
    };

    public string Name => Object.Path.Split('/')[^1];

    /// <summary>Of the row that signed it.</summary>
    public string Source =>
        $"{Object.Row.Kind.Label()}, bucket {Object.Bucket}"
        + (Object.Row.Vault is { } vault ? $", from the vault {vault}" : "");

    /// <param name="origin">Of this server, as the browser knows it.</param>
    public static StoragePreview Create(StorageObject item, string origin)
    {
        var extension = Path.GetExtension(item.Path).ToLowerInvariant();
        var kind = Extensions.FirstOrDefault(e => e.Value.Contains(extension), new(PreviewKind.Text, [])).Key;
        return new(item, StorageSigner.Sign(item), kind, WriteCors(item.Row.Kind, origin));
    }

    /// <summary>In the form that the store's own tools take.</summary>
    public static string WriteCors(StorageKind kind, string origin)
    {
        string[] origins = [origin];
        string[] methods = ["GET", "HEAD"];
        string[] any = ["*"];
        object rule = kind switch
        {
            StorageKind.Google => new
            {
                origin = origins,
                method = methods,
                responseHeader = any,
            },
            StorageKind.Azure => new
            {
                allowedOrigins = origins,
                allowedMethods = methods,
                allowedHeaders = any,
            },
            _ => new
            {
                AllowedOrigins = origins,
                AllowedMethods = methods,
                AllowedHeaders = any,
            },
        };
        return JsonSerializer.Serialize(new[] { rule }, Indented);
    }
}
