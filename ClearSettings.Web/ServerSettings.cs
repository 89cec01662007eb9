namespace ClearSettings.Web;

/// <summary>Section "Server" of the configuration.</summary>
public sealed class ServerSettings
{
    /// <summary>IP address to listen on; "*" is every one.</summary>
    public string Address { get; set; } = "*";

    /// <summary>Pages, and the API too.</summary>
    public int WebPort { get; set; } = 8080;

    /// <summary>The API alone, on ClearML's usual port.</summary>
    public int ApiPort { get; set; } = 8008;

    /// <summary>Where people's browsers find the pages; taken from the request when absent.</summary>
    public string? PublicUrl { get; set; }

    public string? ApiUrl { get; set; }

    public string? FilesUrl { get; set; }

    /// <summary>Addresses (or CIDR networks) of proxies whose X-Forwarded headers are believed.</summary>
    public string[] KnownProxies { get; set; } = [];

    /// <summary>
    /// Host names that are served besides those of the public addresses and this machine: names, *.company.com, or *
    /// for any. Empty serves any host.
    /// </summary>
    public string[] AllowedHosts { get; set; } = [];
}
