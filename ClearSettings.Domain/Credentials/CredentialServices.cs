using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Members;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class CredentialServices
{
    public static IServiceCollection AddCredentials(this IServiceCollection services, IConfiguration configuration) =>
        services
            .Configure<CredentialSettings>(configuration.GetSection("Credentials"))
            .AddScoped<IMemberRemoval, CredentialRemoval>()
            .AddScoped<IAccountTakeover, CredentialTakeover>()
            .AddScoped<CredentialOwner>()
            .AddScoped<CreateCredential>()
            .AddScoped<RotateCredential>()
            .AddScoped<RelabelCredential>()
            .AddScoped<RevokeCredential>()
            .AddWorker<CredentialUsageRecorder>()
            .AddRecurring<CredentialExpiryReminder>();
}
