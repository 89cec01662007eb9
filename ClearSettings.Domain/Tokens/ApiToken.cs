namespace ClearSettings.Domain.Tokens;

/// <summary>What a valid token says.</summary>
/// <param name="SessionId">Names this one token; ending it means this id.</param>
/// <param name="CredentialId">The key pair behind it, which can end it; null when it was not a key pair that logged in.</param>
public sealed record ApiToken(Guid SessionId, Guid UserId, Guid WorkspaceId, Guid? CredentialId, DateTime IssuedAt, DateTime ExpiresAt);
