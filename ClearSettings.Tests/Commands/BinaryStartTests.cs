using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ClearSettings.Tests.Commands;

/// <summary>The program as a process: what only an environment, a folder or another user can show.</summary>
public sealed class BinaryStartTests : IDisposable
{
    private const string Nobody = "65534";
    private const UnixFileMode All = (UnixFileMode)0x1FF;

    private readonly string _folder = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_wrong_environment_variable_is_a_sentence()
    {
        var run = await RunAsync(
            ["migrate", "--data", Data],
            new()
            {
                ["Server__WebPort"] = "",
                ["Server__ApiPort"] = "\"8008\"",
                ["Server__Web_Port"] = "1",
                ["Database__ConnectionString"] = "postgres://u:hidden@",
            }
        );
        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.Equal(
            [
                "clearsettings: Server:WebPort in the environment variable Server__WebPort is empty; it must be a "
                    + "whole number from 1 to 65535.",
                "clearsettings: Server:ApiPort in the environment variable Server__ApiPort is “\"8008\"”; it must "
                    + "be a whole number from 1 to 65535, without quotes around it.",
                "clearsettings: Database:ConnectionString in the environment variable Database__ConnectionString "
                    + "cannot be used; it must be a URL such as postgres://user:password@host/database, or like "
                    + "Host=…;Database=…;Username=….",
                "clearsettings: Server:Web_Port in the environment variable Server__Web_Port is not a setting and "
                    + "has no effect. Did you mean Server:WebPort?",
            ],
            run.Errors.Split('\n')
        );
    }

    [Fact]
    public async Task The_address_and_ports_of_the_file_are_used_and_appsettings_of_the_current_folder_is_not_read()
    {
        Directory.CreateDirectory(Data);
        var (web, api) = (FreePort.Find(), FreePort.Find());
        await File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.json"), """{"Server": {"WebPort": "broken" """);
        await File.WriteAllTextAsync(
            Path.Combine(Data, "clearsettings.json"),
            $$"""{"Server": { "Address": "127.0.0.1", "WebPort": {{web}}, "ApiPort": {{api}} } }"""
        );
        using var process = Start(["serve", "--data", Data], []);
        try
        {
            while (
                await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line
                && !line.Contains("Pages:", StringComparison.Ordinal)
            ) { }
            var listening = System
                .Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
                .GetActiveTcpListeners();
            Assert.Equal([new(IPAddress.Loopback, web)], listening.Where(l => l.Port == web));
            Assert.Equal([new(IPAddress.Loopback, api)], listening.Where(l => l.Port == api));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("", "is empty; write {} into it, or remove it.")]
    [InlineData("[]", "must be a JSON object, such as {\"Server\": {\"WebPort\": 8080}}.")]
    [InlineData("{\n  \"Mail\": hidden }", "is not valid JSON; see line 2, byte 11.")]
    [InlineData(
        "{\"Server\": {\"WebPort\": 1, \"webport\": 2}}",
        "has a setting twice, or names that differ only in capitals; remove one of them."
    )]
    public async Task A_file_that_cannot_be_used_is_a_sentence(string content, string end)
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(
            Path.Combine(Data, "clearsettings.json"),
            content,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            Refused($"{Data}/clearsettings.json {end}"),
            await CommandRunner.RunAsync("", "migrate", "--data", Data)
        );
    }

    [Fact]
    public async Task Ports_and_addresses_that_cannot_be_had_are_sentences_before_the_database_is_made()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Assert.Equal(
            Refused(
                $"Server:WebPort is {port}, which is already in use; stop the other program, or choose another port."
            ),
            await ServeAsync("--Server:Address=127.0.0.1", $"--Server:WebPort={port}", $"--Server:ApiPort={port}")
        );
        Assert.Equal(
            Refused(
                "Server:Address is 192.0.2.77, which is not an address of this machine; it must be * or one of its own."
            ),
            await ServeAsync("--Server:Address=192.0.2.77")
        );
        Assert.Empty(Directory.GetFiles(Data));
    }

    [Fact]
    public async Task Another_user_gets_a_sentence_for_each_file_that_is_not_theirs()
    {
        await SkipUnlessAnotherUserCanStartAsync();
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(0, (await CommandRunner.RunAsync("", "migrate", "--data", Data)).Code);
        File.SetUnixFileMode(Data, All);
        var (key, database, file) = (
            Path.Combine(Data, "master.key"),
            Path.Combine(Data, "clearsettings.db"),
            Path.Combine(Data, "clearsettings.json")
        );
        await ExpectNoAccessAsync($"The master key in {key}", "read");
        File.SetUnixFileMode(key, All);
        await ExpectNoAccessAsync($"The database file {database}", "read and written");
        File.SetUnixFileMode(database, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await ExpectNoAccessAsync($"The database file {database}", "read and written");
        await File.WriteAllTextAsync(file, "{}", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        await ExpectNoAccessAsync(file, "read");
        File.Delete(file);
    }

    [Fact]
    public async Task Another_user_gets_a_sentence_for_a_port_below_1024()
    {
        await SkipUnlessAnotherUserCanStartAsync();
        const string file = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
        var first = File.Exists(file)
            ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)
            : "1024";
        Assert.SkipUnless(
            int.Parse(first, CultureInfo.InvariantCulture) > 81,
            "On this machine every user may listen on port 81."
        );
        Directory.CreateDirectory(Data);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Data, All);
        var message =
            "Server:WebPort is 81, which this user may not listen on; choose a port from 1024 up, or give the "
            + "program the capability CAP_NET_BIND_SERVICE.";
        await ExpectAsync("serve", message, "--Server:WebPort=81", $"--Server:ApiPort={FreePort.Find()}");
    }

    private async Task SkipUnlessAnotherUserCanStartAsync()
    {
        var can = false;
        if (!OperatingSystem.IsWindows() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"))
        {
            can = true;
            File.SetUnixFileMode(_folder, All);
        }
        Assert.SkipUnless(
            can && (await RunAsync(["--help"], [], Nobody)).Code == 0,
            "Only root can start the program as another user, with setpriv, from a folder that everyone can read."
        );
    }

    private Task ExpectNoAccessAsync(string file, string access) =>
        ExpectAsync(
            "migrate",
            $"{file} cannot be {access} by the user that runs this program; change its owner or its permissions."
        );

    private async Task ExpectAsync(string command, string message, params string[] settings)
    {
        var run = await RunAsync([command, "--data", Data, .. settings], [], Nobody);
        Assert.Equal(Refused(message), run);
    }

    private static CommandRun Refused(string message) => new(1, "", "clearsettings: " + message);

    private Task<CommandRun> ServeAsync(params string[] settings) =>
        CommandRunner.RunAsync("", ["serve", "--data", Data, .. settings]);

    private async Task<CommandRun> RunAsync(
        string[] arguments,
        Dictionary<string, string> environment,
        string? user = null
    )
    {
        using var process = Start(arguments, environment, user);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, (await output).Trim(), errors.Trim());
    }

    private Process Start(string[] arguments, Dictionary<string, string> environment, string? user = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "clearsettings");
        var info = user is null
            ? new ProcessStartInfo(program, arguments)
            : new("/usr/bin/setpriv", [$"--reuid={user}", "--clear-groups", program, .. arguments]);
        (info.RedirectStandardOutput, info.RedirectStandardError, info.WorkingDirectory) = (true, true, _folder);
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        return Process.Start(info)!;
    }
}
