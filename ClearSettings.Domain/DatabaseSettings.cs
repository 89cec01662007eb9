namespace ClearSettings.Domain;

/// <summary>Section "Database" of the configuration.</summary>
public sealed class DatabaseSettings
{
    /// <summary>"Sqlite" or "Postgres".</summary>
    public string Provider { get; set; } = "Sqlite";

    /// <summary>
    /// For PostgreSQL, Npgsql's connection string. For SQLite it is not needed: the file is in the data folder.
    /// </summary>
    public string? ConnectionString { get; set; }

    public bool IsPostgres => Provider == "Postgres";
}
