using ClearSettings.Domain.ApiTokens;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class ApiTokenServices
{
    public static IServiceCollection AddApiTokens(this IServiceCollection services, IConfiguration configuration) =>
        services
            .Configure<TokenSettings>(configuration.GetSection("Tokens"))
            .AddSingleton<SigningKeys>()
            .AddSingleton<ApiTokenIssuer>()
            .AddScoped<RevokeToken>();
}
