using ClearSettings.Domain.Billing;
using ClearSettings.Domain.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class BillingServices
{
    public static IServiceCollection AddBilling(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(provider => new Plans(
            new Dictionary<string, Plan>(
                configuration.GetSection("Plans").Get<Dictionary<string, Plan>>() ?? [],
                StringComparer.OrdinalIgnoreCase
            ),
            provider.GetRequiredService<Hosting>()
        ));
}
