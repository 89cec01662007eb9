using ClearSettings.Domain.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class SecretServices
{
    public static IServiceCollection AddSecrets(
        this IServiceCollection services,
        IConfiguration configuration,
        string dataFolder
    )
    {
        services.AddSingleton(new MasterKeyLocation(dataFolder, configuration["Secrets:MasterKey"]));
        services.AddSingleton(MasterKey.Load(dataFolder, configuration["Secrets:MasterKey"]));
        services.AddScoped<KeyRingCheck>().AddScoped<IUpgradeCheck, MissingKeyCheck>();
        services
            .AddDataProtection()
            .SetApplicationName("ClearSettings")
            .PersistKeysToDbContext<ClearSettingsDb>()
            .UseCryptographicAlgorithms(
                new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM }
            );
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<MasterKey>((options, key) => options.XmlEncryptor = new KeyRingEncryptor(key));
        return services;
    }
}
