using ClearSettings.Domain;
using Microsoft.AspNetCore.Authentication;

namespace ClearSettings.Web.Authentication;

/// <summary>
/// Decrypts each session cookie once. What it says never changes; whether it still counts is the session row's affair.
/// </summary>
internal sealed class TicketCache(ISecureDataFormat<AuthenticationTicket> inner)
    : ISecureDataFormat<AuthenticationTicket>
{
    private const int MaxEntries = 10_000;

    private readonly VersionedCache<string, AuthenticationTicket> _tickets = new(MaxEntries);

    public string Protect(AuthenticationTicket data) => inner.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => inner.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
    {
        if (protectedText is null)
            return null;
        var key = purpose is null ? protectedText : $"{purpose} {protectedText}";
        if (_tickets.TryGet(key, 0, out var ticket))
            return ticket;
        if (inner.Unprotect(protectedText, purpose) is not { } read)
            return null;
        _tickets.Set(key, 0, read);
        return read;
    }
}
