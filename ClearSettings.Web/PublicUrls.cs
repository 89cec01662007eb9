using ClearSettings.Domain.Credentials;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web;

/// <summary>
/// The server's addresses as its clients must use them: from the configuration, else from the request.
/// </summary>
public sealed class PublicUrls(IOptions<ServerSettings> settings)
{
    private const int FilesPort = 8081;

    private readonly Uri? _publicUrl = settings.Value.PublicUrl is { Length: > 0 } url ? new(url) : null;

    /// <summary>Whether Server:PublicUrl says that browsers use https.</summary>
    public bool HasHttpsUrl => _publicUrl is { Scheme: "https" };

    /// <summary>Whether the browser's own connection is encrypted, also behind a proxy that does not say so.</summary>
    public bool IsHttps(HttpRequest request) => request.IsHttps || HasHttpsUrl;

    /// <summary>Plain http over a network, where a password can be read on the way.</summary>
    public bool IsExposed(HttpRequest request) => !IsHttps(request) && !IsLoopback(request.Host.Host);

    public ServerUrls For(HttpRequest request)
    {
        var web =
            _publicUrl ?? new Uri($"{(IsHttps(request) ? "https" : "http")}://{request.Host.Value}{request.PathBase}");
        return For(web);
    }

    /// <summary>Without a request: for the start-up message and commands.</summary>
    public ServerUrls Configured() => For(_publicUrl ?? new Uri($"http://localhost:{settings.Value.WebPort}"));

    /// <summary>
    /// Host names under which the configuration says that this server is reached: by browsers, and by clients of the
    /// API.
    /// </summary>
    public IEnumerable<string> OwnHosts() =>
        _publicUrl is null
            ? []
            : new[] { _publicUrl.AbsoluteUri, Configured().Api }.Select(url => new Uri(url).IdnHost);

    private ServerUrls For(Uri web) =>
        new(
            web.AbsoluteUri.TrimEnd('/') + "/",
            (settings.Value.ApiUrl ?? GuessApi(web)).TrimEnd('/'),
            (settings.Value.FilesUrl ?? GuessFiles(web)).TrimEnd('/')
        );

    // app.X and the web port have a known neighbour; behind a proxy with one name only the prefix /api is sure to
    // arrive here.
    private string GuessApi(Uri web)
    {
        if (Sibling(web, "api") is { } named)
            return named;
        return web.Port == settings.Value.WebPort
            ? $"{web.Scheme}://{web.Host}:{settings.Value.ApiPort}"
            : $"{web.AbsoluteUri.TrimEnd('/')}/api";
    }

    private static string GuessFiles(Uri web) => Sibling(web, "files") ?? $"{web.Scheme}://{web.Host}:{FilesPort}";

    private static string? Sibling(Uri web, string name) =>
        web.Host.StartsWith("app.", StringComparison.Ordinal) ? $"{web.Scheme}://{name}.{web.Authority[4..]}" : null;

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var ip) && System.Net.IPAddress.IsLoopback(ip));
}
