using ClearSettings.Domain.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class ResourceServices
{
    public static IServiceCollection AddResources(this IServiceCollection services) =>
        services
            .AddSingleton<CatalogVersions>()
            .AddScoped<ResourceList>()
            .AddScoped<UpsertResources>()
            .AddScoped<DeleteResources>();
}
