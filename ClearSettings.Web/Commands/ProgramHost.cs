using ClearSettings.Domain;
using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.SystemCredentials;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Configuration;

namespace ClearSettings.Web.Commands;

/// <summary>Builds the program the same way for the server and for every command.</summary>
public static class ProgramHost
{
    private static readonly string Name = typeof(Program).Assembly.GetName().Name!;

    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        // A statement that fails is thrown; the first start on an empty PostgreSQL has one that is meant to.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "None",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
    };

    /// <summary>Reads and checks the configuration, then builds the program with it.</summary>
    /// <param name="data">The option --data, or null.</param>
    /// <param name="settings">Arguments of the command line.</param>
    /// <exception cref="StartupException">A setting or the data folder cannot be used.</exception>
    public static WebApplication Build(string? data, string[] settings, Action<WebApplicationBuilder>? change = null)
    {
        var configuration = ProgramConfiguration.Read(data, settings);
        foreach (var warning in configuration.Warnings)
            Console.Error.WriteLine($"clearsettings: {warning}");
        // Empty, because the usual builder reads appsettings.json of the current folder and every environment variable.
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions
            {
                ApplicationName = Name,
                ContentRootPath = ContentRoot(),
                EnvironmentName = EnvironmentName(),
            }
        );
        builder.Configuration.AddInMemoryCollection(LogLevels).AddInMemoryCollection(configuration.Values);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole();
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton(configuration.Origins);
        change?.Invoke(builder);
        return Program.Build(builder, configuration.DataFolder);
    }

    /// <summary>
    /// Creates the database or upgrades it to this version. One process does it, others wait and say so on the console.
    /// </summary>
    /// <exception cref="StartupException">
    /// The database cannot be opened or is from a newer version, the master key is missing or not the one that its
    /// keys were wrapped with, or system credentials have the access key of others.
    /// </exception>
    public static async Task MigrateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<DatabaseUpgrade>().RunAsync(Console.Error.WriteLine);
        }
        catch (System.Data.Common.DbException problem)
        {
            throw new StartupException(
                $"The database cannot be opened: {StorageFailure.Explain(problem) ?? problem.Message}",
                problem
            );
        }
        await scope.ServiceProvider.GetRequiredService<KeyRingCheck>().RunAsync();
        await scope.ServiceProvider.GetRequiredService<SystemCredentialCheck>().RunAsync();
    }

    /// <summary>
    /// Checks vaults that were accepted by an earlier version; see <see cref="UpgradeVaults"/>. Call it after
    /// <see cref="MigrateAsync"/>.
    /// </summary>
    /// <param name="logs">Whether the vaults that would be refused today go into the log.</param>
    public static async Task<VaultUpgrade> UpgradeVaultsAsync(
        IServiceProvider services,
        bool logs,
        CancellationToken cancel = default
    )
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Current>().SetSource(RequestSource.Command, null, "upgrade");
        var upgrade = scope.ServiceProvider.GetRequiredService<UpgradeVaults>();
        var done = await upgrade.RunAsync(cancel);
        if (logs)
            upgrade.Log(done);
        return done;
    }

    // `dotnet run` sets it from launchSettings.json.
    private static string EnvironmentName() =>
        Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is { Length: > 0 } name
            ? name
            : Environments.Production;

    // `dotnet run` starts in the caller's folder; the sources are where wwwroot is looked for in development.
    private static string ContentRoot() =>
        Directory.Exists("ClearSettings.Web") ? Path.GetFullPath("ClearSettings.Web") : Directory.GetCurrentDirectory();
}
