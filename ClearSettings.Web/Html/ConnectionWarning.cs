namespace ClearSettings.Web.Html;

/// <summary>What is wrong with the way in which a request arrived, for administrators to fix.</summary>
public enum ConnectionWarning
{
    None,

    /// <summary>
    /// A proxy that is not one of Server:KnownProxies passed it on, so its X-Forwarded headers do not count.
    /// </summary>
    UnknownProxy,

    /// <summary>
    /// Server:PublicUrl is an https URL, but the request came over plain http and no known proxy says otherwise.
    /// </summary>
    NotOverHttps,

    /// <summary>Passwords can be read on the way.</summary>
    Unencrypted,
}

/// <summary>
/// With an https Server:PublicUrl every request counts as https, so that cookies are Secure and no address begins with
/// http: browsers reach this server through a proxy, even if that is not known here or does not say so.
/// </summary>
public sealed class PublicScheme(RequestDelegate next, PublicUrls addresses)
{
    private static readonly object Plain = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (addresses.HasHttpsUrl && !context.Request.IsHttps)
        {
            context.Items[Plain] = Plain;
            context.Request.Scheme = Uri.UriSchemeHttps;
        }
        return next(context);
    }

    /// <summary>How this request really arrived.</summary>
    public static ConnectionWarning Warn(HttpContext context, PublicUrls addresses)
    {
        if (CameThroughUnknownProxy(context.Request.Headers))
            return ConnectionWarning.UnknownProxy;
        if (context.Items.ContainsKey(Plain))
            return ConnectionWarning.NotOverHttps;
        return addresses.IsExposed(context.Request) ? ConnectionWarning.Unencrypted : ConnectionWarning.None;
    }

    // The middleware for known proxies keeps what it replaced in X-Original headers.
    private static bool CameThroughUnknownProxy(IHeaderDictionary headers) =>
        (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("X-Forwarded-Proto"))
        && !headers.ContainsKey("X-Original-For")
        && !headers.ContainsKey("X-Original-Proto");
}
