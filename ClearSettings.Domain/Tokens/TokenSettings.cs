namespace ClearSettings.Domain.Tokens;

/// <summary>Section "Tokens" of the configuration. Clients renew with 12 hours left, so no default may come near that (contract 4.3).</summary>
public sealed class TokenSettings
{
    public TimeSpan DefaultLifetime { get; set; } = TimeSpan.FromDays(30);

    public TimeSpan LongestLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>A signing key signs for this long; it verifies until the last token it signed has ended.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);
}
