using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using static SQLitePCL.raw;

namespace ClearSettings.Domain;

/// <summary>
/// Recognizes failures of the database or a disk that an administrator has to fix, such as a full disk, among the
/// exceptions that SQLite, PostgreSQL and the file system throw.
/// </summary>
public static class StorageFailure
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    // errno of ENOSPC and EROFS; of EDQUOT on Linux and on macOS.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaOnLinux = 122;
    private const int QuotaOnMac = 69;

    private const string Full = "The disk is full. Free up some space, then try again.";
    private const string Locked = "The database is locked by another program. Close it, then try again.";
    private const string ReadOnly = "The database is read-only. Give the server write access to it, then try again.";

    /// <returns>What is wrong and what to do, in one or two sentences without paths; null for every other
    /// exception.</returns>
    public static string? Explain(Exception problem)
    {
        for (var cause = problem; cause is not null; cause = cause.InnerException)
        {
            if (ExplainOne(cause) is { } message)
                return message;
        }
        return problem is AggregateException all
            ? all.InnerExceptions.Select(Explain).FirstOrDefault(s => s is not null)
            : null;
    }

    private static string? ExplainOne(Exception problem) =>
        problem switch
        {
            SqliteException sqlite => Explain(sqlite),
            PostgresException postgres => Explain(postgres.SqlState),
            NpgsqlException { InnerException: SocketException or TimeoutException or IOException or null } =>
                "The database server cannot be reached. Check that PostgreSQL is running, then try again.",
            IOException { HResult: NoSpace or QuotaOnLinux or QuotaOnMac or WindowsDiskFull } => Full,
            IOException { HResult: ReadOnlyFileSystem } => "The disk is read-only. Make it writable, then try again.",
            _ => null,
        };

    private static string? Explain(SqliteException problem) =>
        problem.SqliteErrorCode switch
        {
            SQLITE_FULL => Full,
            // The file beside the database that its connections share could not grow.
            SQLITE_IOERR when problem.SqliteExtendedErrorCode == SQLITE_IOERR_SHMSIZE => Full,
            SQLITE_BUSY or SQLITE_LOCKED => Locked,
            SQLITE_READONLY => ReadOnly,
            SQLITE_CANTOPEN => "The database file cannot be opened. Check its folder and permissions, then try again.",
            SQLITE_CORRUPT or SQLITE_NOTADB => "The database file is damaged. Restore it from a backup.",
            SQLITE_IOERR => "The disk that holds the database reports an error. Check the disk, then try again.",
            _ => null,
        };

    private static string? Explain(string state) =>
        state switch
        {
            PostgresErrorCodes.DiskFull =>
                "The disk of the database server is full. Free up some space there, then try again.",
            PostgresErrorCodes.LockNotAvailable => Locked,
            PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly,
            PostgresErrorCodes.TooManyConnections =>
                "The database server accepts no more connections. Raise its limit, then try again.",
            PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown =>
                "The database server is starting or stopping. Try again in a moment.",
            _ => null,
        };
}
