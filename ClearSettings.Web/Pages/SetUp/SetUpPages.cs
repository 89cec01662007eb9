using ClearSettings.Web.Pages.SetUp;

namespace ClearSettings.Web;

internal static class SetUpPages
{
    public static IServiceCollection AddSetUpPages(this IServiceCollection services) =>
        services.AddScoped<ServerCheck>();
}
