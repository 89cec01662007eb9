using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.AccessRules;
using ClearSettings.Web.Pages.Administration.AccessRules.Editor;
using ClearSettings.Web.Pages.Administration.AccessRules.History;

namespace ClearSettings.Web;

internal static class AccessRulePages
{
    public static IServiceCollection AddAccessRulePages(this IServiceCollection services) =>
        services
            .AddScoped<RuleAssigneeChoices>()
            .AddScoped<RulePickers>()
            .AddScoped<RuleForms>()
            .AddScoped<RuleDifferences>()
            .AddApi(AccessApi.Map)
            .AddApi(AccessRulesApi.Map)
            .AddApi(AccessRuleHistoryApi.Map);
}
