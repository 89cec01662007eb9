using ClearSettings.Domain.Outbound;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class OutboundServices
{
    public static IServiceCollection AddOutbound(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<OutboundSettings>(configuration.GetSection("Outbound")).AddSingleton<OutboundClient>();
}
