using ClearSettings.Domain;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Storage;
using ClearSettings.Domain.Storage.Cleanup;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

/// <summary>The storage actions; see docs/api.md#storage and docs/protocol.md#storage.</summary>
public static class StorageApi
{
    public sealed record UrlInput
    {
        [System.ComponentModel.DataAnnotations.StringLength(StorageUrl.MaxLength)]
        public string? Url { get; init; }
    }

    public sealed record ResetInput
    {
        public string[]? Keys { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.Map<UrlInput>("storage.get_presigned_url", Permission.ManageOwnStorage, ActionAccess.Read, SignAsync);
        api.Map<NoInput>("storage.get_settings", Permission.ReadStorageCleanup, ActionAccess.Read, GetAsync);
        api.Map<CleanupInput>("storage.set_settings", Permission.ManageStorageCleanup, ActionAccess.Write, SetAsync);
        api.Map<ResetInput>("storage.reset_settings", Permission.ManageStorageCleanup, ActionAccess.Write, ResetAsync);
    }

    private static async Task<ApiResponse> SignAsync(ApiCall call, UrlInput input)
    {
        if (string.IsNullOrEmpty(input.Url))
            return ApiError.MissingFields.With("url");
        var rows = await call.Get<StorageRows>().ReadAsync();
        var found = StorageChoice.Choose(input.Url, rows.All);
        if (!found.Ok)
            return ApiError.Validation.With(found.Problems[0].Message);
        var expires = TimeProvider.System.GetUtcNow().UtcDateTime + StorageSigner.Lifetime;
        return ApiResponse.Ok(
            new
            {
                presigned_url = StorageSigner.Sign(found.Value).AbsoluteUri,
                // A shared access signature ends when it says itself.
                expires = found.Value.Row.HasSignature ? (DateTime?)null : expires,
                source = found.Value.Row.Vault,
            }
        );
    }

    private static async Task<ApiResponse> GetAsync(ApiCall call, NoInput input)
    {
        var stored = await call.Get<StorageCleanup>().ReadAsync();
        return ApiResponse.Ok(new { settings = CleanupJson.Write(stored) });
    }

    private static async Task<ApiResponse> SetAsync(ApiCall call, CleanupInput input)
    {
        var kinds = input.Kinds;
        if (kinds.Count == 0)
            return ApiError.MissingFields.With("aws, google or azure");
        return Answer(await call.Get<StorageCleanup>().ReplaceAsync(kinds, input.ToEntries()));
    }

    private static async Task<ApiResponse> ResetAsync(ApiCall call, ResetInput input)
    {
        var keys = input.Keys ?? [.. CleanupInput.Names.Keys];
        if (keys.FirstOrDefault(k => !CleanupInput.Names.ContainsKey(k)) is not null)
            return ApiError.Validation.With("keys can be aws, google and azure");
        return Answer(await call.Get<StorageCleanup>().ReplaceAsync([.. keys.Select(k => CleanupInput.Names[k])], []));
    }

    private static ApiResponse Answer(Result done) =>
        done.Ok ? ApiResponse.Ok(new { updated = 1 }) : ApiError.Validation.With(done.Problems[0].Message);
}
