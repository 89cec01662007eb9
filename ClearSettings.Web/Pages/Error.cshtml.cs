using ClearSettings.Web.Html;
using Htmx;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages;

/// <summary>
/// What a person sees instead of a page that failed; the log has the cause under the same request id.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
public sealed class Error : AppPage
{
    public string Title { get; private set; } = "";

    public string Heading { get; private set; } = "";

    public string Message { get; private set; } = "";

    /// <summary>
    /// The form that was refused because its token or session had ended; null where nothing can be sent again.
    /// </summary>
    public LostForm? Form { get; private set; }

    /// <summary>What was sent, and where.</summary>
    public sealed record LostForm(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields);

    /// <summary>What failed may have been asked for by any method, so there is no handler for each.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context) =>
        Show(int.TryParse((string?)RouteData.Values["status"], out var status) ? status : 404);

    private static readonly PageText TooManyFields = new(
        "Not sent",
        "The form could not be read",
        $"It has more than {FormLimits.Fields:N0} fields, or it is damaged. Nothing was changed."
    );

    private static readonly PageText SignedOut = new(
        "Not sent",
        "You are signed out",
        "What you entered is kept on this page. Sign in in a new tab, then send it again from here."
    );

    private static readonly PageText OpenForTooLong = new(
        "Not sent",
        "This form was open for too long",
        "Nothing was changed yet. What you entered is kept on this page; send it again."
    );

    private static readonly PageText ServerError = new(
        "Failed",
        "Something went wrong",
        "No data was lost. The server log has the details under the request ID below."
    );

    private static readonly PageText OtherError = new(
        "Not possible",
        "This is not possible",
        "Go back and try another way."
    );

    private static readonly Dictionary<int, PageText> ByStatus = new()
    {
        [400] = new("Not sent", "This form is too old", "Nothing was changed. Go back, reload the page and try again."),
        [403] = new("No permission", "You do not have permission", "Ask a workspace administrator for access."),
        [404] = new(
            "Not found",
            "Page not found",
            "The page does not exist, or it belongs to a workspace you are not a member of."
        ),
        [413] = new(
            "Too large",
            "Request too large",
            "A form can be at most 1 MB. Nothing was changed. Send a larger import with the API."
        ),
        [429] = new("Slow down", "Too many attempts", "Wait a minute and try again."),
    };

    private sealed record PageText(string Title, string Heading, string Message);

    private void Show(int status)
    {
        if (StorageErrors.Find(HttpContext) is { } message)
        {
            ShowStorageFailure(message);
            return;
        }
        if (Response.StatusCode == 200)
            Response.StatusCode = status is >= 400 and < 600 ? status : 404;
        (Title, Heading, Message) = Describe(Response.StatusCode);
        if (Response.StatusCode == 404 && Current.SignedIn)
            Message += $" Your current workspace is {Current.Principal.WorkspaceName}.";
    }

    private PageText Describe(int status) =>
        status switch
        {
            400 when FormLimits.Refused(HttpContext) => TooManyFields,
            400 when ReadLostForm() && !Current.SignedIn => SignedOut,
            400 when Form is not null => OpenForTooLong,
            >= 500 => ServerError,
            _ => ByStatus.GetValueOrDefault(status, OtherError),
        };

    // Only what a page of this server sent. Anything else could be another site's form, which no one should be asked to
    // confirm.
    private bool ReadLostForm()
    {
        if (
            !Request.HasFormContentType
            || Request.Form.Files.Count > 0
            || HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not { } original
            || Request.Headers.Origin != $"{Request.Scheme}://{Request.Host}"
        )
            return false;
        Form = new(
            original.OriginalPathBase + original.OriginalPath + original.OriginalQueryString,
            [
                .. Request
                    .Form.Where(field => field.Key != "__RequestVerificationToken")
                    .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))),
            ]
        );
        return true;
    }

    private void ShowStorageFailure(string message)
    {
        var problem = HttpContext.Features.Get<IExceptionHandlerFeature>()!.Error;
        HttpContext.RequestServices.GetRequiredService<StorageErrors>().Log(problem, message);
        (Title, Heading, Message) = (
            "Not available",
            "The server cannot access its storage",
            $"{message} Nothing was changed."
        );
        // The page itself is not swapped in.
        if (IsHtmx)
            Response.Htmx(h => h.WithTrigger("toast", new { text = message, kind = "bad" }));
    }
}
