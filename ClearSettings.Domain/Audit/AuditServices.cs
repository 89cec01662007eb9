using ClearSettings.Domain.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services.AddScoped<AuditLog>().AddScoped<AuditChain>().AddWorker<AuditChainMonitor>();
}
