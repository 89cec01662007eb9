using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Settings.Workspaces;

namespace ClearSettings.Web;

internal static class WorkspacePages
{
    public static IServiceCollection AddWorkspacePages(this IServiceCollection services) =>
        services
            .AddScoped<JoinedTeams>()
            .AddScoped<WorkspaceCards>()
            .AddScoped<PersonalVaults>()
            .AddApi(OrganizationApi.Map);
}
