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
        await PostgresServer.ExecuteAsync(serverConnection, $"create database {name} template {await server.TemplateAsync()}");
        return PostgresServer.Settings(serverConnection, name);
    }

    protected override async ValueTask DropDatabaseAsync()
    {
        if (serverConnection is null) return;
        await using (var pool = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(serverConnection) { Database = name, MaxPoolSize = PostgresServer.MaxPoolSize }.ConnectionString)) NpgsqlConnection.ClearPool(pool);
        await PostgresServer.ExecuteAsync(serverConnection, $"drop database {name} with (force)");
    }

    protected override TestApp New() => new PostgresApp(server);
}
