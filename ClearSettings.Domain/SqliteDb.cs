using System.Data.Common;
using System.Runtime.CompilerServices;
using ClearSettings.Domain.Principals;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace ClearSettings.Domain;

/// <summary>The database in one file of the data folder.</summary>
public sealed class SqliteDb(
    DbContextOptions<SqliteDb> options,
    Current current,
    SqliteWriteLock queue,
    WorkspaceVersions versions
) : ClearSettingsDb(options, current, queue, versions);

/// <summary>
/// Protects the files before the first connection, and makes each connection durable (a commit that was answered
/// survives a power cut) and patient.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private readonly Lock _gate = new();
    private bool _isProtected;

    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;";

    // What a connection was told stays with it, also while it waits in the pool for its next user.
    private readonly ConditionalWeakTable<sqlite3, object> _prepared = [];

    // A connection that only reads, which EF Core opens to see whether there is a database, cannot change the mode of a
    // new file.
    private static string PragmasFor(DbConnection connection) =>
        new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadOnly
            ? Pragmas
            : "PRAGMA journal_mode=WAL; " + Pragmas;

    public override InterceptionResult ConnectionOpening(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    )
    {
        Protect(connection);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        Protect(connection);
        return new(result);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsPrepared(connection))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = PragmasFor(connection);
        command.ExecuteNonQuery();
        Remember(connection);
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        if (IsPrepared(connection))
            return;
        await using var command = connection.CreateCommand();
        command.CommandText = PragmasFor(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        Remember(connection);
    }

    private bool IsPrepared(DbConnection connection) =>
        ((SqliteConnection)connection).Handle is { } handle && _prepared.TryGetValue(handle, out _);

    private void Remember(DbConnection connection)
    {
        if (((SqliteConnection)connection).Handle is { } handle)
            _prepared.AddOrUpdate(handle, handle);
    }

    private void Protect(DbConnection connection)
    {
        if (Volatile.Read(ref _isProtected))
            return;
        lock (_gate)
        {
            if (!_isProtected)
                _isProtected = SqliteFile.Protect(connection.ConnectionString);
        }
    }
}
