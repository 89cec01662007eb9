using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class GroupServices
{
    public static IServiceCollection AddGroups(this IServiceCollection services, IConfiguration configuration) =>
        services
            .Configure<GroupSettings>(configuration.GetSection("Groups"))
            .AddSingleton<GroupCache>()
            .AddScoped<IMemberRemoval, GroupMembershipRemoval>()
            .AddScoped<IWorkspaceCreation, BuiltInGroupCreation>()
            .AddScoped<GroupDetails>()
            .AddScoped<GroupNames>()
            .AddScoped<GroupMembers>()
            .AddScoped<InvitedGroups>()
            .AddScoped<CreateGroup>()
            .AddScoped<ChangeGroup>()
            .AddScoped<DeleteGroups>()
            .AddScoped<AddToGroups>()
            .AddScoped<SetMemberGroups>();
}
