using System.ComponentModel.DataAnnotations;
using ClearSettings.Domain;
using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.SystemCredentials;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Api;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web.Pages.SignIn;

/// <summary>Login, logout and token validation; see docs/protocol.md#sessions.</summary>
public static class LoginApi
{
    public sealed record LoginInput
    {
        public long? ExpirationSec { get; init; }
    }

    public sealed class TokenInput
    {
        [StringLength(4096)]
        public string? Token { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.Map<LoginInput>("auth.login", Permission.ReadWorkspace, ActionAccess.Any, LoginAsync, acceptsSystem: true);
        api.Map<NoInput>("auth.logout", Permission.ReadWorkspace, ActionAccess.Any, LogoutAsync, acceptsSystem: true);
        api.MapAnonymous<NoInput>("login.logout", LogoutAsync, optional: true);
        api.Map<TokenInput>(
            "auth.validate_token",
            Permission.ManageWorkspace,
            ActionAccess.Read,
            ValidateAsync,
            acceptsSystem: true
        );
        api.MapAnonymous<NoInput>("login.supported_modes", SupportedModes, optional: true);
        api.MapAnonymous<NoInput>(
            "auth.fixed_users_mode",
            (_, _) =>
                Task.FromResult(
                    ApiResponse.Ok(
                        new
                        {
                            enabled = false,
                            guest = new { enabled = false },
                            server_errors = new { },
                        }
                    )
                )
        );
    }

    private static async Task<ApiResponse> LoginAsync(ApiCall call, LoginInput input)
    {
        if (TryReadLifetime(call, input.ExpirationSec, out var lifetime) is { } error)
            return error;
        if (call.System is { } system)
            return ApiResponse.Ok(new { token = await call.Get<ApiTokenIssuer>().IssueAsync(system, lifetime) });
        return ApiResponse.Ok(
            new
            {
                token = await call.Get<ApiTokenIssuer>()
                    .IssueAsync(call.Current.Principal, call.Current.CredentialId, lifetime, call.CredentialEnd),
            }
        );
    }

    /// <summary>Reads expiration_sec; see docs/protocol.md#sessions.</summary>
    /// <param name="lifetime">Null for the default.</param>
    internal static ApiError? TryReadLifetime(ApiCall call, long? expirationSec, out TimeSpan? lifetime)
    {
        lifetime = null;
        var longest = (long)call.Get<IOptions<TokenSettings>>().Value.LongestLifetime.TotalSeconds;
        if (expirationSec < 0 || expirationSec > longest)
            return ApiError.Validation.With($"expiration_sec must be between 0 and {longest}");
        if (expirationSec > 0)
            lifetime = TimeSpan.FromSeconds(expirationSec.Value);
        return null;
    }

    private static async Task<ApiResponse> LogoutAsync(ApiCall call, NoInput input)
    {
        if (call.Token is not { } token || !call.IsAuthenticated)
            return ApiResponse.Ok(new { });
        await call.Get<RevokeToken>().RunAsync(token);
        return ApiResponse.Ok(new { });
    }

    private static async Task<ApiResponse> ValidateAsync(ApiCall call, TokenInput input)
    {
        if (string.IsNullOrEmpty(input.Token))
            return ApiError.MissingFields.With("token");
        var token = await call.Get<ApiTokenIssuer>().VerifyAsync(input.Token);
        if (token is { IsSystem: true } && call.System is not null)
            return ValidSystem(token, call.Get<SystemCredentialList>().FindByName(token.SystemName!)!);
        return token is not null && await FindPrincipalAsync(call, token) is { } principal
            ? ApiResponse.Ok(
                new
                {
                    valid = true,
                    user = principal.UserId,
                    company = principal.WorkspaceId,
                    role = principal.ProtocolRole,
                    tenant = principal.WorkspaceId,
                }
            )
            : Invalid(call.System is null ? "The token is not valid in this workspace." : "The token is not valid.");
    }

    private static ApiResponse Invalid(string message) => ApiResponse.Ok(new { valid = false, msg = message });

    /// <summary>Whose token it is, or null when it is not valid or the caller may not know of it.</summary>
    private static async Task<Principal?> FindPrincipalAsync(ApiCall call, ApiToken token)
    {
        var isVisible = !token.IsSystem && (call.System is not null || token.WorkspaceId == call.Current.WorkspaceId);
        if (!isVisible)
            return null;
        var principal = await call.Get<PrincipalCache>().FindAsync(token, token.WorkspaceId);
        if (principal is not null && token.CredentialId is { } id && !await IsLiveAsync(call, id))
            return null;
        return principal;
    }

    private static ApiResponse ValidSystem(ApiToken token, SystemCredential system) =>
        ApiResponse.Ok(
            new
            {
                valid = true,
                user = system.UserId,
                company = token.WorkspaceId,
                role = system.Role,
                tenant = token.WorkspaceId,
            }
        );

    private static async Task<bool> IsLiveAsync(ApiCall call, Guid credentialId) =>
        await call.Get<PrincipalCache>().FindCredentialAsync(credentialId) is { } credential
        && !(credential.ExpiresAt <= call.Get<TimeProvider>().GetUtcNow().UtcDateTime);

    private static Task<ApiResponse> SupportedModes(ApiCall call, NoInput input) =>
        Task.FromResult(
            ApiResponse.Ok(
                new
                {
                    // Passwords are for the sign-in page alone; programs bring a credential.
                    basic = new { enabled = false, guest = new { enabled = false } },
                    sso = new { },
                    sso_providers = Array.Empty<object>(),
                    server_errors = new { missed_es_upgrade = false, es_connection_error = false },
                    authenticated = call.IsAuthenticated,
                    free_signup = call.Get<Hosting>().IsHosted,
                }
            )
        );
}
