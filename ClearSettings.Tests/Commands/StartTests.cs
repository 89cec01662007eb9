using System.Net;
using System.Net.Sockets;
using ClearSettings.Domain.Secrets;

namespace ClearSettings.Tests.Commands;

public sealed class StartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Help_names_every_command()
    {
        var run = await CommandRunner.RunAsync("", "--help");
        Assert.Equal(0, run.Code);
        foreach (var word in new[] { "serve", "migrate", "admin", "credentials", "--data <DIR>" }) Assert.Contains(word, run.Output);
        Assert.Contains("--password-stdin", (await CommandRunner.RunAsync("", "admin", "create-owner", "--help")).Output);
        Assert.Contains("--expires-in", (await CommandRunner.RunAsync("", "credentials", "create", "--help")).Output);
    }

    [Fact]
    public async Task An_unknown_command_or_a_missing_option_is_an_error_in_words()
    {
        var run = await CommandRunner.RunAsync("", "migrat", "--data", folder);
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
        var run = await CommandRunner.RunAsync("", "serve", "--data", folder, $"--Server:WebPort={port}", $"--Server:ApiPort={port}");
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"clearsettings: Port {port} or {port} is already in use.", run.Errors);
        Assert.Single(run.Errors.Split('\n'));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_ends_the_start_with_a_sentence()
    {
        var file = Path.Combine(folder, "file");
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
    [InlineData("--Secrets:MasterKey=short", "The setting Secrets:MasterKey must hold 32 bytes")]
    public async Task A_wrong_setting_ends_the_start_with_a_sentence(string setting, string sentence)
    {
        var run = await CommandRunner.RunAsync("", "serve", "--data", folder, "--Server:WebPort=1", "--Server:ApiPort=1", setting);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("clearsettings: " + sentence, run.Errors);
        Assert.Single(run.Errors.Split('\n'));
    }

    [Fact]
    public async Task Another_master_key_than_the_databases_ends_the_start_with_a_sentence()
    {
        Assert.Equal(0, (await CommandRunner.RunAsync("", "migrate", "--data", folder)).Code);
        File.Delete(Path.Combine(folder, MasterKey.FileName));
        var run = await CommandRunner.RunAsync("", "migrate", "--data", folder);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("clearsettings: The master key does not fit this database", run.Errors);
    }

    [Fact]
    public async Task The_data_folder_is_made_for_its_owner_only()
    {
        var made = Path.Combine(folder, "made");
        Assert.Equal(0, (await CommandRunner.RunAsync("", "migrate", "--data", made)).Code);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(made) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.Contains("clearsettings.db", Directory.GetFiles(made).Select(Path.GetFileName));
    }
}
