using System.Net;
using System.Net.Sockets;

namespace ClearSettings.Domain;

/// <summary>
/// Where a request comes from, as limits count it: an IPv4 address, or the /64 network of an IPv6 address, since one
/// subscriber can use every address of a /64. IPv4 addresses embedded in IPv6 (mapped, NAT64) count as IPv4.
/// </summary>
/// <param name="Key">The text that limits use as their partition key; "" when the address is unknown.</param>
/// <param name="Site">The /48 network of an IPv6 address, the most that one customer usually gets; null for
/// IPv4.</param>
public readonly record struct ClientSource(string Key, string? Site = null)
{
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static ClientSource From(string? address) =>
        From(IPAddress.TryParse(address, out var parsed) ? parsed : null);

    public static ClientSource From(IPAddress? address)
    {
        if (address is null)
            return new("");
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return new(address.ToString());
        if (address.IsIPv4MappedToIPv6)
            return new(address.MapToIPv4().ToString());
        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address))
            return new(new IPAddress(bytes.AsSpan(12)).ToString());
        bytes.AsSpan(8).Clear();
        var key = $"{new IPAddress(bytes)}/64";
        bytes.AsSpan(6).Clear();
        return new(key, $"{new IPAddress(bytes)}/48");
    }

    public override string ToString() => Key;
}
