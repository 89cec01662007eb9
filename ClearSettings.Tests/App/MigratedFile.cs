using ClearSettings.Domain;
using ClearSettings.Tests.App;
using ClearSettings.Web.Commands;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(MigratedFile))]

namespace ClearSettings.Tests.App;

/// <summary>The SQLite database of a first start, migrated once in a test run and copied for each server.</summary>
public sealed class MigratedFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clearsettings-template-").FullName;
    private readonly Lazy<Task<string>> made;

    public MigratedFile() => made = new(MakeAsync);

    public async Task CopyAsync(string dataFolder) => File.Copy(await made.Value, Path.Combine(dataFolder, "clearsettings.db"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Runs all migrations on the empty database that these settings lead to.</summary>
    internal static async Task MigrateAsync(string dataFolder, string[] settings)
    {
        await using var app = ProgramHost.Build(dataFolder, settings);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ClearSettingsDb>().Database.MigrateAsync();
    }

    private async Task<string> MakeAsync()
    {
        await MigrateAsync(folder, []);
        var file = Path.Combine(folder, "clearsettings.db");
        await using (var connection = new SqliteConnection($"Data Source={file}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma wal_checkpoint(truncate)";
            await command.ExecuteNonQueryAsync();
            SqliteConnection.ClearPool(connection);
        }
        return file;
    }
}
