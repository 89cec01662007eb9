using ClearSettings.Domain.Audit;

namespace ClearSettings.Domain.ApiTokens;

/// <summary>Ends the token that a call came with.</summary>
public sealed class RevokeToken(ClearSettingsDb db, Change change, ApiTokenIssuer tokens)
{
    public Task RunAsync(ApiToken token) =>
        // As the server: whoever lost their place in the workspace may still end their token.
        change.RunAsServerAsync(async () =>
        {
            await tokens.RevokeAsync(db, token);
            if (change.Current.SignedIn)
                change.Audit.Record(AuditKind.TokenRevoked, change.Current.Principal.UserName);
            return Result.Done;
        });
}
