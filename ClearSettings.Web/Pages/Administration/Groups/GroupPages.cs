using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.Groups;

namespace ClearSettings.Web;

internal static class GroupPages
{
    public static IServiceCollection AddGroupPages(this IServiceCollection services) =>
        services.AddScoped<GroupList>().AddScoped<GroupForms>().AddScoped<MemberPickers>().AddApi(GroupsApi.Map);
}
