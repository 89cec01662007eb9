using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace ClearSettings.Tests.App;

/// <summary>
/// The PostgreSQL server of the test run: the one that CLEARSETTINGS_TEST_POSTGRES names, else a private one in a
/// temporary folder, started when first needed and stopped at the end.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Variable = "CLEARSETTINGS_TEST_POSTGRES";

    public const int MaxPoolSize = 25;

    private readonly Lazy<Task<(string? Connection, string? Reason)>> _found;
    private readonly Lazy<Task<string>> _template;
    private string? _folder;
    private string? _binaries;

    public PostgresServer() => (_found, _template) = (new(StartAsync), new(MakeTemplateAsync));

    /// <summary>A connection string, or the reason why there is none.</summary>
    public Task<(string? Connection, string? Reason)> FindAsync() => _found.Value;

    /// <summary>A database after all migrations, made once in a test run, to copy others from.</summary>
    public Task<string> TemplateAsync() => _template.Value;

    /// <summary>What the program is told to use that database.</summary>
    public static string[] Settings(string serverConnection, string database) =>
        [
            "--Database:Provider=Postgres",
            "--Database:ConnectionString="
                + new NpgsqlConnectionStringBuilder(serverConnection)
                {
                    Database = database,
                    MaxPoolSize = MaxPoolSize,
                }.ConnectionString,
        ];

    public static async Task ExecuteAsync(string serverConnection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(serverConnection) { Pooling = false }.ConnectionString
        );
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_template.IsValueCreated)
            await ExecuteAsync((await FindAsync()).Connection!, $"drop database {await _template.Value} with (force)");
        if (_folder is null)
            return;
        await RunAsync("pg_ctl", "stop", "-m", "immediate", "-D", Path.Combine(_folder, "data"));
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> MakeTemplateAsync()
    {
        var server = (await FindAsync()).Connection!;
        var name = $"clearsettings_template_{Guid.NewGuid():N}";
        var data = Directory.CreateTempSubdirectory("clearsettings-template-").FullName;
        await ExecuteAsync(server, $"create database {name}");
        // Without a pool: PostgreSQL copies no database that someone is connected to.
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false };
        await MigratedFile.MigrateAsync(
            data,
            [.. Settings(server, name)[..1], $"--Database:ConnectionString={connection.ConnectionString}"]
        );
        Directory.Delete(data, recursive: true);
        return name;
    }

    private async Task<(string? Connection, string? Reason)> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return (given, null);
        _binaries = FindBinaries();
        if (_binaries is null)
            return (
                null,
                $"No PostgreSQL: {Variable} is not set, and there is no /usr/lib/postgresql/*/bin (apt-get install "
                    + "postgresql)."
            );
        _folder = CreateFolder();
        if (Environment.IsPrivilegedProcess)
            await RunToolAsync("chown", ["postgres", _folder]);
        var port = await StartAsync(_folder);
        return ($"Host=127.0.0.1;Port={port};Username=tester;Database=postgres", null);
    }

    private async Task<int> StartAsync(string folder)
    {
        var port = FreePort.Find();
        var data = Path.Combine(folder, "data");
        await RunAsync(
            "initdb",
            "-D",
            data,
            "-U",
            "tester",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C"
        );
        await RunAsync(
            "pg_ctl",
            "start",
            "-w",
            "-D",
            data,
            "-l",
            Path.Combine(folder, "log"),
            "-o",
            $"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300"
        );
        return port;
    }

    private static string? FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .OrderDescending()
                .Select(d => Path.Combine(d, "bin"))
                .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
            : null;

    // Each database is some hundred files, made and removed for one class of tests: in memory, where there is plenty,
    // that costs half.
    private static string CreateFolder()
    {
        const string memory = "/dev/shm";
        const long plenty = 8L << 30;
        if (!Directory.Exists(memory) || new DriveInfo(memory).AvailableFreeSpace < plenty)
            return Directory.CreateTempSubdirectory("clearsettings-postgres-").FullName;
        return Directory.CreateDirectory(Path.Combine(memory, $"clearsettings-postgres-{Guid.NewGuid():N}")).FullName;
    }

    // PostgreSQL refuses to run as root.
    private Task RunAsync(string tool, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? RunToolAsync("runuser", ["-u", "postgres", "--", Path.Combine(_binaries!, tool), .. arguments])
            : RunToolAsync(Path.Combine(_binaries!, tool), arguments);

    private static async Task RunToolAsync(string file, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(file, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}"
            );
    }
}
