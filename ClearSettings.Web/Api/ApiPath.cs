using ClearSettings.Domain;

namespace ClearSettings.Web.Api;

/// <summary>
/// Recognises API addresses, /api or not, version or not, and sends them all to one route, /api/service.action (contract 1.1). The
/// API's own port has nothing else.
/// </summary>
public sealed class ApiPath(RequestDelegate next, ServerSettings settings)
{
    private const string Prefix = "/api";

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var bare = path == Prefix || path.StartsWith("/api/", StringComparison.Ordinal) ? path[Prefix.Length..] : path;
        var isApiOnly = bare.Length != path.Length || context.Connection.LocalPort == settings.ApiPort;
        if (!TryParse(bare, out var version, out var name) && !isApiOnly) return next(context);
        context.Features.Set(new ApiRequest(name, version));
        context.Request.Path = name.Length == 0 ? "/api" : "/api/" + name;
        return next(context);
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
        if (!IsName(rest)) return false;
        name = rest.ToString();
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        var dot = text.IndexOf('.');
        return dot > 0 && IsWord(text[..dot]) && IsWord(text[(dot + 1)..]) && !text.Equals("favicon.ico", StringComparison.Ordinal) && !text.Equals("robots.txt", StringComparison.Ordinal);
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0])) return false;
        foreach (var c in text) if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        return true;
    }
}

/// <summary>The action and version that the address asks for. The name is "" when the address is not one of the API's form.</summary>
public sealed record ApiRequest(string Name, string? Version)
{
    public const string Highest = Domain.Tokens.Tokens.ApiVersion;

    /// <summary>False for what is neither a number nor absent; one-digit versions have no dot in ClearML and count as broken.</summary>
    public bool TryGetVersion(out Version version)
    {
        version = new(999, 0);
        return Version is null || (System.Version.TryParse(Version, out version!) && version.Build < 0);
    }
}
