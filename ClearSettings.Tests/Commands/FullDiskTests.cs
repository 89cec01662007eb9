using System.Diagnostics;
using ClearSettings.Domain;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ClearSettings.Tests.Commands;

/// <summary>A full or read-only disk and a locked database at the start.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;
    private bool _isMounted;

    public void Dispose()
    {
        // Pooled connections keep its files open for a while.
        if (_isMounted)
            Run("umount", "-l", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(512)]
    public async Task A_disk_that_gets_full_ends_the_start_with_a_sentence(int kilobytes)
    {
        Mount($"size={kilobytes}k");
        var run = await CommandRunner.RunAsync("", "migrate", "--data", _folder);
        Assert.Equal(1, run.Code);
        Assert.Contains("The disk is full. Free up some space, then try again.", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split('\n'));
    }

    [Fact]
    public async Task A_disk_that_is_read_only_ends_the_start_with_a_sentence()
    {
        Mount("ro");
        var run = await CommandRunner.RunAsync("", "migrate", "--data", _folder);
        Assert.Equal(
            $"clearsettings: The data folder {_folder} cannot be written. The disk is read-only. Make it writable, "
                + "then try again.",
            run.Errors
        );
        Assert.Equal(1, run.Code);
    }

    [Fact]
    public async Task A_database_that_another_program_has_locked_ends_the_start_with_a_sentence()
    {
        await using var other = new SqliteConnection(
            $"Data Source={Path.Combine(_folder, "clearsettings.db")};Pooling=False"
        );
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var locked = other.BeginTransaction(deferred: false);
        var run = await CommandRunner.RunAsync("", "migrate", "--data", _folder);
        Assert.Equal(
            "clearsettings: The database cannot be opened: The database is locked by another program. Close it, "
                + "then try again.",
            run.Errors
        );
        Assert.Equal(1, run.Code);
    }

    [Fact]
    public void Each_failure_of_storage_is_found_within_what_wraps_it()
    {
        foreach (var (problem, words) in Failures())
        {
            foreach (
                var wrapped in new[]
                {
                    problem,
                    new InvalidOperationException("", problem),
                    new AggregateException(problem),
                }
            )
            {
                if (words is null)
                    Assert.Null(StorageFailure.Explain(wrapped));
                else
                    Assert.Contains(words, StorageFailure.Explain(wrapped), StringComparison.Ordinal);
            }
        }
    }

    private static (Exception Problem, string? Message)[] Failures() =>
        [
            (new SqliteException("", SQLitePCL.raw.SQLITE_BUSY), "locked"),
            (new SqliteException("", SQLitePCL.raw.SQLITE_READONLY), "read-only"),
            (new SqliteException("", SQLitePCL.raw.SQLITE_IOERR, SQLitePCL.raw.SQLITE_IOERR_SHMSIZE), "full"),
            (new SqliteException("", SQLitePCL.raw.SQLITE_CORRUPT), "damaged"),
            (new PostgresException("", "", "", PostgresErrorCodes.ReadOnlySqlTransaction), "read-only"),
            (new PostgresException("", "", "", PostgresErrorCodes.DiskFull), "full"),
            (new NpgsqlException("", new System.Net.Sockets.SocketException()), "cannot be reached"),
            (new IOException("", 28), "full"),
            (new SqliteException("", SQLitePCL.raw.SQLITE_CONSTRAINT), null),
            (new PostgresException("", "", "", PostgresErrorCodes.UniqueViolation), null),
            (new IOException("A client hung up."), null),
        ];

    private void Mount(string options)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "A small disk can be mounted by root on Linux only."
        );
        var (code, error) = Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", _folder);
        Assert.SkipUnless(code == 0, $"A small disk cannot be mounted here: {error}");
        _isMounted = true;
    }

    private static (int Code, string Error) Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error.Trim());
    }
}
