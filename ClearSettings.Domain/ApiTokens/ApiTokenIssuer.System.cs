using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClearSettings.Domain.Principals;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ClearSettings.Domain.ApiTokens;

/// <summary>Tokens that system credentials have, or get for a user.</summary>
public sealed partial class ApiTokenIssuer
{
    // Clients need a text where the id of a workspace is.
    private static readonly string NoWorkspace = Guid.Empty.ToHex();

    /// <summary>Makes a token for system credentials themselves.</summary>
    /// <param name="lifetime">Null takes the default.</param>
    public ValueTask<string> IssueAsync(SystemCredential system, TimeSpan? lifetime = null)
    {
        Dictionary<string, object> identity = new()
        {
            ["user"] = system.UserId,
            ["company"] = NoWorkspace,
            ["role"] = system.Role,
            ["user_name"] = system.DisplayName,
            ["company_name"] = "",
        };
        return SignAsync(new() { ["tenant"] = NoWorkspace, ["identity"] = identity }, system, lifetime, notAfter: null);
    }

    private static Dictionary<string, object> SystemClaim(SystemCredential system, SymmetricSecurityKey key) =>
        new() { ["name"] = system.Name, ["key"] = system.Fingerprint(key.Key) };

    /// <returns>Null when the credentials are not in the configuration any more, or have other keys or another
    /// name.</returns>
    private SystemCredential? FindSystem(JsonElement claim, SymmetricSecurityKey key)
    {
        var presented = Encoding.UTF8.GetBytes(claim.GetProperty("key").GetString() ?? "");
        return
            systems.FindByName(claim.GetProperty("name").GetString() ?? "") is { } system
            && CryptographicOperations.FixedTimeEquals(presented, Encoding.UTF8.GetBytes(system.Fingerprint(key.Key)))
            ? system
            : null;
    }

    private static ApiToken? Read(JsonWebToken token, SystemCredential system)
    {
        var user = token.GetPayloadValue<JsonElement>("identity").GetProperty("user").GetString();
        if (user != system.UserId)
            return ReadSystemImpersonation(token, system);
        return EntityId.TryParse(token.GetPayloadValue<string>("session_id"), out var session)
            ? new(session, Guid.Empty, Guid.Empty, null, token.IssuedAt, token.ValidTo) { SystemName = system.Name }
            : null;
    }

    // "act" names the credentials, which have no id that could be read.
    private static ApiToken? ReadSystemImpersonation(JsonWebToken token, SystemCredential system) =>
        ReadIdentity(token) is { } read ? read with { SystemName = system.Name } : null;
}
