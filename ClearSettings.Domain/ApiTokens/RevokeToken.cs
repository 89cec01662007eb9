using ClearSettings.Domain.Audit;

namespace ClearSettings.Domain.ApiTokens;

/// <summary>Ends the token that a call came with.</summary>
public sealed class RevokeToken(
    ClearSettingsDb db,
    Change change,
    ApiTokenIssuer tokens,
    AuditLog audit,
    Current current
)
{
    public Task RunAsync(ApiToken token) =>
        // As the server: whoever lost their place in the workspace may still end their token.
        change.RunAsServerAsync(async () =>
        {
            await tokens.RevokeAsync(db, token);
            if (current.SignedIn)
                audit.Record(AuditKind.TokenRevoked, current.Principal.UserName);
            return Result.Done;
        });
}
