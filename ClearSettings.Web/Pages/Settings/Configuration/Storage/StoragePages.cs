using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Settings.Configuration.Storage;

namespace ClearSettings.Web;

internal static class StoragePages
{
    public static IServiceCollection AddStoragePages(this IServiceCollection services) =>
        services.AddApi(StorageApi.Map);
}
