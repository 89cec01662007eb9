using System.Text.Json;
using ClearSettings.Domain;
using Htmx;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClearSettings.Web.Html;

/// <summary>What every page can do.</summary>
public abstract class AppPage : PageModel
{
    public Current Current => HttpContext.RequestServices.GetRequiredService<Current>();

    public bool IsHtmx => Request.IsHtmx();

    /// <summary>
    /// The page before left a word. Reading it deletes its cookie, so it is read only where there is one.
    /// </summary>
    public bool HasFlash => Request.Cookies.ContainsKey(PageSetup.FlashCookie);

    /// <summary>
    /// Whether this post needs no recent authentication although the permission of the page asks for it: it changes
    /// nothing, such as a preview, or only takes access away. Runs after binding, so it sees the very values that the
    /// handler gets.
    /// </summary>
    public virtual bool IsHarmless(PageHandlerExecutingContext post) => false;

    /// <summary>Without this a page would be shown with nothing loaded.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is null)
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    /// <summary>The same form again with the reasons: 422, which htmx swaps.</summary>
    protected IActionResult Refused(Result result)
    {
        foreach (var problem in result.Problems)
            ModelState.AddModelError(problem.Field, problem.Message);
        Response.StatusCode = result.Refusal switch
        {
            Refusal.NotFound => 404,
            Refusal.Conflict => 409,
            _ => 422,
        };
        return Page();
    }

    /// <summary>Done: the next page says so after a redirect; with htmx the whole page is asked for again.</summary>
    protected IActionResult DoneAt(string url, string message) => GoTo(url, new(message, FlashSeverity.Success));

    /// <summary>Nothing had to be done, such as a removal of what is gone already; the next page says so.</summary>
    protected IActionResult UnchangedAt(string url, string message) => GoTo(url, new(message, FlashSeverity.Info));

    /// <summary>Refused; the next page says why. For a form that has no page of its own to come back to.</summary>
    protected IActionResult RefusedAt(string url, Result refused) =>
        GoTo(url, new(string.Join(' ', refused.Problems.Select(p => p.Message)), FlashSeverity.Error));

    /// <summary>
    /// A return URL from a query or form if it leads to this server, else the fallback. Headers take ASCII only, so an
    /// address with other characters counts as none.
    /// </summary>
    protected string ReturnTo(string? url, string fallback) =>
        Url.IsLocalUrl(url) && url.All(c => c is > ' ' and <= '~') ? url : fallback;

    /// <summary>
    /// The list as the person left it, with its search, filters, order and page, or the list itself if they came from
    /// elsewhere.
    /// </summary>
    /// <param name="list">URL of the list.</param>
    public string BackTo(string list) => ListReturn.Find(Request, list);

    /// <summary>Tells a screen reader the outcome of a swap.</summary>
    protected void Announce(string message) => Trigger("announce", message);

    protected void Trigger(string name, object detail) =>
        Response.Headers.Append(
            "HX-Trigger",
            JsonSerializer.Serialize(new Dictionary<string, object> { [name] = detail })
        );

    private IActionResult GoTo(string url, Flash flash)
    {
        flash.Save(TempData);
        if (!IsHtmx)
            return LocalRedirect(url);
        Response.Htmx(headers => headers.Redirect(url));
        return new EmptyResult();
    }
}
