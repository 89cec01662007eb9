using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

public sealed class PermissionRules(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public void Every_page_has_a_permission_or_says_anonymous()
    {
        var pages = RazorPage.Of(app);
        Assert.True(pages.Count >= 13);
        Assert.All(pages, page => Assert.True(page.IsAnonymous ^ page.Model.IsDefined(typeof(NeedsAttribute), inherit: false), $"{page.Name} must have [Needs] or [AllowAnonymous], one of them"));
    }

    [Fact]
    public void The_anonymous_pages_are_these() =>
        Assert.Equal(["/Error", "/Join/Index", "/SetUp/Index", "/Settings/Profile/Theme", "/SignIn/ForgotPassword", "/SignIn/Index", "/SignIn/NoWorkspace", "/SignIn/Out", "/SignIn/ResetPassword", "/SignUp/Confirm", "/SignUp/Index"], RazorPage.Of(app).Where(p => p.IsAnonymous).Select(p => p.Name));

    [Fact]
    public void The_pages_that_want_a_fresh_proof_are_these() =>
        Assert.Equal(["/Settings/Workspaces/Credentials/New", "/Settings/Workspaces/Credentials/Rotate", "/Settings/Workspaces/Vault/Reveal", "/Workspace/ServiceAccounts/Credentials/New", "/Workspace/ServiceAccounts/Credentials/Rotate", "/Workspace/ServiceAccounts/New", "/Workspace/ServiceAccounts/Vault/Reveal", "/Workspace/Users/Offer", "/Workspace/Vaults/Reveal", "/Workspace/Vaults/Secrets"], RazorPage.Of(app).Where(p => p.Model.GetCustomAttributes(typeof(NeedsAttribute), false) is [NeedsAttribute { Recent: true }]).Select(p => p.Name));

    [Fact]
    public void The_anonymous_actions_are_these() =>
        Assert.Equal(["auth.fixed_users_mode", "debug.ping", "login.logout", "login.supported_modes"], ApiActions.Of(app).Where(a => a.Permission is null).Select(a => a.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_other_endpoint_says_anonymous_and_is_one_of_these()
    {
        var others = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is null && e.Metadata.GetMetadata<Web.Api.ApiAction>() is null).ToList();
        Assert.All(others, e => Assert.NotNull(e.Metadata.GetMetadata<IAllowAnonymous>()));
        Assert.Equal(["/", "/favicon.ico", "/robots.txt", "/settings", "/settings/webapp-configuration", "/settings/workspace-configuration"], others.Select(e => e.RoutePattern.RawText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_page_model_is_an_AppPage_and_sealed() =>
        Assert.All(typeof(AppPage).Assembly.GetTypes().Where(t => typeof(PageModel).IsAssignableFrom(t) && !t.IsAbstract), t => Assert.True(typeof(AppPage).IsAssignableFrom(t) && t.IsSealed, t.FullName));

    [Fact]
    public void Every_entry_of_the_sidebar_leads_to_a_page_that_is_there()
    {
        var names = RazorPage.Of(app).Select(p => p.Name).ToHashSet();
        Assert.NotEmpty(Sections.All);
        Assert.All(Sections.All, s => Assert.Contains(s.Page, names));
    }
}
