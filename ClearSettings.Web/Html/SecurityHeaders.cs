using System.Text.RegularExpressions;

namespace ClearSettings.Web.Html;

/// <summary>Security headers on every response, also on errors; see docs/security.md#pages-in-the-browser.</summary>
public sealed partial class SecurityHeaders(RequestDelegate next, PublicUrls addresses)
{
    // One more would make a header that proxies refuse.
    private const int MaxSources = 100;

    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    /// <summary>
    /// Allows the page of this request to show images, audio and video of these sources, and its scripts to read them.
    /// </summary>
    /// <param name="sources">Origins, with or without a path; anything else is left out.</param>
    public static void AllowSources(HttpContext context, IEnumerable<string> sources)
    {
        var list = string.Join(' ', sources.Where(s => Source().IsMatch(s)).Distinct().Take(MaxSources));
        if (list.Length > 0)
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; "
                + $"img-src 'self' data: {list}; connect-src 'self' {list}; media-src {list}; "
                + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
    }

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PagePolicy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        if (addresses.IsHttps(context.Request))
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }

    [GeneratedRegex(@"^https?://[a-z0-9._-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._$/-]*)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Source();
}
