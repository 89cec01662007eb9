using ClearSettings.Domain;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ClearSettings.Web.Configuration;

/// <summary>The rules of the section "Database", whose two settings depend on each other.</summary>
internal static class DatabaseConnection
{
    private const string Sqlite = "Sqlite";
    private const string Postgres = "Postgres";
    private const string ConnectionString = "Database:ConnectionString";

    public static SettingType Provider { get; } = new("Sqlite or Postgres", ReadProvider);

    public static SettingType String { get; } =
        new(
            "a URL such as postgres://user:password@host/database, or like Host=…;Database=…;Username=…",
            text =>
                PostgresUrl.IsUrl(text) ? PostgresUrl.ToConnectionString(text)
                : IsSqlite(text) || IsPostgres(text) ? text
                : null
        );

    /// <summary>Chooses the provider where the setting is missing, and says what does not go together.</summary>
    /// <param name="values">Checked one by one before.</param>
    public static IEnumerable<string> Validate(Dictionary<string, string?> values)
    {
        var (provider, connection) = (
            values.GetValueOrDefault("Database:Provider"),
            values.GetValueOrDefault(ConnectionString)
        );
        provider ??= values["Database:Provider"] = connection is not null && !IsSqlite(connection) ? Postgres : Sqlite;
        if (provider == Postgres && connection is null)
            yield return $"Database:Provider is Postgres, so {ConnectionString} must say where the server is.";
        else if (provider == Postgres && !IsPostgres(connection!))
            yield return $"{ConnectionString} cannot be used; for Postgres it must be {String.Expectation}.";
        else if (provider == Sqlite && connection is not null && !IsSqlite(connection))
            yield return $"{ConnectionString} is for PostgreSQL, so Database:Provider must be Postgres or missing.";
    }

    private static string? ReadProvider(string text) =>
        text.Equals(Sqlite, StringComparison.OrdinalIgnoreCase) ? Sqlite
        : text.Equals(Postgres, StringComparison.OrdinalIgnoreCase)
        || text.Equals("PostgreSQL", StringComparison.OrdinalIgnoreCase)
            ? Postgres
        : null;

    private static bool IsSqlite(string text) =>
        Parses(() => new SqliteConnectionStringBuilder(text).DataSource.Length > 0);

    private static bool IsPostgres(string text) =>
        Parses(() => new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 });

    private static bool Parses(Func<bool> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception problem)
            when (problem is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return false;
        }
    }
}
