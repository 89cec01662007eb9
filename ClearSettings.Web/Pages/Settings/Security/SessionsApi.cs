using ClearSettings.Domain;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Pages.Settings.Security;

/// <summary>sessions.*: where the caller is signed in; see docs/api.md#sessions.</summary>
public static class SessionsApi
{
    public sealed record EndInput
    {
        public string? Session { get; init; }

        public bool All { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.Map<NoInput>("sessions.get_all", Permission.EditOwnProfile, ActionAccess.Read, GetAllAsync);
        api.Map<EndInput>("sessions.end", Permission.EditOwnProfile, ActionAccess.Write, EndAsync);
    }

    private static async Task<ApiResponse> GetAllAsync(ApiCall call, NoInput input)
    {
        var found = await call.Get<OwnSessions>().ListAsync();
        return ApiResponse.Ok(
            new
            {
                sessions = found.Select(s => new SessionOfCaller(
                    s.Id,
                    Browsers.Describe(s.UserAgent),
                    s.Address,
                    s.Method,
                    s.CreatedAt,
                    s.LastSeenAt
                )),
            }
        );
    }

    private static async Task<ApiResponse> EndAsync(ApiCall call, EndInput input)
    {
        if (string.IsNullOrEmpty(input.Session) != input.All)
            return ApiError.MissingFields.With("session, or all");
        if (input.All)
            return Describe(await call.Get<EndSessions>().EndOthersAsync());
        return EntityId.TryParse(input.Session, out var id)
            ? Describe(await call.Get<EndSessions>().EndAsync(id))
            : ApiError.InvalidId.With("no such session");
    }

    private static ApiResponse Describe(Result done) =>
        done.Ok ? ApiResponse.Ok(new { ended = true }) : ApiError.InvalidId.With(done.Problems[0].Message);

    private sealed record SessionOfCaller(
        Guid Id,
        string Browser,
        string? Address,
        string Method,
        DateTime Created,
        DateTime LastSeen
    );
}
