using System.Reflection;
using ClearSettings.Web.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.App;

/// <summary>One page that the program serves, at one of its addresses.</summary>
/// <param name="Name">Such as /Settings/Profile/Index; with the owner where the page is also at other
/// addresses.</param>
/// <param name="Route">Such as settings/workspaces/{workspace}/name.</param>
/// <param name="Address">What the address demands instead of the page; null at the page's own.</param>
public sealed record RazorPage(string Name, string Route, Type Model, AddressPermission? Address = null)
{
    private const string Account = "{account}";

    public NeedsAttribute? Needs => Model.GetCustomAttribute<NeedsAttribute>();

    public bool RequiresRecentAuthenticationToChange => Needs?.RequiresRecentAuthenticationToChange(Address) == true;

    public bool IsAnonymous => Model.IsDefined(typeof(AllowAnonymousAttribute), inherit: true);

    /// <summary>
    /// What the address names beside the workspace: "vaults", "groups", "users", "service-accounts", "credentials", or
    /// "".
    /// </summary>
    public string Kind =>
        Route.Split('/') is var parts
        && Array.FindIndex(parts, p => p == (IsOfAccount ? Account : "{id}")) is > 0 and var at
            ? parts[at - 1]
            : "";

    private bool IsOfAccount => Route.Contains(Account, StringComparison.Ordinal);

    /// <param name="id">Of what <see cref="Kind"/> says.</param>
    /// <param name="key">A key pair of a service account.</param>
    public string Url(Guid workspace, Guid id, Guid? key = null) =>
        "/"
        + Route
            .Replace("{workspace}", workspace.ToString("N"), StringComparison.Ordinal)
            .Replace(Account, id.ToString("N"), StringComparison.Ordinal)
            .Replace("{id}", (IsOfAccount ? key ?? id : id).ToString("N"), StringComparison.Ordinal)
            .Replace("{status:int}", "404", StringComparison.Ordinal)
            .Replace("{number:int}", "1", StringComparison.Ordinal)
            .Replace("/{token?}", "", StringComparison.Ordinal);

    public static IReadOnlyList<RazorPage> All(TestApp app) =>
        [
            .. app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Select(e => (Endpoint: e, Page: e.Metadata.GetMetadata<PageActionDescriptor>()))
                .Where(e => e.Page is not null)
                .Select(e =>
                    Create(
                        e.Page!.ViewEnginePath,
                        e.Endpoint.RoutePattern.RawText!.Replace(":id}", "}", StringComparison.Ordinal),
                        e.Endpoint.Metadata.GetMetadata<AddressPermission>()
                    )
                )
                .OrderBy(p => p.Name, StringComparer.Ordinal),
        ];

    private static RazorPage Create(string page, string route, AddressPermission? address)
    {
        var owner =
            address is null ? ""
            : route.Contains(Account, StringComparison.Ordinal) ? " of a service account"
            : " of one's own";
        return new(page + owner, route, ModelOf(page), address);
    }

    private static Type ModelOf(string name) =>
        typeof(Web.Program).Assembly.GetType("ClearSettings.Web.Pages" + name.Replace('/', '.'), throwOnError: true)!;
}
