using ClearSettings.Domain;
using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Commands;

/// <summary>Builds the program the same way for the server and for every command.</summary>
public static class ProgramHost
{
    // Settings are read once; else every folder below this one, the database's too, would be watched for a changed file.
    private const string NoWatching = "--hostBuilder:reloadConfigOnChange=false";

    public static WebApplication Build(string? data, string[] settings, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [NoWatching, .. settings], ContentRootPath = ContentRoot() });
        builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore"] ??= "Warning";
        builder.Configuration["Logging:LogLevel:Microsoft.EntityFrameworkCore"] ??= "Warning";
        // A statement that fails is thrown; the first start on an empty PostgreSQL has one that is meant to.
        builder.Configuration["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] ??= "None";
        builder.Configuration["Logging:LogLevel:Microsoft.Hosting.Lifetime"] ??= "Warning";
        change?.Invoke(builder);
        var folder = DataFolder.Prepare(data ?? builder.Configuration["Data:Folder"] ?? "data");
        builder.Configuration.AddJsonFile(Path.Combine(folder, "clearsettings.json"), optional: true, reloadOnChange: false);
        return Program.Build(builder, folder);
    }

    /// <summary>Creates the database or upgrades it to this version. One process does it, others wait and say so on the console.</summary>
    /// <exception cref="ServerCannotStart">
    /// The database cannot be opened or is from a newer version, or the master key is missing or not the one that its keys were wrapped with.
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
            throw new ServerCannotStart($"The database cannot be opened: {StorageFailure.Explain(problem) ?? problem.Message}", problem);
        }
        await scope.ServiceProvider.GetRequiredService<KeyRingCheck>().RunAsync();
    }

    /// <summary>Judges vaults that were accepted by an earlier version; see <see cref="UpgradeVaults"/>. Call it after <see cref="MigrateAsync"/>.</summary>
    /// <param name="logs">Whether the vaults that would be refused today go into the log.</param>
    public static async Task<VaultUpgrade> UpgradeVaultsAsync(IServiceProvider services, bool logs, CancellationToken cancel = default)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Current>().CameThrough(Door.Command, null, "upgrade");
        var upgrade = scope.ServiceProvider.GetRequiredService<UpgradeVaults>();
        var done = await upgrade.RunAsync(cancel);
        if (logs) upgrade.Log(done);
        return done;
    }

    // `dotnet run` starts in the caller's folder; the sources are where wwwroot is looked for in development.
    private static string ContentRoot() => Directory.Exists("ClearSettings.Web") ? Path.GetFullPath("ClearSettings.Web") : Directory.GetCurrentDirectory();
}
