using System.Security.Cryptography.X509Certificates;

namespace ClearSettings.Domain.Email;

/// <summary>
/// The mail server as it counts now: configuration over what the owner typed, with everything that sending needs.
/// </summary>
public sealed class SmtpOptions
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required SmtpSecurity Security { get; init; }

    public string? UserName { get; init; }

    public Secret? Password { get; init; }

    public required string FromAddress { get; init; }

    public required string FromName { get; init; }

    /// <summary>What links begin with, without a slash at the end.</summary>
    public required string LinkBase { get; init; }

    /// <summary>How the server introduces itself, in the form of <see cref="Email.HeloName"/>.</summary>
    public required string HeloName { get; init; }

    /// <summary>Certificates that are trusted besides those of the machine.</summary>
    public X509Certificate2Collection? Trusted { get; init; }

    internal static bool AreSame(SmtpOptions? one, SmtpOptions? other) => Equals(Key(one), Key(other));

    private static object? Key(SmtpOptions? r) =>
        r is null ? null : (r.Host, r.Port, r.Security, r.UserName, r.Password, r.FromAddress, r.FromName, r.LinkBase);

    /// <summary>Never over a connection that is not encrypted.</summary>
    public bool UsesAuthentication => Security != SmtpSecurity.None && UserName is not null;
}
