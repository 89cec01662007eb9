using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Settings.Profile;

namespace ClearSettings.Web;

internal static class ProfilePages
{
    public static IServiceCollection AddProfilePages(this IServiceCollection services) => services.AddApi(UsersApi.Map);
}
