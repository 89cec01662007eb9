using System.Text;
using ClearSettings.Domain;
using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.SystemCredentials;
using ClearSettings.Web.Api;

namespace ClearSettings.Web.Authentication;

/// <summary>
/// Finds out who calls the API: a credential (Basic) or a token (Bearer), in the workspace of X-ClearML-Tenant, the
/// token or the pair (docs/protocol.md#authentication). Cookies are never read, so no other site can make a browser
/// call.
/// </summary>
public sealed class ApiAuthentication(
    PrincipalCache principals,
    SystemCredentialList systems,
    ApiTokenIssuer tokens,
    CredentialUsageRecorder uses,
    TimeProvider time
)
{
    private const int MaxBasic = 4096;

    /// <summary>A credential or token that is good.</summary>
    /// <param name="WorkspaceId">Where it is valid without X-ClearML-Tenant.</param>
    /// <param name="FindAsync">Its user in a workspace.</param>
    /// <param name="Gone">The error when that user is no longer in its workspace.</param>
    private readonly record struct Proof(
        Guid WorkspaceId,
        Func<Guid, ValueTask<Principal?>> FindAsync,
        CachedCredential? Credential,
        ApiError Gone
    );

    /// <returns>Null when the call goes on.</returns>
    public async ValueTask<ApiError?> AuthenticateAsync(ApiCall call, ApiAction action)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return ApiError.NoCredentials;
        var blank = header.IndexOf(' ');
        if (blank < 0)
            return ApiError.BadScheme;
        var scheme = header.AsSpan(0, blank);
        var value = header[(blank + 1)..].Trim();
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return await BearerAsync(call, value, action);
        return scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            ? await BasicAsync(call, value, action)
            : ApiError.BadScheme;
    }

    private async ValueTask<ApiError?> BasicAsync(ApiCall call, string value, ApiAction action)
    {
        var bytes = new byte[value.Length];
        if (value.Length > MaxBasic || !Convert.TryFromBase64String(value, bytes, out var length))
            return ApiError.MalformedCredentials;
        var pair = Encoding.Latin1.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':');
        if (colon < 0)
            return ApiError.MalformedCredentials;
        var (accessKey, secret) = (pair[..colon], new SecretKey(pair[(colon + 1)..]));
        if (systems.Find(accessKey, secret) is { } system)
            return Enter(call, system, action);
        if (await FindAsync(accessKey, secret) is not { } credential)
            return ApiError.InvalidCredentials;
        var refusal = await EnterAsync(
            call,
            action,
            new Proof(
                credential.WorkspaceId,
                workspace => principals.FindAsync(credential.UserId, workspace),
                credential,
                ApiError.InvalidCredentials
            )
        );
        if (refusal is null)
            uses.Add(credential.Id, call.Header("Worker"), call.Http.Connection.RemoteIpAddress?.ToString());
        return refusal;
    }

    // A wrong secret looks into the database again, so that it costs what an unknown key costs, and finds a credential
    // changed elsewhere.
    private async ValueTask<CachedCredential?> FindAsync(string accessKey, SecretKey secret)
    {
        var credential = await principals.FindCredentialAsync(accessKey);
        if (credential is not null && !secret.Matches(credential.SecretHash))
            credential = await principals.FindCredentialAsync(accessKey, fresh: true);
        if (credential is null || !secret.Matches(credential.SecretHash))
            return null;
        return credential.ExpiresAt <= time.GetUtcNow().UtcDateTime ? null : credential;
    }

    private async ValueTask<ApiError?> BearerAsync(ApiCall call, string value, ApiAction action)
    {
        if (await tokens.VerifyAsync(value) is not { } token)
            return ApiError.InvalidToken;
        if (token.IsSystem)
        {
            call.Token = token;
            return systems.FindByName(token.SystemName!) is { } system
                ? Enter(call, system, action)
                : ApiError.InvalidToken;
        }
        var credential = token.CredentialId is { } id ? await FindLiveAsync(id) : null;
        if (credential is null && token.CredentialId is not null)
            return ApiError.InvalidToken.With("its credentials were revoked or have expired");
        call.Token = token;
        var proof = new Proof(
            token.WorkspaceId,
            workspace => principals.FindAsync(token, workspace),
            credential,
            ApiError.InvalidToken
        );
        var refusal = await EnterAsync(call, action, proof);
        if (refusal is null && action.IsLogin && credential is not null)
            uses.Add(credential.Id, call.Header("Worker"), call.Http.Connection.RemoteIpAddress?.ToString());
        return refusal;
    }

    private async ValueTask<CachedCredential?> FindLiveAsync(Guid credentialId)
    {
        var credential = await principals.FindCredentialAsync(credentialId);
        return credential?.ExpiresAt <= time.GetUtcNow().UtcDateTime ? null : credential;
    }

    private static ApiError? Enter(ApiCall call, SystemCredential system, ApiAction action)
    {
        if (!action.AcceptsSystem)
            return ApiError.RoleNotAllowed.With($"role={system.Role}");
        var (impersonate, actAs) = (call.Header("Impersonate-As"), call.Header("Act-As"));
        if (impersonate is not null && actAs is not null)
            return ApiError.BadHeaders;
        if (impersonate is not null || actAs is not null)
            return ApiError.Impersonation;
        if (call.Http.Request.Headers["X-Clearml-Tenant"].ToString().Length > 0)
            return action.IsLogin ? ApiError.NotInTenant : ApiError.RoleNotAllowed.With("not a member of this tenant");
        call.System = system;
        return null;
    }

    private async ValueTask<ApiError?> EnterAsync(ApiCall call, ApiAction action, Proof proof)
    {
        var tenant = call.Http.Request.Headers["X-Clearml-Tenant"].ToString();
        var wanted = proof.WorkspaceId;
        if (tenant.Length > 0 && !EntityId.TryParse(tenant, out wanted))
            wanted = Guid.Empty;
        if (await proof.FindAsync(wanted) is not { } principal)
            return wanted == proof.WorkspaceId ? proof.Gone
                : action.IsLogin ? ApiError.NotInTenant
                : ApiError.RoleNotAllowed.With("not a member of this tenant");
        call.Access = proof.Credential?.Access ?? CredentialAccess.Full;
        if (!call.Access.Allows(action.Access))
            return ApiError.CredentialsNotAllowed.With(
                $"{action.Name} is not open to API credentials with the access {call.Access.GetName()}"
            );
        var (entered, refusal) = await ActAsync(call, principal, action);
        if (refusal is not null)
            return refusal;
        call.Current.SignedInAs(entered!, credentialId: proof.Credential?.Id);
        call.CredentialEnd = proof.Credential?.ExpiresAt;
        return null;
    }

    // The caller's own role is checked before the headers, the other role after them; see
    // docs/protocol.md#order-of-checks.
    private async ValueTask<(Principal? Principal, ApiError? Refusal)> ActAsync(
        ApiCall call,
        Principal caller,
        ApiAction action
    )
    {
        var (impersonate, actAs) = (call.Header("Impersonate-As"), call.Header("Act-As"));
        if (impersonate is null && actAs is null)
            return (caller, null);
        if (action.Permission is { } needed && !caller.Can(needed))
            return (null, ApiError.RoleNotAllowed.With($"role={caller.ProtocolRole}"));
        if (impersonate is not null && actAs is not null)
            return (null, ApiError.BadHeaders);
        var ownRights = actAs is not null;
        if (
            !Impersonation.IsAllowed(caller, ownRights)
            || !EntityId.TryParse(impersonate ?? actAs, out var id)
            || await principals.FindAsync(id, caller.WorkspaceId) is not { } other
        )
            return (null, ApiError.Impersonation);
        if (Impersonation.Enter(caller, other, ownRights) is not { } entered)
            return (null, ApiError.Impersonation);
        call.ActsByHeader = true;
        return (entered, null);
    }
}
