using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class JobServices
{
    // Longer than any quota counts back, and long enough to look into what failed.
    private static readonly TimeSpan FinishedJobRetention = TimeSpan.FromDays(30);

    public static IServiceCollection AddJobs(this IServiceCollection services) =>
        services
            .AddScoped<JobQueue>()
            .AddScoped<JobLeases>()
            .AddScoped<JobBatch>()
            .AddWorker<JobWorker>()
            .AddRecurring<ExpiredRowCleanup>()
            .AddSingleton(
                new ExpiredRows(
                    "jobs",
                    (db, now, cancel) =>
                        db
                            .Jobs.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                            .Where(j => j.EndedAt < now - FinishedJobRetention)
                            .ExecuteDeleteAsync(cancel)
                )
            );

    /// <summary>Registers work that one node at a time repeats. Others can ask for it by its type.</summary>
    internal static IServiceCollection AddRecurring<TJob>(this IServiceCollection services)
        where TJob : RecurringJob =>
        services.AddSingleton<TJob>().AddScoped<IJobHandler>(provider => provider.GetRequiredService<TJob>());
}
