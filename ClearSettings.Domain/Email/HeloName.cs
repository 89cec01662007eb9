using System.Net;
using System.Net.Sockets;

namespace ClearSettings.Domain.Email;

/// <summary>
/// The name with which an email client introduces itself (RFC 5321 §4.1.1.1, EHLO): a full host name, or an address
/// literal. Strict mail servers refuse a name without a dot.
/// </summary>
public static class HeloName
{
    private const string Fallback = "[127.0.0.1]";
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    /// <summary>
    /// A host name with a dot as it is, an IP address as a literal such as [192.0.2.7] or [IPv6:2001:db8::7]; else
    /// null.
    /// </summary>
    public static string? Read(string text)
    {
        var name = text.Trim();
        if (IPAddress.TryParse(name, out var address))
            return Literal(address);
        if (name is ['[', .. var inner, ']'] && IPAddress.TryParse(WithoutTag(inner), out address))
            return Literal(address);
        var labels = name.Split('.');
        return name.Length <= MaxLength && labels.Length > 1 && labels.All(IsLabel) ? name : null;
    }

    /// <summary>The host of the URL that people use, else the full name of this machine, else a literal.</summary>
    /// <param name="linkBase">What links in emails begin with.</param>
    internal static string For(string linkBase) => FromUrl(linkBase) ?? Read(Dns.GetHostName()) ?? Fallback;

    private static string? FromUrl(string linkBase) =>
        Uri.TryCreate(linkBase, UriKind.Absolute, out var url) && !url.IsLoopback ? Read(url.IdnHost) : null;

    private static string Literal(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";

    private static string WithoutTag(string literal) =>
        literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? literal[5..] : literal;

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
