using Npgsql;

namespace ClearSettings.Tests.App;

/// <summary>On a database of its own on a PostgreSQL server.</summary>
public sealed class PostgresApp(PostgresServer server) : TestApp
{
    private readonly string name = $"clearsettings_test_{Guid.NewGuid():N}";
    private string? serverConnection;

    protected override async ValueTask<string[]?> CreateDatabaseAsync()
    {
        (serverConnection, Unavailable) = await server.FindAsync();
        if (serverConnection is null) return null;
        await ExecuteAsync($"create database {name}");
        var connection = new NpgsqlConnectionStringBuilder(serverConnection) { Database = name, MaxPoolSize = 25 };
        return ["--Database:Provider=Postgres", $"--Database:ConnectionString={connection.ConnectionString}"];
    }

    protected override async ValueTask DropDatabaseAsync()
    {
        if (serverConnection is null) return;
        await using (var pool = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(serverConnection) { Database = name, MaxPoolSize = 25 }.ConnectionString)) NpgsqlConnection.ClearPool(pool);
        await ExecuteAsync($"drop database {name} with (force)");
    }

    protected override TestApp New() => new PostgresApp(server);

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(serverConnection) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
