using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClearSettings.Tests.App;

namespace ClearSettings.E2E.App;

/// <summary>
/// The real program as its user starts it: a process, free ports, an empty data folder. Ended and removed with the
/// test.
/// </summary>
public sealed partial class Server : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private TaskCompletionSource _running = New();
    private string[] _settings = [];
    private Process _process = null!;

    private Server() { }

    public string Data { get; } = Directory.CreateTempSubdirectory("clearsettings-e2e-").FullName;

    public int WebPort { get; } = FreePort.Find();

    public int ApiPort { get; } = FreePort.Find();

    public string Web => $"http://localhost:{WebPort}";

    public string Api => $"http://localhost:{ApiPort}";

    public string SetUpLink => Link().Match(Output).Value;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static string Binary { get; } =
        Path.Combine(
            Repository.Root,
            "ClearSettings.Web",
            "bin",
            Configuration,
            "net10.0",
            OperatingSystem.IsWindows() ? "clearsettings.exe" : "clearsettings"
        );

    public static Task<Server> StartAsync(params string[] settings) => StartAsync(_ => Task.CompletedTask, settings);

    /// <param name="prepare">Fills the data folder before the program starts.</param>
    public static async Task<Server> StartAsync(Func<string, Task> prepare, params string[] settings)
    {
        var server = new Server { _settings = settings };
        await prepare(server.Data);
        await server.LaunchAsync();
        return server;
    }

    /// <summary>kill -9, and the program again on the same data and ports.</summary>
    public async Task StartAgainAsync()
    {
        await KillAsync();
        _running = New();
        await LaunchAsync();
    }

    /// <summary>Ends the program without a word to it.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the program to stop, as a service manager or container does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Runs another command of the binary to its end.</summary>
    public static async Task<(int Code, string Out, string Error)> CommandAsync(
        string? input,
        params string[] arguments
    )
    {
        using var process = Process.Start(Info(arguments))!;
        if (input is not null)
            await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var printed = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await printed, error);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Data, recursive: true);
        // What the framework warns about is a mistake in how it is used.
        Assert.False(Regex.IsMatch(Output, "(warn|fail|crit): Microsoft"), Output);
    }

    private async Task LaunchAsync()
    {
        _process = Launch([
            "serve",
            "--data",
            Data,
            $"--Server:WebPort={WebPort}",
            $"--Server:ApiPort={ApiPort}",
            "--Server:Address=127.0.0.1",
            .. _settings,
        ]);
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(_running.Task, ended).WaitAsync(TimeSpan.FromSeconds(60)) == ended)
            throw new InvalidOperationException("The server did not start:\n" + Output);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Process Launch(params string[] arguments)
    {
        var started = Process.Start(Info(arguments))!;
        started.OutputDataReceived += (_, line) => Hear(line.Data);
        started.ErrorDataReceived += (_, line) => Hear(line.Data);
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private static ProcessStartInfo Info(string[] arguments)
    {
        var info = new ProcessStartInfo(Binary, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        info.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        info.Environment["DOTNET_TieredPGO"] = "0";
        return info;
    }

    // The block is printed in one write, so its last line may come with the first.
    private void Hear(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
        if (line is null || line.Contains("/set-up/", StringComparison.Ordinal))
            _running.TrySetResult();
    }

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [GeneratedRegex(@"http://\S+/set-up/\S+")]
    private static partial Regex Link();
}
