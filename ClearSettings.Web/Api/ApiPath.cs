namespace ClearSettings.Web.Api;

/// <summary>
/// Recognizes API addresses, with or without /api and a version, and sends them all to one route, /api/service.action.
/// The API's own port has nothing else. Like routing, it ignores case; and it counts every spelling of the prefix as
/// the API, also with doubled or encoded slashes, so that no such address is served as a page.
/// </summary>
public sealed class ApiPath(RequestDelegate next, ServerSettings settings)
{
    private const string Prefix = "api";

    public Task InvokeAsync(HttpContext context)
    {
        if (
            Recognize(context.Request.Path.Value ?? "/", context.Connection.LocalPort == settings.ApiPort)
            is not { } request
        )
            return next(context);
        context.Features.Set(request);
        context.Request.Path = request.Name.Length == 0 ? "/api" : "/api/" + request.Name;
        return next(context);
    }

    /// <summary>What a path asks of the API, or null when it is the path of a page.</summary>
    /// <param name="path">As the server gives it: decoded, except for slashes.</param>
    /// <param name="apiOnly">Whether it came in where there are no pages.</param>
    internal static ApiRequest? Recognize(string path, bool apiOnly)
    {
        var plain = path.TrimStart('/');
        var decoded = path.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Replace('\\', '/').TrimStart('/');
        var isPrefixed =
            decoded.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && (decoded.Length == Prefix.Length || decoded[Prefix.Length] == '/');
        // An encoded slash is no separator: the path belongs to the API, but names no action.
        var rest =
            !isPrefixed ? path
            : plain == decoded ? plain[Prefix.Length..]
            : "";
        return TryParse(rest, out var version, out var name) || isPrefixed || apiOnly ? new(name, version) : null;
    }

    /// <summary>Splits "/v2.5/auth.login/" into "2.5" and "auth.login".</summary>
    private static bool TryParse(string path, out string? version, out string name)
    {
        version = null;
        name = "";
        var rest = path.AsSpan().Trim('/');
        var slash = rest.IndexOf('/');
        if (slash > 0 && rest[0] == 'v' && rest[1] is >= '0' and <= '9')
        {
            version = rest[1..slash].ToString();
            rest = rest[(slash + 1)..];
        }
        if (!IsName(rest))
            return false;
        name = rest.ToString();
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        var dot = text.IndexOf('.');
        return dot > 0
            && IsWord(text[..dot])
            && IsWord(text[(dot + 1)..])
            && !text.Equals("favicon.ico", StringComparison.OrdinalIgnoreCase)
            && !text.Equals("robots.txt", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
            return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        return true;
    }
}

/// <summary>
/// The action and version that the address asks for. The name is "" when the address is not one of the API's form.
/// </summary>
public sealed record ApiRequest(string Name, string? Version)
{
    public const string Highest = Domain.ApiTokens.ApiTokenIssuer.ApiVersion;

    /// <summary>
    /// False for what is neither a number nor absent; one-digit versions have no dot in ClearML and count as broken.
    /// </summary>
    public bool TryGetVersion(out Version version)
    {
        version = new(999, 0);
        return Version is null || (System.Version.TryParse(Version, out version!) && version.Build < 0);
    }
}
