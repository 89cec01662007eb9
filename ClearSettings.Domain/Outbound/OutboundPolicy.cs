using System.Net;

namespace ClearSettings.Domain.Outbound;

/// <summary>What the server may ask: public hosts by https, and what the configuration lists.</summary>
public sealed class OutboundPolicy
{
    private static readonly int[] Ports = [443, 8443];

    private readonly List<string> _names = [];
    private readonly List<IPNetwork> _networks = [];

    public OutboundPolicy(OutboundSettings settings)
    {
        foreach (var host in settings.AllowedHosts)
        {
            if (IPNetwork.TryParse(host, out var network))
                _networks.Add(network);
            else if (IPAddress.TryParse(host, out var address))
                _networks.Add(new(address, address.GetAddressBytes().Length * 8));
            else
                _names.Add(host.ToLowerInvariant());
        }
    }

    /// <returns>Why the URL is not asked, as a sentence; null when it can be, if its addresses can.</returns>
    public string? Check(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
            return "Only http and https are possible.";
        if (url.UserInfo.Length > 0)
            return "A URL with a user name is not asked.";
        if (IsListed(url.IdnHost))
            return null;
        return url.Scheme == "https" && Ports.Contains(url.Port)
            ? null
            : $"{url.IdnHost} is asked by https at port 443 or 8443 only. {Advice}";
    }

    /// <returns>Why the host is not asked, as a sentence; null when it can be.</returns>
    /// <param name="addresses">All that its name resolves to. If one is refused, all are.</param>
    public string? Check(string host, IReadOnlyCollection<IPAddress> addresses) =>
        addresses.Count == 0 ? $"{host} has no address."
        : IsListed(host) || addresses.All(IsAllowed) ? null
        : $"{host} is at a private address. {Advice}";

    private static string Advice => "An administrator of the server can list it in Outbound:AllowedHosts.";

    private bool IsAllowed(IPAddress address) =>
        OutboundAddresses.IsPublic(address)
        || _networks.Exists(n => n.Contains(OutboundAddresses.Unmap(address)) || n.Contains(address));

    private bool IsListed(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return _networks.Exists(n => n.Contains(OutboundAddresses.Unmap(address)) || n.Contains(address));
        return _names.Exists(n =>
            n.StartsWith("*.", StringComparison.Ordinal)
                ? host.EndsWith(n[1..], StringComparison.OrdinalIgnoreCase)
                : host.Equals(n, StringComparison.OrdinalIgnoreCase)
        );
    }
}
