using ClearSettings.Web.Pages.Administration.Email;

namespace ClearSettings.Web;

internal static class EmailPages
{
    public static IServiceCollection AddEmailPages(this IServiceCollection services) =>
        services.AddScoped<OutboxList>();
}
