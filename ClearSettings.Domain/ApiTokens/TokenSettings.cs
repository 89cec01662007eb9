namespace ClearSettings.Domain.ApiTokens;

/// <summary>
/// Section "Tokens" of the configuration. Agents renew a token 12 hours before it expires, so defaults must be much
/// longer; see docs/protocol.md#sessions.
/// </summary>
public sealed class TokenSettings
{
    public TimeSpan DefaultLifetime { get; set; } = TimeSpan.FromDays(30);

    public TimeSpan LongestLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>A signing key signs for this long; it verifies until the last token it signed has ended.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);
}
