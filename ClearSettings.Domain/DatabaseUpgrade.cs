using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClearSettings.Domain;

/// <summary>
/// Creates the database or upgrades it to this version. May be killed at any time: all pending migrations are one
/// transaction, and <see cref="UpgradeLock"/> ends with its process. A rule of the tests keeps migrations from leaving
/// the transaction.
/// </summary>
public sealed partial class DatabaseUpgrade(
    ClearSettingsDb db,
    IEnumerable<IUpgradeCheck> checks,
    UpgradeLock upgradeLock,
    ILogger<DatabaseUpgrade> log
)
{
    // For one statement, which may go over every row of a table.
    private static readonly TimeSpan StatementTimeout = TimeSpan.FromHours(1);

    /// <param name="announce">Receives a sentence for the console when another process has to be waited for.</param>
    /// <exception cref="StartupException"> The database is from a newer version, its master key is missing, or another
    /// process has been upgrading it for very long.
    /// </exception>
    public async Task RunAsync(Action<string> announce)
    {
        var isCurrent = await IsCurrentAsync();
        foreach (var check in checks)
            await check.RunAsync();
        if (isCurrent)
            return;
        if (db is PostgresDb)
            await CreatePostgresDatabaseAsync();
        await using (await upgradeLock.AcquireAsync(announce))
        {
            // Another process may have done it meanwhile.
            if (await IsCurrentAsync())
                return;
            if (db is SqliteDb)
                await RemoveStaleLockAsync();
            else
                await PrepareConnectionAsync();
            await db.Database.MigrateAsync();
        }
    }

    // Without EF Core's comparison of the whole model with its snapshot, which takes most of the time of a start.
    private async Task<bool> IsCurrentAsync()
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var applied = (await db.Database.GetAppliedMigrationsAsync()).ToList();
        if (applied.Find(m => !known.Contains(m)) is { } unknown)
        {
            throw new StartupException(
                "This database was upgraded by a newer version of ClearSettings (this version does not know its "
                    + $"migration {unknown}). "
                    + "Use that version or a later one, or restore a backup from before the upgrade."
            );
        }
        return applied.Count == known.Count;
    }

    // EF Core would do it later, but the lock is in the database. Another process may be creating it at the same time.
    private async Task CreatePostgresDatabaseAsync()
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync())
            return;
        try
        {
            await creator.CreateAsync();
        }
        catch (PostgresException problem)
            when (problem.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation) { }
    }

    // Without the check the server would carry a statement of a killed process to its end, and keep EF Core's lock as
    // long. It exists since PostgreSQL 14, on most systems.
    private async Task PrepareConnectionAsync()
    {
        db.Database.SetCommandTimeout(StatementTimeout);
        await db.Database.OpenConnectionAsync();
        try
        {
            await db.Database.ExecuteSqlAsync($"select set_config('client_connection_check_interval', '2s', false)");
        }
        catch (PostgresException) { }
    }

    // EF Core marks a running upgrade of SQLite by a row. Whoever holds the upgrade lock knows that the row's process
    // is gone, and EF Core would wait for it forever.
    private async Task RemoveStaleLockAsync()
    {
        var tables = await db
            .Database.SqlQuery<int>(
                $"""select count(*) as "Value" from sqlite_master where name = '__EFMigrationsLock'"""
            )
            .SingleAsync();
        if (tables == 1 && await db.Database.ExecuteSqlAsync($"""delete from "__EFMigrationsLock" """) > 0)
            LogStaleLock();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "An earlier upgrade of the database was interrupted. Its lock was removed, and the upgrade "
            + "starts again"
    )]
    private partial void LogStaleLock();
}

/// <summary>What a noun finds out about a database before the program uses it.</summary>
public interface IUpgradeCheck
{
    /// <exception cref="StartupException">The program must not start on this database.</exception>
    Task RunAsync();
}
