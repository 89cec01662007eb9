using System.Runtime.InteropServices;
using ClearSettings.Web;

namespace ClearSettings.Tests.Commands;

/// <summary>Both ways of loading SQLite from the published binary; .ci/bare-image starts the binary itself.</summary>
public sealed class SqliteLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_loaded_from_memory()
    {
        using var library = Open();
        ExpectSqlite(SqliteLibrary.LoadFromMemory(library));
    }

    [Fact]
    public void It_is_loaded_from_a_folder_where_no_file_is_left()
    {
        using var library = Open();
        ExpectSqlite(SqliteLibrary.LoadFromFolder(library, _folder));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_is_no_library_leaves_no_file()
    {
        Assert.Throws<DllNotFoundException>(() => SqliteLibrary.LoadFromFolder(new MemoryStream([1, 2, 3]), _folder));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static FileStream Open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Binaries are published for Linux only.");
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var native = Path.Combine("runtimes", $"linux-{architecture}", "native", SqliteLibrary.Resource);
        return File.OpenRead(Path.Combine(AppContext.BaseDirectory, native));
    }

    private static void ExpectSqlite(nint library)
    {
        var version = Marshal.GetDelegateForFunctionPointer<Version>(
            NativeLibrary.GetExport(library, "sqlite3_libversion")
        );
        Assert.StartsWith("3.", Marshal.PtrToStringUTF8(version()), StringComparison.Ordinal);
    }

    private delegate nint Version();
}
