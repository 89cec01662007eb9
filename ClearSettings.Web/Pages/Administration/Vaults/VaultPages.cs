using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.Vaults;
using ClearSettings.Web.Pages.Administration.Vaults.Activity;
using ClearSettings.Web.Pages.Administration.Vaults.Editor;
using ClearSettings.Web.Pages.Administration.Vaults.Versions;

namespace ClearSettings.Web;

internal static class VaultPages
{
    public static IServiceCollection AddVaultPages(this IServiceCollection services) =>
        services
            .AddScoped<VaultList>()
            .AddScoped<RecipientForms>()
            .AddScoped<VaultEditors>()
            .AddScoped<OwnedVaults>()
            .AddScoped<VaultResponses>()
            .AddScoped<VaultHistoryViews>()
            .AddScoped<EffectiveViews>()
            .AddScoped<VaultLog>()
            .AddApi(VaultsApi.Map)
            .AddApi(VaultLogApi.Map);
}
