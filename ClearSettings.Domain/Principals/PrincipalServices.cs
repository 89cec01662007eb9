using ClearSettings.Domain.Principals;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class PrincipalServices
{
    public static IServiceCollection AddPrincipals(this IServiceCollection services) =>
        services.AddSingleton<WorkspaceVersions>().AddSingleton<PrincipalCache>();
}
