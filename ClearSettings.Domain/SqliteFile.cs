using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace ClearSettings.Domain;

/// <summary>
/// The files of a SQLite database, readable by the account of the server only, whatever the folder's mode and the
/// umask.
/// </summary>
internal static class SqliteFile
{
    // R_OK | W_OK
    private const int ReadAndWrite = 6;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // In seconds. The library's own is 30, in which a page would show nothing.
    private const int LockedTimeout = 10;

    /// <summary>
    /// Bounds how long a statement waits for a database that another program has locked, unless the connection string
    /// says it.
    /// </summary>
    public static string WithTimeout(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Default Timeout"))
            builder.DefaultTimeout = LockedTimeout;
        return builder.ConnectionString;
    }

    /// <summary>
    /// Creates the database file if it is missing, and takes rights from others that an existing one has. SQLite gives
    /// the files beside it (-wal, -shm, -journal) the mode of the database file.
    /// </summary>
    /// <returns>False for a connection that only reads, which must not create the file: the next one has to be asked
    /// too.</returns>
    public static bool Protect(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        var path = builder.DataSource;
        if (OperatingSystem.IsWindows() || builder.Mode == SqliteOpenMode.Memory || !IsPath(path))
            return true;
        var creates = builder.Mode != SqliteOpenMode.ReadOnly;
        if (creates && !File.Exists(path))
            Create(path);
        foreach (var file in Files(path))
            Tighten(file);
        return creates;
    }

    /// <summary>Whether a connection string names a file, and not a database in memory or a URI.</summary>
    public static bool IsPath(string source) =>
        source.Length > 0
        && source != ":memory:"
        && source[0] != '|'
        && !source.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Finds files of another account before anything is done with them. It opens none, as <see cref="Create"/>
    /// explains.
    /// </summary>
    /// <exception cref="StartupException">A file of the database exists, and this account cannot read or write
    /// it.</exception>
    public static void CheckAccess(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (
            OperatingSystem.IsWindows()
            || builder.Mode is SqliteOpenMode.Memory or SqliteOpenMode.ReadOnly
            || !IsPath(builder.DataSource)
        )
            return;
        var path = Path.GetFullPath(builder.DataSource);
        if (Files(path).FirstOrDefault(f => File.Exists(f) && Access(f, ReadAndWrite) != 0) is not { } file)
            return;
        throw new StartupException(
            $"The database file {file} cannot be read and written by the user that runs this program; change its "
                + "owner or its permissions."
        );
    }

    private static string[] Files(string path) => [path, path + "-wal", path + "-shm", path + "-journal"];

    // access(2) of POSIX; .NET has no other way to ask without opening the file.
    [
        DllImport(
            "libc",
            EntryPoint = "access",
            CharSet = CharSet.Ansi,
            BestFitMapping = false,
            ThrowOnUnmappableChar = true
        ),
        DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)
    ]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);

    // Never opens an existing database: closing it again would drop the locks that SQLite holds in this process.
    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
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
        if (OperatingSystem.IsWindows() || !File.Exists(file) || File.GetUnixFileMode(file) == OwnerOnly)
            return;
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
