using ClearSettings.Domain.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services) =>
        services.AddScoped<JobQueue>().AddScoped<JobBatch>().AddWorker<JobWorker>();

    /// <summary>Registers work that one node at a time repeats. Others can ask for it by its type.</summary>
    internal static IServiceCollection AddRecurring<TJob>(this IServiceCollection services)
        where TJob : RecurringJob =>
        services.AddSingleton<TJob>().AddScoped<IJobHandler>(provider => provider.GetRequiredService<TJob>());
}
