using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class VaultServices
{
    public static IServiceCollection AddVaults(this IServiceCollection services, IConfiguration configuration) =>
        services
            .Configure<VaultSettings>(configuration.GetSection("Vaults"))
            .AddSingleton<VaultEncryption>()
            .AddSingleton<ServedContentsCache>()
            .AddSingleton<VaultCache>()
            .AddScoped<IMemberRemoval, PersonalVaultRemoval>()
            .AddScoped<IGroupRemoval, VaultGroupRemoval>()
            .AddScoped<VaultStore>()
            .AddScoped<VaultAssignments>()
            .AddScoped<VaultWriter>()
            .AddScoped<VaultQuota>()
            .AddScoped<VaultChange>()
            .AddScoped<VaultHistory>()
            .AddScoped<VaultRecipients>()
            .AddScoped<EffectiveConfiguration>()
            .AddSingleton<VaultAlarmCount>()
            .AddWorker<VaultMonitor>()
            .AddVaultChanges();

    private static IServiceCollection AddVaultChanges(this IServiceCollection services) =>
        services
            .AddScoped<SaveVault>()
            .AddScoped<SetVaultEnabled>()
            .AddScoped<DeleteVaults>()
            .AddScoped<RestoreVault>()
            .AddScoped<DuplicateVault>()
            .AddScoped<RevealVault>()
            .AddScoped<RewrapVaults>()
            .AddScoped<UpgradeVaults>()
            .AddScoped<CheckVaults>();
}
