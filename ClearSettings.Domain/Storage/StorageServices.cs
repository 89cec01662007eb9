using ClearSettings.Domain.Storage;
using ClearSettings.Domain.Storage.Cleanup;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services) =>
        services
            .AddSingleton<StorageEncryption>()
            .AddScoped<StorageRows>()
            .AddScoped<EditStorage>()
            .AddScoped<TestStorage>()
            .AddScoped<StorageCleanup>();
}
