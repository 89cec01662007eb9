using System.Text.RegularExpressions;
using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// Asks for the password before a change when it was confirmed too long ago. The submitted form waits in hidden fields of the question and is
/// sent again with the password, so that nothing has to be typed twice.
/// </summary>
public static partial class RecentAuthentication
{
    /// <summary>Name of the password field; no other form may use it.</summary>
    public const string PasswordField = "__proof";

    private const string Dialog = "dialog-content";
    private const string AntiforgeryField = "__RequestVerificationToken";

    /// <returns>The question, or null when the request may go on.</returns>
    public static async Task<IActionResult?> AskAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
        var typed = form?.ContainsKey(PasswordField) == true;
        Result? outcome = null;
        if (!IsRecent(http) && typed)
            outcome = await ConfirmAsync(http, form![PasswordField]);
        if (IsRecent(http))
        {
            if (typed && IsSwap(http))
                http.Response.Headers["HX-Trigger-After-Swap"] = "closeDialog";
            return null;
        }
        if (form is null)
            return new RedirectResult(
                Links.ConfirmPassword(UrlOf(http), inDialog: InDialogTagHelper.IsAsked(http.Request))
            );
        return Ask(http, form, outcome);
    }

    private static bool IsRecent(HttpContext http)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        return http.RequestServices.GetRequiredService<Current>().ReauthenticatedAt is { } at
            && now - at < Session.ReauthenticationLifetime;
    }

    private static async Task<Result> ConfirmAsync(HttpContext http, string? password)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<PasswordAttemptLimiter>().TryCount(http))
            return await services.GetRequiredService<Reauthenticate>().RunAsync(password);
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = PasswordAttemptLimiter.RetryAfter;
        return Result.Refuse("", "Too many attempts. Wait a minute and try again.");
    }

    private static ViewResult Ask(HttpContext http, IFormCollection form, Result? outcome)
    {
        var fields = form.Where(f => f.Key is not (PasswordField or AntiforgeryField))
            .SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? "")));
        var question = new ConfirmedForm(UrlOf(http), [.. fields], outcome?.Problems[0].Message)
        {
            IsMultipart = http.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase),
            InDialog = IsHtmx(http),
            Target = Target(http),
        };
        // A row or card has no room for the question. The outcome still goes where the change came from.
        if (IsSwap(http))
            (http.Response.Headers["HX-Retarget"], http.Response.Headers["HX-Reswap"]) = ("#" + Dialog, "innerHTML");
        var metadata = http.RequestServices.GetRequiredService<IModelMetadataProvider>();
        return new ViewResult
        {
            ViewName = "/Pages/SignIn/_ReauthenticateAndResume.cshtml",
            StatusCode =
                http.Response.StatusCode == StatusCodes.Status429TooManyRequests
                    ? null
                    : StatusCodes.Status422UnprocessableEntity,
            ViewData = new ViewDataDictionary<ConfirmedForm>(metadata, new ModelStateDictionary()) { Model = question },
        };
    }

    private static bool IsHtmx(HttpContext http) => http.Request.Headers.ContainsKey("HX-Request");

    // By htmx into anything but the dialog.
    private static bool IsSwap(HttpContext http) => IsHtmx(http) && http.Request.Headers["HX-Target"] != Dialog;

    private static string? Target(HttpContext http) =>
        IsHtmx(http) && http.Request.Headers["HX-Target"].ToString() is var id && ElementId().IsMatch(id) ? id : null;

    private static string UrlOf(HttpContext http) =>
        http.Request.PathBase + http.Request.Path + http.Request.QueryString;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]*\z")]
    private static partial Regex ElementId();

    /// <summary>A form that waits until the password is confirmed.</summary>
    /// <param name="Action">Where it was sent.</param>
    /// <param name="Problem">Why the password was refused.</param>
    public sealed record ConfirmedForm(
        string Action,
        IReadOnlyList<KeyValuePair<string, string>> Fields,
        string? Problem
    )
    {
        public bool IsMultipart { get; init; }

        public bool InDialog { get; init; }

        /// <summary>Id of the element that htmx replaces with the outcome; null when the outcome is a page.</summary>
        public string? Target { get; init; }

        /// <summary>Whether that is another element than the dialog.</summary>
        public bool IsSwap => Target is not (null or Dialog);

        // The fields may hold secrets.
        public override string ToString() => $"{nameof(ConfirmedForm)} {Action}";
    }
}
