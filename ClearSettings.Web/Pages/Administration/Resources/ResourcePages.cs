using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.Resources;

namespace ClearSettings.Web;

internal static class ResourcePages
{
    public static IServiceCollection AddResourcePages(this IServiceCollection services) =>
        services.AddApi(ResourcesApi.Map);
}
