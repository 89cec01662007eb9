using Microsoft.Data.Sqlite;

namespace ClearSettings.Domain;

/// <summary>The files of a SQLite database, readable by the account of the server only, whatever the folder's mode and the umask.</summary>
internal static class SqliteFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // In seconds. The library's own is 30, in which a page would show nothing.
    private const int LockedTimeout = 10;

    /// <summary>Bounds how long a statement waits for a database that another program has locked, unless the connection string says it.</summary>
    public static string WithTimeout(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Default Timeout")) builder.DefaultTimeout = LockedTimeout;
        return builder.ConnectionString;
    }

    /// <summary>
    /// Creates the database file if it is missing, and takes rights from others that an existing one has. SQLite gives the files beside
    /// it (-wal, -shm, -journal) the mode of the database file.
    /// </summary>
    /// <returns>False for a connection that only reads, which must not create the file: the next one has to be asked too.</returns>
    public static bool Protect(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        var path = builder.DataSource;
        if (OperatingSystem.IsWindows() || builder.Mode == SqliteOpenMode.Memory || !IsPath(path)) return true;
        var creates = builder.Mode != SqliteOpenMode.ReadOnly;
        if (creates && !File.Exists(path)) Create(path);
        foreach (var file in new[] { path, path + "-wal", path + "-shm", path + "-journal" }) Tighten(file);
        return creates;
    }

    /// <summary>Whether a connection string names a file, and not a database in memory or a URI.</summary>
    public static bool IsPath(string source) => source.Length > 0 && source != ":memory:" && source[0] != '|' && !source.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    // Never opens an existing database: closing it again would drop the locks that SQLite holds in this process.
    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Another process created it, or SQLite says in a moment why it cannot be created.
        }
    }

    private static void Tighten(string file)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(file) || File.GetUnixFileMode(file) == OwnerOnly) return;
        try
        {
            File.SetUnixFileMode(file, OwnerOnly);
        }
        catch (UnauthorizedAccessException)
        {
            // The file belongs to another account, which chose its mode.
        }
    }
}
