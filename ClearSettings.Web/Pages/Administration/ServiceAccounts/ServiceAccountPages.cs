using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.ServiceAccounts;

namespace ClearSettings.Web;

internal static class ServiceAccountPages
{
    public static IServiceCollection AddServiceAccountPages(this IServiceCollection services) =>
        services.AddScoped<AccountList>().AddScoped<AccountDetails>().AddApi(ServiceAccountsApi.Map);
}
