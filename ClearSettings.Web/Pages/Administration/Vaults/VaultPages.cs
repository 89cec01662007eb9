using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.VaultActivity;
using ClearSettings.Web.Pages.Administration.Vaults;

namespace ClearSettings.Web;

internal static class VaultPages
{
    public static IServiceCollection AddVaultPages(this IServiceCollection services) =>
        services
            .AddScoped<VaultList>()
            .AddScoped<VaultEditors>()
            .AddScoped<VaultResponses>()
            .AddScoped<VaultHistoryViews>()
            .AddScoped<EffectiveViews>()
            .AddScoped<VaultLog>()
            .AddApi(VaultsApi.Map)
            .AddApi(VaultLogApi.Map);
}
