namespace ClearSettings.Web.Html;

/// <summary>
/// A pro tip, shown after signing in until it is dismissed. The browser keeps which one, so a page without a tip costs
/// nothing.
/// </summary>
/// <param name="Title">What one can do.</param>
/// <param name="Text">How.</param>
public sealed record Tip(string Title, string Text)
{
    public const string Cookie = "clearsettings-tip";

    /// <summary>Another one each day.</summary>
    public static readonly IReadOnlyList<Tip> All =
    [
        new(
            "Share settings with a whole group",
            "Administrator vaults apply to everyone in a group. Agents and SDKs receive them when they log in, so "
                + "nobody has to edit clearml.conf."
        ),
        new(
            "See what clients receive",
            "“View effective configuration” on the Workspaces page shows every value and the vault it comes from."
        ),
        new(
            "Keep a vault disabled while you edit",
            "Clients receive the vault only while it is enabled. Enable it when the configuration is ready."
        ),
        new(
            "Give each agent a service account",
            "A service account has its own credentials and vault, and keeps working when people leave."
        ),
        new(
            "Rotate credentials without downtime",
            "“Rotate” creates new credentials and keeps the old ones for a while, so running tasks can finish."
        ),
        new(
            "Check a configuration in your pipeline",
            "“clearsettings config check clearml.conf” reports errors with line and column, and exits with 1."
        ),
        new(
            "Go back to an earlier version",
            "Every change of a vault is kept in its history. You can compare versions and restore one."
        ),
        new(
            "Copy IDs with one click",
            "The button beside an ID copies all of it, even where the page shows only its beginning."
        ),
    ];

    /// <summary>Has the next pages show the tip of the day.</summary>
    public static void Offer(HttpContext context)
    {
        var days = (
            context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() - DateTimeOffset.UnixEpoch
        ).Days;
        context.Response.Cookies.Append(Cookie, $"{days % All.Count}", BrowserChoice.Options(context));
    }

    /// <summary>The tip that this browser has not dismissed yet.</summary>
    public static Tip? FromRequest(HttpRequest request) =>
        request.Cookies[Cookie] is { } text && int.TryParse(text, out var i) && i >= 0 && i < All.Count ? All[i] : null;

    public static void Dismiss(HttpContext context) =>
        context.Response.Cookies.Delete(Cookie, BrowserChoice.Options(context));
}
