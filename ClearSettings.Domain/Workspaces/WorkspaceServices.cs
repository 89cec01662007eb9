using ClearSettings.Domain.Email;
using ClearSettings.Domain.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class WorkspaceServices
{
    public static IServiceCollection AddWorkspaces(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(Hosting.Parse(configuration["Server:Mode"]))
            .AddSingleton<JoinedWorkspaces>()
            .AddScoped<IMailServerReplacement, MailServerChangeEmails>()
            .AddScoped<CreateWorkspace>()
            .AddScoped<PersonalWorkspace>()
            .AddScoped<SwitchWorkspace>()
            .AddScoped<RenameWorkspace>()
            .AddScoped<RequireTwoFactor>()
            .AddScoped<SetUpServer>();
}
