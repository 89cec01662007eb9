using System.Text;
using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Tokens;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Authentication;

/// <summary>
/// Finds out who calls the API: a key pair (Basic) or a token (Bearer), in the workspace of X-ClearML-Tenant, the token or the pair
/// (contract 3 and 5.4). Cookies are never looked at, so no other site can make a browser call.
/// </summary>
public sealed class ApiAuthentication(Principals principals, Tokens tokens, CredentialUseLog uses, TimeProvider time)
{
    private const int MaxBasic = 4096;

    /// <returns>Null when the call goes on.</returns>
    public async ValueTask<ApiError?> AuthenticateAsync(ApiCall call, bool isLogin)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        if (header.Length == 0) return ApiError.NoCredentials;
        var blank = header.IndexOf(' ');
        if (blank < 0) return ApiError.BadScheme;
        var scheme = header.AsSpan(0, blank);
        var value = header[(blank + 1)..].Trim();
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return await BearerAsync(call, value, isLogin);
        return scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? await BasicAsync(call, value, isLogin) : ApiError.BadScheme;
    }

    private async ValueTask<ApiError?> BasicAsync(ApiCall call, string value, bool isLogin)
    {
        var bytes = new byte[value.Length];
        if (value.Length > MaxBasic || !Convert.TryFromBase64String(value, bytes, out var length)) return ApiError.MalformedCredentials;
        var pair = Encoding.Latin1.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':');
        if (colon < 0) return ApiError.MalformedCredentials;
        if (await FindAsync(pair[..colon], new SecretKey(pair[(colon + 1)..])) is not { } credential) return ApiError.InvalidCredentials;
        var refusal = await EnterAsync(call, credential.UserId, credential.WorkspaceId, credential, isLogin, ApiError.InvalidCredentials);
        if (refusal is null) uses.Add(credential.Id, call.Header("Worker"), call.Http.Connection.RemoteIpAddress?.ToString());
        return refusal;
    }

    // A wrong secret looks into the database again, so that it costs what an unknown key costs, and finds a key pair changed elsewhere.
    private async ValueTask<CachedCredential?> FindAsync(string accessKey, SecretKey secret)
    {
        var credential = await principals.FindCredentialAsync(accessKey);
        if (credential is not null && !secret.Matches(credential.SecretHash)) credential = await principals.FindCredentialAsync(accessKey, fresh: true);
        if (credential is null || !secret.Matches(credential.SecretHash)) return null;
        return credential.ExpiresAt <= time.GetUtcNow().UtcDateTime ? null : credential;
    }

    private async ValueTask<ApiError?> BearerAsync(ApiCall call, string value, bool isLogin)
    {
        if (await tokens.VerifyAsync(value) is not { } token) return ApiError.InvalidToken;
        CachedCredential? credential = null;
        if (token.CredentialId is { } id)
        {
            credential = await principals.FindCredentialAsync(id);
            if (credential is null || credential.ExpiresAt <= time.GetUtcNow().UtcDateTime) return ApiError.InvalidToken.With("its credentials were revoked or have expired");
        }
        call.Token = token;
        var refusal = await EnterAsync(call, token.UserId, token.WorkspaceId, credential, isLogin, ApiError.InvalidToken);
        if (refusal is null && isLogin && credential is not null) uses.Add(credential.Id, call.Header("Worker"), call.Http.Connection.RemoteIpAddress?.ToString());
        return refusal;
    }

    private async ValueTask<ApiError?> EnterAsync(ApiCall call, Guid userId, Guid workspaceId, CachedCredential? credential, bool isLogin, ApiError gone)
    {
        var tenant = call.Http.Request.Headers["X-Clearml-Tenant"].ToString();
        var wanted = workspaceId;
        if (tenant.Length > 0 && !Id.TryParse(tenant, out wanted)) wanted = Guid.Empty;
        if (await principals.FindAsync(userId, wanted) is not { } principal)
            return wanted == workspaceId ? gone : isLogin ? ApiError.NotInTenant : ApiError.RoleNotAllowed.With("not a member of this tenant");
        call.Current.SignedInAs(principal, credentialId: credential?.Id);
        call.CredentialEnd = credential?.ExpiresAt;
        return RefuseToActForOthers(call);
    }

    // Nobody may yet, and answering as oneself would hand out rights that were not asked for.
    private static ApiError? RefuseToActForOthers(ApiCall call)
    {
        var impersonate = call.Header("Impersonate-As");
        var actAs = call.Header("Act-As");
        if (impersonate is not null && actAs is not null) return ApiError.BadHeaders;
        return impersonate is not null || actAs is not null ? ApiError.Impersonation : null;
    }
}
