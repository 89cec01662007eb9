using System.Net;
using System.Net.Sockets;
using ClearSettings.Domain;
using ClearSettings.Domain.Secrets;
using ClearSettings.Web.Commands;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Commands;

public sealed class StartTests : IDisposable
{
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _folder = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Help_names_every_command()
    {
        var run = await CommandRunner.RunAsync("", "--help");
        Assert.Equal(0, run.Code);
        foreach (var word in new[] { "serve", "migrate", "admin", "credentials", "--data <DIR>" })
            Assert.Contains(word, run.Output);
        Assert.Contains(
            "--password-stdin",
            (await CommandRunner.RunAsync("", "admin", "create-owner", "--help")).Output
        );
        Assert.Contains("--expires-in", (await CommandRunner.RunAsync("", "credentials", "create", "--help")).Output);
    }

    [Fact]
    public async Task An_unknown_command_or_a_missing_option_is_an_error_in_words()
    {
        var run = await CommandRunner.RunAsync("", "migrat", "--data", _folder);
        Assert.NotEqual(0, run.Code);
        Assert.Contains("migrat", run.Errors);
        run = await CommandRunner.RunAsync("", "admin", "create-owner", "--email", "olga@example.com");
        Assert.NotEqual(0, run.Code);
        Assert.Contains("--name", run.Errors);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_ends_the_start_with_a_sentence()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var run = await CommandRunner.RunAsync(
            "",
            "serve",
            "--data",
            _folder,
            $"--Server:WebPort={port}",
            $"--Server:ApiPort={port}"
        );
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"clearsettings: Server:WebPort is {port}, which is already in use;", run.Errors);
        Assert.Single(run.Errors.Split('\n'));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_ends_the_start_with_a_sentence()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var run = await CommandRunner.RunAsync("", "migrate", "--data", Path.Combine(file, "below"));
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"clearsettings: The data folder {file}/below cannot be written:", run.Errors);
        Assert.Single(run.Errors.Split('\n'));
    }

    [Theory]
    [InlineData("--Server:Address=nonsense", "Server:Address is")]
    [InlineData("--Database:Provider=Oracle", "Database:Provider is")]
    [InlineData("--Database:Provider=Postgres", "Database:Provider is Postgres, so Database:ConnectionString must say")]
    [InlineData("--Server:PublicUrl=ftp://x", "Server:PublicUrl is")]
    [InlineData("--Server:KnownProxies:0=everybody", "Server:KnownProxies has")]
    [InlineData("--Secrets:MasterKey=short", "Secrets:MasterKey cannot be used; it must be 32 bytes")]
    public async Task A_wrong_setting_ends_the_start_with_a_sentence(string setting, string message)
    {
        var run = await CommandRunner.RunAsync(
            "",
            "serve",
            "--data",
            _folder,
            "--Server:WebPort=1",
            "--Server:ApiPort=1",
            setting
        );
        Assert.Equal(1, run.Code);
        Assert.StartsWith("clearsettings: " + message, run.Errors);
        Assert.Single(run.Errors.Split('\n'));
    }

    [Fact]
    public async Task Another_master_key_than_the_databases_ends_the_start_with_a_sentence()
    {
        Assert.Equal(0, (await CommandRunner.RunAsync("", "migrate", "--data", _folder)).Code);
        await File.WriteAllTextAsync(Path.Combine(_folder, MasterKey.FileName), Convert.ToBase64String(new byte[32]));
        var run = await CommandRunner.RunAsync("", "migrate", "--data", _folder);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("clearsettings: This database was encrypted with another master key", run.Errors);
    }

    [Fact]
    public async Task A_database_without_its_master_key_ends_every_command_with_a_sentence_and_gets_no_new_key()
    {
        Assert.Equal(0, (await CommandRunner.RunAsync("", "migrate", "--data", _folder)).Code);
        File.Delete(Path.Combine(_folder, MasterKey.FileName));
        foreach (var command in new[] { "migrate", "serve" })
        {
            var run = await CommandRunner.RunAsync("", command, "--data", _folder);
            Assert.Equal(1, run.Code);
            Assert.StartsWith(
                "clearsettings: This database was encrypted with a master key, and the key is missing",
                run.Errors
            );
            Assert.Single(run.Errors.Split('\n'));
            Assert.DoesNotContain(MasterKey.FileName, Directory.GetFiles(_folder).Select(Path.GetFileName));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_files_of_the_database_are_for_their_owner_only_whatever_the_folders_mode(bool existing)
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(
            _folder,
            ReadableByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        );
        var database = Path.Combine(_folder, "clearsettings.db");
        if (existing)
        {
            Assert.Equal(0, (await CommandRunner.RunAsync("", "migrate", "--data", _folder)).Code);
            File.SetUnixFileMode(database, ReadableByAll);
        }
        await using var app = ProgramHost.Build(_folder, []);
        await ProgramHost.MigrateAsync(app.Services);
        await using var scope = app.Services.CreateAsyncScope();
        // While a connection is open, the files beside the database exist too.
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await db.Users.AnyAsync(TestContext.Current.CancellationToken);
        var files = Directory.GetFiles(_folder, "clearsettings.db*");
        Assert.Equal([database, database + "-shm", database + "-wal"], files.Order(StringComparer.Ordinal));
        Assert.All(files, AssertOnlyForOwner);
    }

    private static void AssertOnlyForOwner(string file) =>
        Assert.Equal(
            (file, UnixFileMode.UserRead | UnixFileMode.UserWrite),
            (file, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file))
        );

    [Fact]
    public async Task The_data_folder_is_made_for_its_owner_only()
    {
        var made = Path.Combine(_folder, "made");
        Assert.Equal(0, (await CommandRunner.RunAsync("", "migrate", "--data", made)).Code);
        Assert.True(
            OperatingSystem.IsWindows()
                || File.GetUnixFileMode(made)
                    == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
        );
        Assert.Contains("clearsettings.db", Directory.GetFiles(made).Select(Path.GetFileName));
    }
}
