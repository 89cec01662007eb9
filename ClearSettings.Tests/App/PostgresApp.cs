using Npgsql;

namespace ClearSettings.Tests.App;

/// <summary>On a database of its own on a PostgreSQL server.</summary>
public sealed class PostgresApp(PostgresServer server) : TestApp
{
    private readonly string _name = $"clearsettings_test_{Guid.NewGuid():N}";
    private string? _serverConnection;

    protected override async ValueTask<string[]?> CreateDatabaseAsync()
    {
        (_serverConnection, Unavailable) = await server.FindAsync();
        if (_serverConnection is null)
            return null;
        await PostgresServer.ExecuteAsync(
            _serverConnection,
            $"create database {_name} template {await server.TemplateAsync()}"
        );
        return PostgresServer.Settings(_serverConnection, _name);
    }

    protected override async ValueTask DropDatabaseAsync()
    {
        if (_serverConnection is null)
            return;
        await using (
            var pool = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(_serverConnection)
                {
                    Database = _name,
                    MaxPoolSize = PostgresServer.MaxPoolSize,
                }.ConnectionString
            )
        )
            NpgsqlConnection.ClearPool(pool);
        await PostgresServer.ExecuteAsync(_serverConnection, $"drop database {_name} with (force)");
    }

    protected override TestApp New() => new PostgresApp(server);
}
