using ClearSettings.Domain.ApiTokens;
using Microsoft.EntityFrameworkCore;
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
            .AddScoped<RevokeToken>()
            .AddSingleton(
                new ExpiredRows(
                    "revoked tokens",
                    (db, now, cancel) => db.RevokedTokens.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancel)
                )
            );
}
