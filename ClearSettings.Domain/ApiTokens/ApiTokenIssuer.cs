using System.Collections.Concurrent;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.SystemCredentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ClearSettings.Domain.ApiTokens;

/// <summary>
/// Issues, verifies and revokes API tokens (docs/protocol.md#tokens). Accepts HS256 only, whatever a token's header
/// says.
/// </summary>
public sealed partial class ApiTokenIssuer(
    SigningKeys keys,
    SystemCredentialList systems,
    IServiceScopeFactory scopes,
    IOptions<TokenSettings> settings,
    TimeProvider time
)
{
    /// <summary>Protocol level that clients adapt to.</summary>
    public const string ApiVersion = "2.34";

    private const int MaxLength = 4096;
    private const int MaxVerified = 50_000;
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(1);
    private static readonly string ServerVersion = typeof(ApiTokenIssuer).Assembly.GetName().Version!.ToString(3);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly VersionedCache<string, ApiToken> _verified = new(MaxVerified);
    private readonly ConcurrentDictionary<Guid, DateTime> _revoked = new();
    private long _revokedReadAt;

    /// <summary>Makes a token.</summary>
    /// <param name="lifetime">Null takes the default.</param>
    /// <param name="notAfter">The end of the credential behind it, which the token does not outlive.</param>
    public ValueTask<string> IssueAsync(
        Principal principal,
        Guid? credentialId,
        TimeSpan? lifetime = null,
        DateTime? notAfter = null
    )
    {
        Dictionary<string, object> claims = new()
        {
            ["tenant"] = principal.WorkspaceId.ToHex(),
            ["identity"] = Identity(principal),
        };
        if (credentialId is { } id)
            claims["credential"] = id.ToHex();
        if (principal.Actor is { } actor)
            claims["act"] = CreateActorClaim(actor);
        return SignAsync(claims, principal.Actor?.System, lifetime, notAfter);
    }

    /// <param name="system">The system credentials that get the token, or null.</param>
    private async ValueTask<string> SignAsync(
        Dictionary<string, object> claims,
        SystemCredential? system,
        TimeSpan? lifetime,
        DateTime? notAfter
    )
    {
        var (now, key) = (time.GetUtcNow(), await keys.CurrentAsync());
        var expires = now + (lifetime ?? settings.Value.DefaultLifetime);
        if (notAfter < expires.UtcDateTime)
            expires = notAfter.Value;
        claims["session_id"] = Guid.NewGuid().ToHex();
        claims["auth_type"] = "Bearer";
        claims["env"] = "prod";
        claims["api_version"] = ApiVersion;
        claims["server_version"] = ServerVersion;
        claims["server_build"] = "clearsettings";
        // Clients ask for no vaults with "basic", and system credentials would get none.
        claims["feature_set"] = system is null ? "advanced" : "basic";
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = expires.ToUnixTimeSeconds();
        if (system is not null)
            claims["system"] = SystemClaim(system, key);
        return _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Claims = claims,
                SigningCredentials = new(key, SecurityAlgorithms.HmacSha256),
            }
        );
    }

    // An agent reads service_account_type before it accepts --use-owner-token, and crashes at null; see
    // docs/protocol.md#tasks-as-their-owner.
    private static Dictionary<string, object> Identity(Principal principal)
    {
        Dictionary<string, object> identity = new()
        {
            ["user"] = principal.UserId.ToHex(),
            ["company"] = principal.WorkspaceId.ToHex(),
            ["role"] = principal.ProtocolRole,
            ["user_name"] = principal.UserName,
            ["company_name"] = principal.WorkspaceName,
        };
        if (principal.IsServiceAccount)
            identity["service_account_type"] = principal.AllowsImpersonation ? 2 : 1;
        return identity;
    }

    // RFC 8693, section 4.1.
    private static Dictionary<string, object> CreateActorClaim(Actor actor)
    {
        Dictionary<string, object> act = new()
        {
            ["sub"] = actor.System?.UserId ?? actor.UserId.ToHex(),
            ["name"] = actor.Name,
        };
        if (actor.OwnRights)
            act["own_rights"] = true;
        return act;
    }

    /// <summary>What the token says, or null when it is not one of ours, has ended, or was ended.</summary>
    public async ValueTask<ApiToken?> VerifyAsync(string text)
    {
        if (!_verified.TryGet(text, 0, out var token))
            token = await _verified.GetAsync(text, 0, VerifySignatureAsync);
        if (token is null || token.ExpiresAt <= time.GetUtcNow().UtcDateTime)
            return null;
        if (_revokedReadAt == 0 || time.GetElapsedTime(_revokedReadAt) >= RefreshAfter)
            await ReadRevokedAsync();
        return _revoked.ContainsKey(token.SessionId) ? null : token;
    }

    /// <summary>Ends one token. Call it inside a <see cref="Change"/>.</summary>
    public async Task RevokeAsync(ClearSettingsDb db, ApiToken token)
    {
        if (!await db.RevokedTokens.AnyAsync(t => t.SessionId == token.SessionId))
            db.RevokedTokens.Add(RevokedToken.Create(token.SessionId, token.ExpiresAt, time.GetUtcNow().UtcDateTime));
        db.AfterCommit(() => _revoked[token.SessionId] = token.ExpiresAt);
    }

    private async Task<ApiToken?> VerifySignatureAsync(string text)
    {
        if (text.Length > MaxLength || !_handler.CanReadToken(text))
            return null;
        try
        {
            var unverified = _handler.ReadJsonWebToken(text);
            if (
                unverified.Alg != SecurityAlgorithms.HmacSha256
                || unverified.TryGetHeaderValue<object>("crit", out _)
                || await keys.FindAsync(unverified.Kid) is not { } key
            )
                return null;
            var result = await _handler.ValidateTokenAsync(text, CreateValidation(key));
            return result.IsValid ? Read((JsonWebToken)result.SecurityToken, key) : null;
        }
        catch (Exception problem) when (IsAboutText(problem))
        {
            return null;
        }
    }

    /// <summary>Whether the library throws it at a text that is not a token of ours.</summary>
    private static bool IsAboutText(Exception problem) =>
        problem
            is ArgumentException
                or SecurityTokenException
                or System.Text.Json.JsonException
                or FormatException
                or InvalidOperationException
                or KeyNotFoundException;

    private TokenValidationParameters CreateValidation(SymmetricSecurityKey key) =>
        new()
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidTypes = ["JWT"],
            ValidateIssuer = false,
            ValidateAudience = false,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        };

    private ApiToken? Read(JsonWebToken token, SymmetricSecurityKey key)
    {
        if (token.TryGetPayloadValue<System.Text.Json.JsonElement>("system", out var claim))
            return FindSystem(claim, key) is { } system ? Read(token, system) : null;
        return ReadOfUser(token);
    }

    private static ApiToken? ReadOfUser(JsonWebToken token)
    {
        var read = ReadIdentity(token);
        if (read is null || !token.TryGetPayloadValue<System.Text.Json.JsonElement>("act", out var act))
            return read;
        return EntityId.TryParse(act.GetProperty("sub").GetString(), out var actor)
            ? read with
            {
                ActorId = actor,
                OwnRights = act.TryGetProperty("own_rights", out var own) && own.GetBoolean(),
            }
            : null;
    }

    private static ApiToken? ReadIdentity(JsonWebToken token)
    {
        var identity = token.GetPayloadValue<System.Text.Json.JsonElement>("identity");
        token.TryGetPayloadValue<string>("credential", out var credential);
        if (
            !EntityId.TryParse(token.GetPayloadValue<string>("session_id"), out var session)
            || !EntityId.TryParse(identity.GetProperty("user").GetString(), out var user)
            || !EntityId.TryParse(token.GetPayloadValue<string>("tenant"), out var workspace)
        )
            return null;
        return new(
            session,
            user,
            workspace,
            EntityId.TryParse(credential, out var id) ? id : null,
            token.IssuedAt,
            token.ValidTo
        );
    }

    // Reads what was ended since the last look; a little further back, for a transaction that began earlier and
    // committed later.
    private async Task ReadRevokedAsync()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since =
            _revokedReadAt == 0
                ? DateTime.MinValue
                : now - time.GetElapsedTime(_revokedReadAt) - TimeSpan.FromSeconds(30);
        _revokedReadAt = time.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        foreach (
            var row in await db
                .RevokedTokens.AsNoTracking()
                .Where(t => t.RevokedAt >= since && t.ExpiresAt > now)
                .ToListAsync()
        )
            _revoked[row.SessionId] = row.ExpiresAt;
        foreach (var (session, expires) in _revoked)
            if (expires <= now)
                _revoked.TryRemove(session, out _);
    }
}
