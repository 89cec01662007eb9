using System.Text.Json;
using ClearSettings.E2E.App;
using ClearSettings.Tests.App;

namespace ClearSettings.E2E.Commands;

/// <summary>The binary from outside: what it says and how it ends.</summary>
public sealed class BinaryTests
{
    [Fact]
    public async Task A_port_that_is_in_use_is_a_sentence_and_an_exit_code()
    {
        await using var server = await Server.StartAsync();
        var (code, _, error) = await Server.CommandAsync(
            null,
            "serve",
            "--data",
            server.Data,
            $"--Server:WebPort={server.WebPort}",
            $"--Server:ApiPort={FreePort.Find()}",
            "--Server:Address=127.0.0.1"
        );
        Assert.Equal(1, code);
        Assert.Contains("already in use", error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_a_sentence_and_an_exit_code()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (code, _, error) = await Server.CommandAsync(null, "serve", "--data", Path.Combine(file, "data"));
            Assert.Equal(1, code);
            Assert.Contains("cannot be written", error);
            Assert.DoesNotContain("   at ", error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Commands_work_beside_a_running_server()
    {
        await using var server = await Server.StartAsync();
        var made = await Owner.CreateAsync(server.Data, "olga@northwind.example", "Olga", "Northwind");
        Assert.True(made.Code == 0, made.Error);
        var pair = await CreateCredentialsAsync(server);
        var (status, token) = await ApiClient.LoginAsync(
            server.Api,
            pair.GetProperty("access_key").GetString()!,
            pair.GetProperty("secret_key").GetString()!
        );
        Assert.Equal(200, status);
        Assert.Equal(3, token!.Split('.').Length);
        var second = await Owner.CreateAsync(server.Data, "eve@evil.example", "Eve", "Evil");
        Assert.Equal(1, second.Code);
        Assert.Contains("already has an owner", second.Error);
    }

    private static async Task<JsonElement> CreateCredentialsAsync(Server server)
    {
        var printed = await Server.CommandAsync(
            null,
            "credentials",
            "create",
            "--email",
            "olga@northwind.example",
            "--label",
            "CI",
            "--expires-in",
            "90d",
            "--data",
            server.Data
        );
        Assert.True(printed.Code == 0, printed.Error);
        return JsonDocument.Parse(printed.Out).RootElement;
    }

    [Fact]
    public async Task The_help_names_every_command()
    {
        var (code, help, _) = await Server.CommandAsync(null, "--help");
        Assert.Equal(0, code);
        foreach (var command in new[] { "serve", "migrate", "admin", "credentials", "--data" })
            Assert.Contains(command, help);
    }
}
