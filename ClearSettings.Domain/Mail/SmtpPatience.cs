namespace ClearSettings.Domain.Mail;

/// <summary>How long the mail server may take, in time as it passes outside: no other clock tells when a network is dead.</summary>
/// <param name="Longest">For opening a connection, and for each mail.</param>
public sealed record SmtpPatience(TimeSpan Longest);
