using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authentication;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// The permission that a page demands, and the one to change anything. Runs after the antiforgery check and before binding. With
/// <see cref="Recent"/> the person proves who they are when the last proof is older than 10 minutes, and goes straight on.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(Permission view, Permission toChange) : Attribute, IAsyncResourceFilter
{
    /// <summary>Name of the password field of the proof; no other form may use it.</summary>
    public const string ProofField = "__proof";

    public NeedsAttribute(Permission permission) : this(permission, permission) { }

    public Permission View { get; } = view;

    public Permission ToChange { get; } = toChange;

    public bool Recent { get; init; }

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var current = http.RequestServices.GetRequiredService<Current>();
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        if (!current.SignedIn && current.PersonId is not null) GoToNoWorkspace(context);
        else if (!current.SignedIn) await http.ChallengeAsync(SessionCookie.Scheme);
        else if (!current.Can(changes ? ToChange : View)) http.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (Recent && await AskForProofAsync(http, current) is { } question) context.Result = question;
        else
        {
            await next();
            return;
        }
        context.Result ??= new EmptyResult();
    }

    // Somebody who was removed from their last workspace; signing in again would change nothing.
    private static void GoToNoWorkspace(ResourceExecutingContext context)
    {
        const string page = "/no-workspace";
        if (context.HttpContext.Request.Headers.ContainsKey("HX-Request")) context.HttpContext.Response.Headers["HX-Redirect"] = page;
        else context.Result = new LocalRedirectResult(page);
    }

    private static async Task<IActionResult?> AskForProofAsync(HttpContext http, Current current)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
        Result? outcome = null;
        if (form is not null && form.ContainsKey(ProofField)) outcome = await http.RequestServices.GetRequiredService<ProveAgain>().RunAsync(form[ProofField]);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        if (current.ProvedAt is { } proved && now - proved < Session.ProofLasts) return null;
        if (form is null) return new RedirectResult("/sign-in/prove?returnUrl=" + Uri.EscapeDataString(http.Request.PathBase + http.Request.Path + http.Request.QueryString));
        return Repeat(http, form, outcome);
    }

    // What was sent goes along in hidden fields, so that nothing has to be typed twice.
    private static ViewResult Repeat(HttpContext http, IFormCollection form, Result? outcome)
    {
        var fields = form.Where(f => f.Key != ProofField && f.Key != "__RequestVerificationToken").SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? ""))).ToList();
        var provider = http.RequestServices.GetRequiredService<IModelMetadataProvider>();
        return new ViewResult
        {
            ViewName = "/Pages/SignIn/_ProveAndRepeat.cshtml",
            StatusCode = StatusCodes.Status422UnprocessableEntity,
            ViewData = new ViewDataDictionary<ProveAndRepeat>(provider, new ModelStateDictionary())
            {
                Model = new(http.Request.Path + http.Request.QueryString, fields, outcome?.Problems.Select(p => p.Sentence).FirstOrDefault()),
            },
        };
    }
}

/// <summary>A form that waits for a proof.</summary>
/// <param name="Action">Where it was going.</param>
public sealed record ProveAndRepeat(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields, string? Problem);
