using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.App;

/// <summary>One page that the program serves.</summary>
/// <param name="Name">Such as /Settings/Profile/Index.</param>
/// <param name="Route">Such as settings/workspaces/{workspace}/name.</param>
public sealed record RazorPage(string Name, string Route, Type Model)
{
    public bool IsAnonymous => Model.IsDefined(typeof(AllowAnonymousAttribute), inherit: true);

    /// <summary>
    /// What the address names beside the workspace: "vaults", "groups", "users", "service-accounts", "credentials", or
    /// "".
    /// </summary>
    public string Kind =>
        Route.Split('/') is var parts && Array.IndexOf(parts, "{id}") is > 0 and var at ? parts[at - 1] : "";

    /// <param name="key">A credential of a service account.</param>
    public string Url(Guid workspace, Guid id, Guid? key = null) =>
        "/"
        + Route
            .Replace("{workspace}", workspace.ToString("N"), StringComparison.Ordinal)
            .Replace("{id}", id.ToString("N"), StringComparison.Ordinal)
            .Replace("{key}", (key ?? id).ToString("N"), StringComparison.Ordinal)
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
                .Select(e => new RazorPage(
                    e.Page!.ViewEnginePath,
                    e.Endpoint.RoutePattern.RawText!,
                    ModelOf(e.Page.ViewEnginePath)
                ))
                .OrderBy(p => p.Name, StringComparer.Ordinal),
        ];

    private static Type ModelOf(string name) =>
        typeof(Web.Program).Assembly.GetType("ClearSettings.Web.Pages" + name.Replace('/', '.'), throwOnError: true)!;
}
