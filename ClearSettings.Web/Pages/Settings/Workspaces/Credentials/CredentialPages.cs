using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

namespace ClearSettings.Web;

internal static class CredentialPages
{
    public static IServiceCollection AddCredentialPages(this IServiceCollection services) =>
        services.AddScoped<CredentialList>().AddScoped<RecentUse>().AddApi(CredentialsApi.Map);
}
