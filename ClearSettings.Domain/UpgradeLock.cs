using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

/// <summary>
/// Lets one process at a time create or upgrade the database. The lock ends with the process that holds it: on SQLite
/// it is a lock on a file beside the database, on PostgreSQL an advisory lock of an open transaction.
/// </summary>
public sealed class UpgradeLock(ClearSettingsDb db, IServiceScopeFactory scopes)
{
    // Of this program, among the advisory locks of the database: "ClSe" in ASCII, and 1.
    private const int PostgresKey = 0x436C5365;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a process waits for another one.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(10);

    /// <param name="announce">Receives a sentence for the console when another process holds the lock.</param>
    /// <returns>Dispose it to release the lock.</returns>
    /// <exception cref="StartupException">Another process has held the lock all the time.</exception>
    public async Task<IAsyncDisposable> AcquireAsync(Action<string> announce)
    {
        var waited = Stopwatch.StartNew();
        for (var tries = 0; ; tries++)
        {
            var (held, owner) = db is SqliteDb ? TryFile() : await TryAdvisoryAsync();
            if (held is not null)
                return held;
            if (tries == 0)
                announce(
                    $"Another ClearSettings process ({owner}) is upgrading the database; waiting for up to "
                        + $"{MaxWait.TotalMinutes:0.#} minutes."
                );
            if (waited.Elapsed >= MaxWait)
            {
                throw new StartupException(
                    $"Another ClearSettings process ({owner}) has been upgrading the database for "
                        + $"{MaxWait.TotalMinutes:0.#} minutes. "
                        + "Wait until it has finished, or end it, then try again."
                );
            }
            await Task.Delay(PollInterval);
        }
    }

    private (IAsyncDisposable? Held, string Owner) TryFile()
    {
        var path = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        // A database in memory has one process.
        if (!SqliteFile.IsPath(path))
            return (new Held(null, null), "");
        var file = Path.ChangeExtension(Path.GetFullPath(path), ".upgrade-lock");
        var taken = FileLock.TryAcquire(file);
        return (
            taken is null ? null : new Held(taken, null),
            FileLock.FindOwner(file) is { } id ? $"pid {id}" : "pid unknown"
        );
    }

    // A lock of a transaction, not of a session: behind a connection pool like PgBouncer a session can outlive this
    // process.
    private async Task<(IAsyncDisposable? Held, string Owner)> TryAdvisoryAsync()
    {
        var scope = scopes.CreateAsyncScope();
        IDbContextTransaction? transaction = null;
        try
        {
            var connection = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>().Database;
            transaction = await connection.BeginTransactionAsync();
            var isTaken = await connection
                .SqlQuery<bool>($"""select pg_try_advisory_xact_lock({PostgresKey}, 1) as "Value" """)
                .SingleAsync();
            if (isTaken)
            {
                var held = new Held(scope, transaction);
                transaction = null;
                return (held, "");
            }
            return (null, await FindHolderAsync(connection));
        }
        finally
        {
            if (transaction is not null)
                await new Held(scope, transaction).DisposeAsync();
        }
    }

    private static async Task<string> FindHolderAsync(DatabaseFacade connection)
    {
        var addresses = await connection
            .SqlQuery<string?>(
                $"""
                select host(a.client_addr) as "Value" from pg_locks l join pg_stat_activity a on a.pid = l.pid
                where l.locktype = 'advisory' and l.classid = {PostgresKey} and l.objid = 1 and l.granted
                and l.database = (select oid from pg_database where datname = current_database())
                """
            )
            .ToListAsync();
        return addresses.FirstOrDefault() is { } address ? $"at {address}" : "address unknown";
    }

    private sealed class Held(IDisposable? resource, IDbContextTransaction? transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                if (transaction is not null)
                    await transaction.DisposeAsync();
            }
            catch (DbException)
            {
                // The connection was cut, and the lock ended with it.
            }
            if (resource is IAsyncDisposable scope)
                await scope.DisposeAsync();
            else
                resource?.Dispose();
        }
    }
}
