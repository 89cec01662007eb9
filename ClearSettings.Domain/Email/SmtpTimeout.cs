namespace ClearSettings.Domain.Email;

/// <summary>
/// How long the mail server may take, in time as it passes outside: no other clock tells when a network is dead.
/// </summary>
/// <param name="Max">For opening a connection, and for each email.</param>
public sealed record SmtpTimeout(TimeSpan Max);
