using System.Diagnostics;
using ClearSettings.Domain;
using ClearSettings.E2E.App;
using ClearSettings.Web.Commands;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.E2E.Commands;

/// <summary>The real program, ended by kill -9 while it creates or upgrades its database.</summary>
public sealed class KilledUpgradeTests
{
    // Long enough for any machine; without the fix the program waits forever.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    // After the database file appears: from before its first table to after its last one.
    private static readonly int[] KilledAfter = [0, 20, 50, 100, 150, 250, 400, 600, 900, 1300, 2000];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task However_often_it_is_killed_it_starts_in_the_end(bool upgrade)
    {
        var data = Directory.CreateTempSubdirectory("clearsettings-e2e-").FullName;
        try
        {
            if (upgrade)
                await CreateOlderAsync(data);
            foreach (var delay in KilledAfter)
                await KillAsync(data, delay);
            var (code, printed, error) = await Server
                .CommandAsync(null, "migrate", "--data", data)
                .WaitAsync(Limit, TestContext.Current.CancellationToken);
            Assert.True(
                (code, printed.TrimEnd().EndsWith("The database is up to date.", StringComparison.Ordinal))
                    == (0, true),
                printed + error
            );
            var made = await Owner
                .CreateAsync(data, "olga@northwind.example", "Olga", "Northwind")
                .WaitAsync(Limit, TestContext.Current.CancellationToken);
            Assert.True(made.Code == 0, made.Error);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task KillAsync(string data, int delay)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Server.Binary, ["migrate", "--data", data])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        while (!process.HasExited && !File.Exists(Path.Combine(data, "clearsettings.db")))
            await Task.Delay(1, TestContext.Current.CancellationToken);
        await Task.Delay(delay, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task CreateOlderAsync(string data)
    {
        await using var app = ProgramHost.Build(data, []);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().First());
        SqliteConnection.ClearAllPools();
    }
}
