using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.AccessRules;

namespace ClearSettings.Web;

internal static class AccessRulePages
{
    public static IServiceCollection AddAccessRulePages(this IServiceCollection services) =>
        services.AddApi(AccessApi.Map).AddApi(AccessRulesApi.Map).AddApi(AccessRuleHistoryApi.Map);
}
