using ClearSettings.Domain;
using ClearSettings.Web.Commands;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(MigratedFile))]

namespace ClearSettings.Tests.App;

/// <summary>The SQLite database of a first start, migrated once in a test run and copied for each server.</summary>
public sealed class MigratedFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clearsettings-template-").FullName;
    private readonly Lazy<Task<string>> _made;

    public MigratedFile() => _made = new(MakeAsync);

    public async Task CopyAsync(string dataFolder) =>
        File.Copy(await _made.Value, Path.Combine(dataFolder, "clearsettings.db"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Runs all migrations on the empty database that these settings lead to.</summary>
    internal static async Task MigrateAsync(string dataFolder, string[] settings)
    {
        await using var app = ProgramHost.Build(dataFolder, settings);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ClearSettingsDb>().Database.MigrateAsync();
    }

    private async Task<string> MakeAsync()
    {
        await MigrateAsync(_folder, []);
        var file = Path.Combine(_folder, "clearsettings.db");
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
