using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class ServiceAccountServices
{
    public static IServiceCollection AddServiceAccounts(
        this IServiceCollection services,
        IConfiguration configuration
    ) =>
        services
            .Configure<ServiceAccountSettings>(configuration.GetSection("ServiceAccounts"))
            .AddScoped<IAccountKind, ServiceAccountKind>()
            .AddSingleton<ImpersonationLog>()
            .AddSingleton<ImpersonationHistory>()
            .AddScoped<ServiceAccountGroups>()
            .AddScoped<CreateServiceAccount>()
            .AddScoped<ChangeServiceAccount>()
            .AddScoped<DeleteServiceAccount>();
}
