using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.SetUp;

/// <summary>
/// Makes the owner of an empty server. The printed link brings the token, which moves into a cookie immediately so that
/// it stays in no address bar or history.
/// </summary>
[AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class Index(SetUpServer setUp, BrowserSignIn signIn, ServerCheck check, PublicUrls addresses) : AppPage
{
    private const string TokenCookie = "clearsettings-set-up";

    public OwnerInput Input { get; private set; } = new();

    public bool HasToken { get; private set; }

    public string? Problem =>
        ModelState.TryGetValue("", out var entry) ? entry.Errors.FirstOrDefault()?.ErrorMessage : null;

    public IReadOnlyList<ServerCheckResult> Checks { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        if (!await setUp.IsOpenAsync())
            return NotFound();
        if (token is not null)
        {
            Response.Cookies.Append(
                TokenCookie,
                token.Length > 100 ? "" : token,
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Strict,
                    Secure = addresses.IsHttps(Request),
                    MaxAge = SetUpToken.Lifetime,
                    Path = Links.SetUp,
                }
            );
            return LocalRedirect(Links.SetUp);
        }
        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync(OwnerInput input, string? setUpToken)
    {
        if (!await setUp.IsOpenAsync())
            return NotFound();
        Input = input with { Password = null };
        var made = await setUp.RunAsync(input, setUpToken ?? Request.Cookies[TokenCookie]);
        if (!made.Ok)
        {
            await ShowAsync();
            return Refused(made);
        }
        Response.Cookies.Delete(TokenCookie, new CookieOptions { Path = Links.SetUp });
        if (!await signIn.RunAsync(HttpContext, made.Value, SignInMethod.Password))
            return LocalRedirect(Links.SecondStep(Links.Workspaces));
        return DoneAt(Links.Workspaces, "Your server is ready. Create credentials to connect the first client.");
    }

    private async Task<IActionResult> ShowAsync()
    {
        HasToken = await setUp.IsGoodAsync(Request.Cookies[TokenCookie]);
        if (!HasToken && Request.Cookies.ContainsKey(TokenCookie) && !HttpMethods.IsPost(Request.Method))
            ModelState.AddModelError(
                "",
                "This link was already used or has expired. Restart the server to get a new one."
            );
        Checks = await check.RunAsync(Request);
        return Page();
    }
}
