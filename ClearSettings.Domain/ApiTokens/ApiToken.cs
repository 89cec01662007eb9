namespace ClearSettings.Domain.ApiTokens;

/// <summary>What a valid token says.</summary>
/// <param name="SessionId">Names this one token; ending it means this id.</param>
/// <param name="UserId">For whom it speaks.</param>
/// <param name="CredentialId">The credential behind it, which can end it; null when it was not a credential that logged
/// in.</param>
public sealed record ApiToken(
    Guid SessionId,
    Guid UserId,
    Guid WorkspaceId,
    Guid? CredentialId,
    DateTime IssuedAt,
    DateTime ExpiresAt
)
{
    /// <summary>
    /// Who really acts, when the token was had by impersonating <see cref="UserId"/>; the credential is theirs.
    /// </summary>
    public Guid? ActorId { get; init; }

    /// <summary>
    /// The system credentials that got the token: for <see cref="UserId"/>, or for themselves where <see
    /// cref="IsSystem"/>. Null for others.
    /// </summary>
    public string? SystemName { get; init; }

    /// <summary>Whether it speaks for system credentials, and so for no user and no workspace.</summary>
    public bool IsSystem => SystemName is not null && UserId == Guid.Empty;

    /// <summary>With the actor's rights; see <see cref="Principals.Actor"/>.</summary>
    public bool OwnRights { get; init; }
}
