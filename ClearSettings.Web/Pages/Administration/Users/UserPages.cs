using ClearSettings.Web.Api;
using ClearSettings.Web.Pages.Administration.Users;

namespace ClearSettings.Web;

internal static class UserPages
{
    public static IServiceCollection AddUserPages(this IServiceCollection services) =>
        services
            .AddScoped<PersonList>()
            .AddScoped<PersonGroups>()
            .AddScoped<GroupPickers>()
            .AddApi(UsersApi.Map)
            .AddApi(MembersApi.Map)
            .AddApi(AllowListApi.Map);
}
