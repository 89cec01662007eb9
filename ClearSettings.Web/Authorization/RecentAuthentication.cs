using System.Text.RegularExpressions;
using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// Asks for the password, or another <see cref="IdentityProof"/>, before a change when the last one was too long ago.
/// The submitted form waits in <see cref="PendingForms"/>, and is carried out when its id comes back with the proof, so
/// that nothing has to be typed twice.
/// </summary>
public static partial class RecentAuthentication
{
    /// <summary>Name of the password field; no other form may use it.</summary>
    public const string PasswordField = "__proof";

    /// <summary>Name of the field for a code of the authenticator app; no other form may use it.</summary>
    public const string CodeField = "__code";

    /// <summary>Name of the field with the id of a pending form; no other form may use it.</summary>
    public const string PendingField = "__pending";

    private const string Expired =
        "Your changes were kept for a limited time and are gone. Confirm your password, then submit the form again.";
    private const string HasFiles =
        "Files cannot be kept while you confirm your password. Confirm it first, then choose the file again.";
    private const string TooLarge =
        "This form is too large to be kept while you confirm your password. Confirm it first, then submit the "
        + "form again.";

    private const string Dialog = "dialog-content";
    private const string AntiforgeryField = "__RequestVerificationToken";

    private static readonly string[] ProofFields = [PasswordField, CodeField];

    /// <summary>
    /// Replaces the answer to the question by the form that waited for it. Call it before the form is bound.
    /// </summary>
    /// <returns>What to show when that form is gone; otherwise null.</returns>
    public static IActionResult? Resume(HttpContext http)
    {
        if (!http.Request.HasFormContentType || !http.Request.Form.TryGetValue(PendingField, out var id))
            return null;
        if (Forms(http).Find(CurrentOf(http), UrlOf(http), id) is not { } fields)
            return Show(http, new(UrlOf(http), null, new("", Expired)));
        fields[PendingField] = id;
        foreach (var name in ProofFields)
            fields[name] = http.Request.Form[name];
        http.Request.Form = new FormCollection(fields);
        return null;
    }

    /// <returns>The question, or null when the request may go on.</returns>
    public static async Task<IActionResult?> AskAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
        var typed = form is not null && ProofFields.Any(form.ContainsKey);
        Result? outcome = null;
        if (!IsRecent(http) && typed)
            outcome = await ConfirmAsync(http, ReadProof(form![PasswordField], form[CodeField]));
        if (IsRecent(http))
        {
            // Of two answers at once, one is carried out.
            if (form?[PendingField].ToString() is { Length: > 0 } id && !Forms(http).TryRemove(id))
                return Show(http, new(UrlOf(http), null, new("", Expired)));
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
        return CurrentOf(http).ReauthenticatedAt is { } at && now - at < Session.ReauthenticationLifetime;
    }

    private static Current CurrentOf(HttpContext http) => http.RequestServices.GetRequiredService<Current>();

    private static PendingForms Forms(HttpContext http) => http.RequestServices.GetRequiredService<PendingForms>();

    /// <summary>The proof in a form: the password, unless something else was entered.</summary>
    public static IdentityProof ReadProof(string? password, string? code) =>
        string.IsNullOrWhiteSpace(code)
            ? new() { Password = password }
            : new() { SecondFactor = new() { Code = code } };

    private static async Task<Result> ConfirmAsync(HttpContext http, IdentityProof proof)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<PasswordAttemptLimiter>().TryCount(http))
            return await services.GetRequiredService<Reauthenticate>().RunAsync(proof);
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = PasswordAttemptLimiter.RetryAfter;
        return Result.Refuse("", "Too many attempts. Wait a minute and try again.");
    }

    private static ViewResult Ask(HttpContext http, IFormCollection form, Result? outcome)
    {
        if (form.Files.Any(f => f.Length > 0))
            return Show(http, new(UrlOf(http), null, new("", HasFiles)));
        var fields = form.Where(f => f.Key != AntiforgeryField && !ProofFields.Contains(f.Key));
        var id = form.TryGetValue(PendingField, out var kept)
            ? kept.ToString()
            : Forms(http).Add(CurrentOf(http), UrlOf(http), fields);
        return Show(http, new(UrlOf(http), id, id is null ? new("", TooLarge) : outcome?.Problems[0]));
    }

    private static ViewResult Show(HttpContext http, ConfirmedForm question)
    {
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
            ViewData = new ViewDataDictionary<ConfirmedForm>(metadata, new ModelStateDictionary())
            {
                Model = question with { InDialog = IsHtmx(http), Target = Target(http) },
            },
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
    /// <param name="PendingId">Of the form in <see cref="PendingForms"/>; null when it is not kept.</param>
    /// <param name="Problem">Why the password or code was refused, or the form is not kept.</param>
    public sealed record ConfirmedForm(string Action, string? PendingId, Problem? Problem)
    {
        /// <summary>What is wrong with the code; null when it is something else.</summary>
        public string? CodeProblem => Problem is { Field: nameof(SecondFactorAnswer.Code) } p ? p.Message : null;

        public string? PasswordProblem => CodeProblem is null ? Problem?.Message : null;

        public bool InDialog { get; init; }

        /// <summary>Id of the element that htmx replaces with the outcome; null when the outcome is a page.</summary>
        public string? Target { get; init; }

        /// <summary>Whether that is another element than the dialog.</summary>
        public bool IsSwap => Target is not (null or Dialog);
    }
}
