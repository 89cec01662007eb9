using ClearSettings.Web.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.App;

/// <summary>The actions that the program maps, as it tells them itself.</summary>
public static class ApiActions
{
    public static IReadOnlyList<ApiAction> All(TestApp app) =>
        [
            .. app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.Select(e => e.Metadata.GetMetadata<ApiAction>())
                .OfType<ApiAction>()
                .Where(a => a.Name.Contains('.')),
        ];
}
