using ClearSettings.Domain;
using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.SystemCredentials;
using ClearSettings.Web.Pages.SignIn;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Api;

/// <summary>What system credentials alone can do; see docs/api.md#system-credentials.</summary>
public static class SystemApi
{
    public sealed record TokenInput
    {
        public string? User { get; init; }

        public string? Company { get; init; }

        public long? ExpirationSec { get; init; }
    }

    public sealed record CreateInput
    {
        public string? Id { get; init; }

        public string? Name { get; init; }

        public string? Company { get; init; }

        public string? GivenName { get; init; }

        public string? FamilyName { get; init; }

        public string? Email { get; init; }
    }

    public sealed record DeleteInput
    {
        public string? User { get; init; }
    }

    private static readonly Dictionary<string, ApiError> CreateErrors = new()
    {
        [CreateUser.Exists] = ApiError.UserIdExists,
        [CreateUser.UnknownWorkspace] = ApiError.InvalidId,
        [CreateUser.EmailTaken] = ApiError.NotUnique,
        [CreateUser.BadEmail] = ApiError.BadEmail,
    };

    public static void Map(ApiMap api)
    {
        api.MapSystem<TokenInput>("auth.get_token_for_user", GetTokenAsync);
        api.MapSystem<CreateInput>("users.create", CreateAsync);
        api.MapSystem<DeleteInput>("users.delete", DeleteAsync);
    }

    private static async Task<ApiResponse> GetTokenAsync(ApiCall call, TokenInput input)
    {
        if (string.IsNullOrEmpty(input.User))
            return ApiError.MissingFields.With("user");
        if (!EntityId.TryParse(input.User, out var user))
            return ApiError.InvalidUserId;
        if (LoginApi.TryReadLifetime(call, input.ExpirationSec, out var lifetime) is { } badLifetime)
            return badLifetime;
        var (principal, error) = await FindAsync(call, user, input.Company);
        if (error is not null)
            return error;
        if (Impersonation.Enter(call.System!, principal!) is not { } entered)
            return ApiError.Impersonation.With("this user does not allow impersonation");
        // From here on the call has a workspace, in whose audit log it is.
        call.Current.SignedInAs(entered);
        await call.Get<ImpersonationLog>()
            .RecordAsync(call.Get<ClearSettingsDb>(), call.Get<Change>(), starts: true, login: true);
        return ApiResponse.Ok(
            new { token = await call.Get<ApiTokenIssuer>().IssueAsync(entered, credentialId: null, lifetime) }
        );
    }

    private static async Task<(Principal? Principal, ApiError? Error)> FindAsync(
        ApiCall call,
        Guid user,
        string? company
    )
    {
        var principals = call.Get<PrincipalCache>();
        if (!string.IsNullOrEmpty(company))
        {
            if (!EntityId.TryParse(company, out var workspace))
                return (null, ApiError.InvalidId.With("company"));
            var member = await principals.FindAsync(user, workspace);
            if (member is not null)
                return (member, null);
            var isKnown = await call.Get<ClearSettingsDb>().Users.AnyAsync(u => u.Id == user);
            return (null, isKnown ? ApiError.InvalidId.With("company: the user is not in it") : ApiError.InvalidUserId);
        }
        foreach (var workspace in await WorkspacesOfAsync(call.Get<ClearSettingsDb>(), user))
            if (await principals.FindAsync(user, workspace) is { } principal)
                return (principal, null);
        return (null, ApiError.InvalidUserId);
    }

    // The default one, else the one they have been in longest; a service account has one.
    private static async Task<List<Guid>> WorkspacesOfAsync(ClearSettingsDb db, Guid user)
    {
        var first = await db.Users.Where(u => u.Id == user).Select(u => u.DefaultWorkspaceId).ToListAsync();
        var joined = await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.UserId == user)
            .OrderBy(m => m.JoinedAt)
            .Select(m => m.WorkspaceId)
            .Take(1)
            .ToListAsync();
        var machine = await db
            .ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(s => s.UserId == user)
            .Select(s => s.WorkspaceId)
            .ToListAsync();
        return [.. first.OfType<Guid>(), .. joined, .. machine];
    }

    private static async Task<ApiResponse> CreateAsync(ApiCall call, CreateInput input)
    {
        if (string.IsNullOrEmpty(input.Id) || string.IsNullOrEmpty(input.Name) || string.IsNullOrEmpty(input.Company))
            return ApiError.MissingFields.With("id, name and company");
        if (!EntityId.TryParse(input.Id, out var id))
            return ApiError.Validation.With("id must have 32 hexadecimal digits");
        if (!EntityId.TryParse(input.Company, out var company))
            return ApiError.InvalidId.With("company");
        var made = await call.Get<CreateUser>()
            .RunAsync(
                call.System!,
                new()
                {
                    Id = id,
                    WorkspaceId = company,
                    Name = input.Name,
                    GivenName = input.GivenName,
                    FamilyName = input.FamilyName,
                    Email = input.Email,
                }
            );
        if (made.Ok)
            return ApiResponse.Ok(new { });
        var error = CreateErrors.GetValueOrDefault(made.Problems[0].Code, ApiError.Validation);
        return error.With(made.Problems[0].Message);
    }

    private static async Task<ApiResponse> DeleteAsync(ApiCall call, DeleteInput input)
    {
        if (string.IsNullOrEmpty(input.User))
            return ApiError.MissingFields.With("user");
        if (!EntityId.TryParse(input.User, out var user))
            return ApiError.InvalidUserId;
        var done = await call.Get<DeleteUser>().RunAsync(call.System!, user);
        return done.Ok ? ApiResponse.Ok(new { }) : ApiError.InvalidUserId.With(done.Problems[0].Message);
    }
}
