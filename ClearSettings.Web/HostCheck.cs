using System.Buffers;

namespace ClearSettings.Web;

/// <summary>
/// Answers 400 to requests whose Host header is missing, malformed or, with Server:AllowedHosts set, not one of this
/// server's names, before anything else runs. The public addresses and this machine's own names are always served.
/// </summary>
public sealed partial class HostCheck
{
    private const string Malformed =
        "The Host header is missing or malformed. Send the host name of this server, as HTTP/1.1 requires.";
    private const string Foreign =
        "This server does not serve this host name. Use its public address, or add the name to the setting "
        + "Server:AllowedHosts.";

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]"
    );

    private readonly RequestDelegate _next;
    private readonly ILogger<HostCheck> _log;

    private readonly bool _isOpen;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _suffixes = [];

    public HostCheck(RequestDelegate next, ServerSettings settings, PublicUrls addresses, ILogger<HostCheck> log)
    {
        (this._next, this._log) = (next, log);
        foreach (var pattern in settings.AllowedHosts)
            Add(pattern);
        _isOpen = settings.AllowedHosts.Length == 0 || settings.AllowedHosts.Contains("*");
        _names.UnionWith(addresses.OwnHosts().Select(Normalize));
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (!TryParse(context.Request.Host.Value, out var name))
            return RefuseAsync(context, Malformed);
        if (IsAllowed(name))
            return _next(context);
        LogForeign(name);
        return RefuseAsync(context, Foreign);
    }

    /// <summary>Reads "name", "name:port", "1.2.3.4" and "[::1]:port"; nothing else gets through.</summary>
    internal static bool TryParse(string? host, out string name)
    {
        name = "";
        if (string.IsNullOrEmpty(host) || host.AsSpan().ContainsAnyExcept(HostCharacters))
            return false;
        if (
            !Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var url)
            || url.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic
            || url.Port <= 0
        )
            return false;
        name = Normalize(url.Host);
        return name.Length > 0;
    }

    /// <summary>Whether Server:AllowedHosts can have this: a name, an IP address, *.name or *.</summary>
    internal static bool IsPattern(string pattern) =>
        pattern == "*" || TryParse(pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[2..] : pattern, out _);

    internal static string Normalize(string host) => host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();

    private bool IsAllowed(string name) =>
        _isOpen
        || _names.Contains(name)
        || PublicUrls.IsLoopback(name)
        || _suffixes.Exists(s => name.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    private void Add(string pattern)
    {
        if (pattern == "*")
            return;
        if (pattern.StartsWith("*.", StringComparison.Ordinal))
            _suffixes.Add(pattern[1..]);
        else if (TryParse(pattern, out var name))
            _names.Add(name);
    }

    private static Task RefuseAsync(HttpContext context, string message)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(message + "\n");
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Refused a request for the host {Host}, which is not one of Server:AllowedHosts"
    )]
    private partial void LogForeign(string host);
}
