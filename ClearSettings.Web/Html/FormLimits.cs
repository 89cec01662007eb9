using ClearSettings.Web.Api;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace ClearSettings.Web.Html;

/// <summary>
/// Reads the form of a page before anything else does, within limits, and answers one that cannot be read with 400 or
/// 413. Everything behind it sees a form that was read, or none.
/// </summary>
public sealed class FormLimits(RequestDelegate next)
{
    /// <summary>Bytes of a form.</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>Fields of a form.</summary>
    public const int Fields = 1024;

    /// <summary>Characters of a field's name.</summary>
    public const int NameLength = 300;

    private static readonly object Unreadable = new();

    /// <summary>Whether the error page of this request is shown because its form could not be read.</summary>
    public static bool Refused(HttpContext context) => context.Items.ContainsKey(Unreadable);

    public static void Configure(FormOptions options) =>
        (options.ValueCountLimit, options.KeyLengthLimit, options.ValueLengthLimit, options.MultipartBodyLengthLimit) =
            (Fields, NameLength, Bytes, Bytes);

    public async Task InvokeAsync(HttpContext context)
    {
        // For bodies that are no forms; the server stops reading there.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Bytes;
        var showsError =
            context.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || context.Features.Get<IExceptionHandlerFeature>() is not null;
        if (!showsError && context.Request.HasFormContentType && await ReadAsync(context.Request) is { } status)
        {
            context.Request.Form = FormCollection.Empty;
            context.Items[Unreadable] = true;
            context.Response.StatusCode = status;
            return;
        }
        await next(context);
    }

    /// <returns>The status of the refusal, or null.</returns>
    private static async Task<int?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > Bytes)
            return StatusCodes.Status413PayloadTooLarge;
        request.Body = new LimitedStream(request.Body, Bytes);
        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException problem)
        {
            return problem.StatusCode;
        }
        catch (Exception problem) when (ApiInput.IsUnreadableForm(problem))
        {
            return StatusCodes.Status400BadRequest;
        }
    }
}
