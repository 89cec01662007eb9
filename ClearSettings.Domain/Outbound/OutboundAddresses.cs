using System.Net;

namespace ClearSettings.Domain.Outbound;

/// <summary>
/// Which addresses are public. All others could be a service on this machine or its network that trusts whoever can
/// reach it, such as the metadata service of a cloud.
/// </summary>
public static class OutboundAddresses
{
    // Special-purpose addresses (RFC 6890) and multicast. ::/96, 64:ff9b::/96, 64:ff9b:1::/48, 2001::/32 and 2002::/16
    // hold IPv4 addresses.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "::/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/9",
            "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    public static bool IsPublic(IPAddress address)
    {
        var plain = Unmap(address);
        return !Array.Exists(NotPublic, n => n.Contains(plain));
    }

    /// <summary>An IPv4 address that is written as IPv6 (::ffff:127.0.0.1) is that IPv4 address.</summary>
    internal static IPAddress Unmap(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
