using ClearSettings.Domain.SystemCredentials;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class SystemCredentialServices
{
    public static IServiceCollection AddSystemCredentials(
        this IServiceCollection services,
        IConfiguration configuration
    ) =>
        services
            .AddSingleton(SystemCredentialList.Read(configuration))
            .AddScoped<SystemCredentialCheck>()
            .AddScoped<CreateUser>()
            .AddScoped<DeleteUser>();
}
