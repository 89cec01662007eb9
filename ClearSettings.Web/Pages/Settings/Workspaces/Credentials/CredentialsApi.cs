using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Principals;
using ClearSettings.Web.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>The actions for the caller's own API credentials; see docs/api.md#api-credentials.</summary>
public static class CredentialsApi
{
    public sealed record EditInput
    {
        public string? AccessKey { get; init; }

        public string? Label { get; init; }
    }

    private sealed record Item(
        string AccessKey,
        string? Label,
        string Access,
        DateTime? LastUsed,
        string? LastUsedFrom,
        DateTime Created,
        DateTime? Expire
    );

    public static void Map(ApiMap api)
    {
        api.Map<CredentialInput>(
            "auth.create_credentials",
            Permission.ManageOwnCredentials,
            ActionAccess.Write,
            CreateAsync
        );
        api.Map<NoInput>("auth.get_credentials", Permission.ManageOwnCredentials, ActionAccess.Read, ListAsync);
        api.Map<EditInput>("auth.edit_credentials", Permission.ManageOwnCredentials, ActionAccess.Write, EditAsync);
        api.Map<EditInput>("auth.revoke_credentials", Permission.ManageOwnCredentials, ActionAccess.Write, RevokeAsync);
    }

    private static async Task<ApiResponse> CreateAsync(ApiCall call, CredentialInput input)
    {
        // A form's id is the page's affair; a program that repeats a call wants another pair.
        var made = await call.Get<CreateCredential>().RunAsync(input with { FormId = null });
        if (!made.Ok)
            return (
                made.IsRefusedAs(CreateCredential.TooMany) ? ApiError.TooManyCredentials : ApiError.Validation
            ).With(made.Problems[0].Message);
        var (credential, secret) = made.Value;
        return ApiResponse.Ok(
            new
            {
                credentials = new
                {
                    credential.AccessKey,
                    secret_key = secret.Text.Reveal(),
                    credential.Label,
                    access = credential.Access.GetName(),
                    Expire = credential.ExpiresAt,
                },
            }
        );
    }

    private static async Task<ApiResponse> ListAsync(ApiCall call, NoInput input)
    {
        var db = call.Get<ClearSettingsDb>();
        var listedSince = call.Get<TimeProvider>().GetUtcNow().UtcDateTime - Credential.ListedAfterExpiry;
        var rows = await db
            .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .AsNoTracking()
            .Where(c => c.UserId == call.Current.UserId && (c.ExpiresAt == null || c.ExpiresAt > listedSince))
            .OrderBy(c => c.CreatedAt)
            .ToListAsync();
        var byWorkspace = rows.ToLookup(
            c => c.WorkspaceId,
            c => new Item(c.AccessKey, c.Label, c.Access.GetName(), c.LastUsedAt, From(c), c.CreatedAt, c.ExpiresAt)
        );
        var settings = call.Get<IOptions<CredentialSettings>>().Value;
        return ApiResponse.Ok(
            new
            {
                credentials = byWorkspace[call.Current.WorkspaceId],
                additional_credentials = byWorkspace
                    .Where(g => g.Key != call.Current.WorkspaceId)
                    .ToDictionary(g => g.Key.ToHex(), g => g.ToList()),
                max_credentials = settings.MaxPerMember,
                max_expiration_sec = (long?)settings.LongestLifetime?.TotalSeconds,
            }
        );
    }

    private static string? From(Credential credential) =>
        string.IsNullOrEmpty(credential.LastUsedWorker) ? credential.LastUsedAddress : credential.LastUsedWorker;

    private static async Task<ApiResponse> EditAsync(ApiCall call, EditInput input)
    {
        if (string.IsNullOrEmpty(input.AccessKey))
            return ApiError.MissingFields.With("access_key");
        var done = await call.Get<RelabelCredential>().RunAsync(input.AccessKey, input.Label);
        if (done.Ok)
            return ApiResponse.Ok(new { updated = 1 });
        return (done.Refusal == Refusal.NotFound ? ApiError.UnknownAccessKey : ApiError.Validation).With(
            done.Problems[0].Message
        );
    }

    private static async Task<ApiResponse> RevokeAsync(ApiCall call, EditInput input)
    {
        if (string.IsNullOrEmpty(input.AccessKey))
            return ApiError.MissingFields.With("access_key");
        var done = await call.Get<RevokeCredential>().RunAsync(input.AccessKey);
        return done.Ok ? ApiResponse.Ok(new { revoked = 1 }) : ApiError.InvalidUser.With("no such credentials");
    }
}
