using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

public static class DomainServices
{
    /// <summary>Registers the database and every noun. What a noun consists of is registered in its folder.</summary>
    /// <param name="configuration">Checked before; every value is one that can be bound.</param>
    /// <param name="dataFolder">Absolute; holds the SQLite file and the master key.</param>
    public static IServiceCollection AddDomain(
        this IServiceCollection services,
        IConfiguration configuration,
        string dataFolder
    ) =>
        services
            .AddSecrets(configuration, dataFolder)
            .AddKernel(configuration, dataFolder)
            .AddAudit()
            .AddJobs()
            .AddEmail(configuration)
            .AddOutbound(configuration)
            .AddBilling(configuration)
            .AddUsers(configuration)
            .AddWorkspaces(configuration)
            .AddMembers(configuration)
            .AddGroups(configuration)
            .AddPrincipals()
            .AddCredentials(configuration)
            .AddApiTokens(configuration)
            .AddServiceAccounts(configuration)
            .AddSystemCredentials(configuration)
            .AddVaults(configuration)
            .AddResources()
            .AddAccessRules()
            .AddStorage();

    /// <summary>Registers a worker that starts with the server. Others can ask for it by its type.</summary>
    internal static IServiceCollection AddWorker<TWorker>(this IServiceCollection services)
        where TWorker : PeriodicJob =>
        services.AddSingleton<TWorker>().AddHostedService(provider => provider.GetRequiredService<TWorker>());

    private static IServiceCollection AddKernel(
        this IServiceCollection services,
        IConfiguration configuration,
        string dataFolder
    )
    {
        services.Configure<DatabaseSettings>(configuration.GetSection("Database"));
        AddDatabase(services, configuration.GetSection("Database").Get<DatabaseSettings>() ?? new(), dataFolder);
        return services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<LogThrottle>()
            .AddScoped<Current>()
            .AddScoped<ChangeLock>()
            .AddScoped<Change>()
            .AddScoped<DatabaseUpgrade>()
            .AddScoped<UpgradeLock>();
    }

    private static void AddDatabase(IServiceCollection services, DatabaseSettings settings, string dataFolder)
    {
        services.AddSingleton(new SqliteWriteLock(oneAtATime: !settings.IsPostgres));
        if (settings.IsPostgres)
        {
            services.AddDbContext<ClearSettingsDb, PostgresDb>(
                options => Quiet(options).UseNpgsql(settings.ConnectionString).AddInterceptors(new AbortedRequests()),
                optionsLifetime: ServiceLifetime.Singleton
            );
            return;
        }
        var connection = SqliteFile.WithTimeout(
            settings.ConnectionString ?? $"Data Source={Path.Combine(dataFolder, "clearsettings.db")}"
        );
        SqliteFile.CheckAccess(connection);
        services.AddDbContext<ClearSettingsDb, SqliteDb>(
            options => Quiet(options).UseSqlite(connection).AddInterceptors(new SqlitePragmas(), new AbortedRequests()),
            optionsLifetime: ServiceLifetime.Singleton
        );
    }

    // Members are read across the filter on purpose where a person's own list is made.
    private static DbContextOptionsBuilder Quiet(DbContextOptionsBuilder options) =>
        options.ConfigureWarnings(w =>
            w.Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning)
        );
}
