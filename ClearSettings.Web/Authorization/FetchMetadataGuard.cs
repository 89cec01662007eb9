using Microsoft.AspNetCore.Diagnostics;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// Refuses what a page of another site makes a browser send (Fetch Metadata); the antiforgery token is the second lock.
/// Pages only: the API takes no cookies.
/// </summary>
public sealed class FetchMetadataGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        var changes = !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);
        var showsRefusal = context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (changes && !showsRefusal && context.Request.Headers["Sec-Fetch-Site"] == "cross-site")
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        context.Response.Headers.Append("Vary", "HX-Request");
        return next(context);
    }
}
