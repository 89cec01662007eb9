using Microsoft.Data.Sqlite;

namespace ClearSettings.Tests.App;

/// <summary>On a file in the data folder, as the program does by itself.</summary>
public sealed class SqliteApp(MigratedFile migrated) : TestApp
{
    protected override async ValueTask<string[]?> CreateDatabaseAsync()
    {
        await migrated.CopyAsync(DataFolder);
        return [];
    }

    protected override ValueTask DropDatabaseAsync()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(DataFolder, "clearsettings.db")}");
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    protected override TestApp New() => new SqliteApp(migrated);
}
