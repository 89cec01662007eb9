using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

public sealed class PermissionRules(SqliteApp app) : IClassFixture<SqliteApp>
{
    /// <summary>Pages with a form that never ask for the password again, and why.</summary>
    private static readonly Dictionary<string, string> WithoutRecentAuthentication = new()
    {
        ["/Join/Index"] =
            "The link, and a new password or the session, let somebody join; no existing account or secret is reached.",
        ["/SetUp/Index"] = "Nobody has an account yet; the token of the console decides.",
        ["/SignIn/ForgotPassword"] = "Nobody is signed in; the link goes to the address of the account.",
        ["/SignIn/Index"] = "Asks for the password itself.",
        ["/SignIn/NoWorkspace"] = "Accepts or declines an invitation to the own account.",
        ["/SignIn/Out"] = "Ends the session.",
        ["/SignIn/ConfirmPassword"] = "Asks for the password itself.",
        ["/SignIn/Recover"] = "Nobody is signed in; the link decides.",
        ["/SignIn/ResetPassword"] = "Nobody is signed in; the link decides.",
        ["/SignIn/SecondStep"] = "Asks for the second factor itself.",
        ["/SignUp/Confirm"] = "Asks for the password itself.",
        ["/SignUp/Index"] = "Nobody has an account yet.",
        ["/Settings/Configuration/DismissTip"] = "Only hides tips.",
        ["/Settings/Configuration/Index"] = "Only how pages look.",
        ["/Settings/Notifications/Index"] = "Only chooses which emails come.",
        ["/Settings/Notifications/Invitation"] = "Accepts or declines an invitation to the own account.",
        ["/Settings/Profile/Index"] = "Only the own name.",
        ["/Settings/Profile/Theme"] = "Only colors.",
        ["/Settings/Security/Index"] = "Only ends sessions.",
        ["/Settings/Security/Password"] = "Asks for the current password itself.",
        ["/Settings/Workspaces/Effective"] = "Shows a merge and saves nothing.",
        ["/Settings/Workspaces/Leave"] = "Only gives up access.",
        ["/Settings/Workspaces/Rename"] = "Only the name of the workspace.",
        ["/Settings/Workspaces/Switch"] = "Only chooses which workspace is shown first.",
    };

    /// <summary>Pages some of whose forms do not ask, and which.</summary>
    private static readonly Dictionary<string, string> HarmlessPosts = new()
    {
        ["/Settings/Notifications/Ownership"] = "Declining.",
        ["/Settings/Configuration/Storage/Index"] = "All: it shows what the person's rows sign and saves nothing.",
        ["/Settings/Configuration/Storage/Remove"] = "All: it takes access away.",
        ["/Settings/Profile/Impersonation"] = "Opting out.",
        ["/Settings/Workspaces/Credentials/Revoke"] =
            "All: it takes access away, and a leaked secret key must go quickly.",
        ["/Settings/Workspaces/Credentials/Revoke of a service account"] = "None.",
        ["/Administration/Vaults/Editor/Edit of one's own"] = "Checks of what was typed.",
        ["/Administration/AccessRules/Editor/Edit"] = "Searches and previews.",
        ["/Administration/AccessRules/Editor/New"] = "Searches and previews.",
        ["/Administration/AccessRules/History/Import"] = "The check.",
        ["/Administration/Groups/Edit"] = "The search for members.",
        ["/Administration/Groups/New"] = "The search for members.",
        ["/Administration/Resources/Import"] = "The check.",
        ["/Administration/Vaults/Editor/Edit of a service account"] = "Checks of what was typed.",
        ["/Administration/Users/Invitations/Invite"] = "Checks of the addresses.",
        ["/Administration/Vaults/Editor/Edit"] = "Checks of what was typed.",
        ["/Administration/Vaults/Effective"] = "All: it shows a merge and saves nothing.",
        ["/Administration/Vaults/Editor/New"] = "Checks of what was typed.",
    };

    [Fact]
    public void Every_page_has_a_permission_or_says_anonymous()
    {
        var pages = RazorPage.All(app);
        Assert.True(pages.Count >= 13);
        Assert.All(
            pages,
            page =>
                Assert.True(
                    page.IsAnonymous ^ page.Model.IsDefined(typeof(NeedsAttribute), inherit: false),
                    $"{page.Name} must have [Needs] or [AllowAnonymous], one of them"
                )
        );
    }

    [Fact]
    public void The_anonymous_pages_are_these() =>
        Assert.Equal(
            [
                "/Error",
                "/Join/Index",
                "/SetUp/Index",
                "/Settings/Profile/Theme",
                "/SignIn/ForgotPassword",
                "/SignIn/Index",
                "/SignIn/NoWorkspace",
                "/SignIn/Out",
                "/SignIn/Recover",
                "/SignIn/ResetPassword",
                "/SignIn/SecondStep",
                "/SignUp/Confirm",
                "/SignUp/Index",
            ],
            RazorPage.All(app).Where(p => p.IsAnonymous).Select(p => p.Name)
        );

    [Fact]
    public void These_pages_require_recent_authentication() =>
        Assert.Equal(
            [
                "/Administration/ServiceAccounts/New",
                "/Administration/Users/Ownership/Transfer",
                "/Administration/Vaults/Editor/Reveal",
                "/Administration/Vaults/Editor/Reveal of a service account",
                "/Administration/Vaults/Editor/Reveal of one's own",
                "/Administration/Vaults/Secrets",
                "/Settings/Configuration/Storage/Reveal",
                "/Settings/Security/DisableTwoFactor",
                "/Settings/Security/RecoveryCodes",
                "/Settings/Security/SetUpTwoFactor",
                "/Settings/Workspaces/Credentials/New",
                "/Settings/Workspaces/Credentials/New of a service account",
                "/Settings/Workspaces/Credentials/Rotate",
                "/Settings/Workspaces/Credentials/Rotate of a service account",
            ],
            RazorPage.All(app).Where(p => p.Needs is { RequireRecentAuthentication: true }).Select(p => p.Name)
        );

    [Fact]
    public void Every_page_that_changes_something_requires_recent_authentication_or_says_here_why_not()
    {
        var pages = RazorPage
            .All(app)
            .Where(p => p.Model.GetMethods().Any(m => m.Name.StartsWith("OnPost", StringComparison.Ordinal)))
            .ToList();
        var without = pages.Where(p => !p.RequiresRecentAuthenticationToChange).Select(p => p.Name);
        Assert.Equal(WithoutRecentAuthentication.Keys.Order(StringComparer.Ordinal), without);
        var harmless = pages
            .Where(p => p.Model.GetMethod(nameof(AppPage.IsHarmless))!.DeclaringType == p.Model)
            .Select(p => p.Name);
        Assert.Equal(HarmlessPosts.Keys.Order(StringComparer.Ordinal), harmless);
    }

    [Fact]
    public void The_anonymous_actions_are_these() =>
        Assert.Equal(
            ["auth.fixed_users_mode", "debug.ping", "login.logout", "login.supported_modes"],
            ApiActions.All(app).Where(a => a.Permission is null).Select(a => a.Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_other_endpoint_says_anonymous_and_is_one_of_these()
    {
        var others = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e =>
                e.Metadata.GetMetadata<PageActionDescriptor>() is null
                && e.Metadata.GetMetadata<Web.Api.ApiAction>() is null
            )
            .ToList();
        Assert.All(others, e => Assert.NotNull(e.Metadata.GetMetadata<IAllowAnonymous>()));
        Assert.Equal(
            [
                "/",
                "/favicon.ico",
                "/robots.txt",
                "/settings",
                "/settings/webapp-configuration",
                "/settings/workspace-configuration",
                "workspaces/{workspace}/mail/{**rest}",
            ],
            others.Select(e => e.RoutePattern.RawText).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_page_model_is_an_AppPage_and_sealed() =>
        Assert.All(
            typeof(AppPage).Assembly.GetTypes().Where(t => typeof(PageModel).IsAssignableFrom(t) && !t.IsAbstract),
            t => Assert.True(typeof(AppPage).IsAssignableFrom(t) && t.IsSealed, t.FullName)
        );

    [Fact]
    public void Every_entry_of_the_sidebar_leads_to_a_page_that_is_there()
    {
        var names = RazorPage.All(app).Select(p => p.Name).ToHashSet();
        Assert.NotEmpty(Sections.All);
        Assert.All(Sections.All, s => Assert.Contains(s.Page, names));
    }
}
