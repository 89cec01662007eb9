using System.Reflection;
using System.Runtime.InteropServices;
using ClearSettings.Domain;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace ClearSettings.Web;

/// <summary>
/// Loads SQLite from the published binary. The runtime's own native code is linked into the binary; SQLite is the only
/// other native library, and a single file cannot link it. It is an embedded resource there, so that starting needs no
/// folder to unpack to.
/// </summary>
public static class SqliteLibrary
{
    /// <summary>Name of the embedded resource, which only a published binary has.</summary>
    public const string Resource = "libe_sqlite3.so";

    private const string ImportName = "e_sqlite3";
    private const uint CloseOnExec = 1;

    // Since Linux 6.3. A kernel may be set up to make memory files not executable unless they ask for it.
    private const uint Executable = 0x10;

    private static readonly Lock Gate = new();
    private static nint _loaded;

    /// <summary>Does nothing in a program that was not published: the library is beside it then.</summary>
    /// <param name="dataFolder">For SQLite's temporary files, and for the library itself if it cannot be loaded from
    /// memory.</param>
    /// <exception cref="StartupException">It can be loaded neither from memory nor from the folder.</exception>
    public static void Load(string dataFolder)
    {
        lock (Gate)
        {
            if (_loaded != 0)
                return;
            using var library = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource);
            if (library is null)
                return;
            PutTemporaryFilesInto(dataFolder);
            _loaded = Load(library, dataFolder);
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                (name, _, _) => name == ImportName ? _loaded : 0
            );
        }
    }

    /// <summary>Loads a library from an anonymous file in memory, which needs no writable folder.</summary>
    internal static nint LoadFromMemory(Stream library)
    {
        var descriptor = CreateMemoryFile("sqlite", CloseOnExec | Executable);
        if (descriptor < 0)
            descriptor = CreateMemoryFile("sqlite", CloseOnExec);
        if (descriptor < 0)
            throw new IOException($"memfd_create: {Marshal.GetLastPInvokeErrorMessage()}");
        using var owned = new SafeFileHandle(descriptor, ownsHandle: true);
        using (var file = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, 0))
            library.CopyTo(file);
        return NativeLibrary.Load($"/proc/self/fd/{descriptor}");
    }

    /// <summary>
    /// Loads it from a file that is deleted afterwards: what is loaded stays, and the next version writes its own.
    /// </summary>
    internal static nint LoadFromFolder(Stream library, string folder)
    {
        var ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var path = Path.Combine(folder, $"sqlite-{Guid.NewGuid():N}.so");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = ownerOnly;
        try
        {
            using (var file = new FileStream(path, options))
                library.CopyTo(file);
            return NativeLibrary.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // SQLite looks for /var/tmp and /tmp, and fails where neither can be written or has room. It reads the environment
    // of the process, which .NET's own SetEnvironmentVariable does not change.
    private static void PutTemporaryFilesInto(string folder) =>
        SetEnvironmentVariable("SQLITE_TMPDIR", folder, overwrite: 0);

    private static nint Load(Stream library, string dataFolder)
    {
        try
        {
            return LoadFromMemory(library);
        }
        catch (Exception memory) when (IsRefusal(memory))
        {
            try
            {
                library.Position = 0;
                return LoadFromFolder(library, dataFolder);
            }
            catch (Exception folder) when (IsRefusal(folder))
            {
                throw new StartupException(
                    $"SQLite can be loaded neither from memory ({memory.Message}) nor from {dataFolder} "
                        + $"({folder.Message}). "
                        + "Put the data folder on a file system that is not mounted noexec.",
                    folder
                );
            }
        }
    }

    private static bool IsRefusal(Exception problem) =>
        problem is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException;

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static extern int CreateMemoryFile([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironmentVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        int overwrite
    );
}
