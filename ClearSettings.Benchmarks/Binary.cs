using System.Diagnostics;
using System.Text.Json;

namespace ClearSettings.Benchmarks;

/// <summary>The published server with the bare endpoints in it.</summary>
internal sealed class Binary(string file)
{
    public const string Email = "olga@example.com";
    public const string Password = "correct horse battery staple 7";

    public long Size => new FileInfo(file).Length;

    public static async Task<Binary> PublishAsync()
    {
        var root = RepositoryRoot();
        var target = Path.Combine(root, "artifacts", "benchmark");
        await RunAsync(
            "dotnet",
            [
                "publish",
                "ClearSettings.Web",
                "-c",
                "Release",
                "-p:Benchmark=true",
                "-o",
                target,
                "-v",
                "quiet",
                "-nologo",
            ],
            root,
            null
        );
        return new(Path.Combine(target, OperatingSystem.IsWindows() ? "clearsettings.exe" : "clearsettings"));
    }

    /// <summary>Makes the owner and a credential of theirs in the folder's database.</summary>
    public async Task<KeyPair> SetUpAsync(string folder)
    {
        await RunAsync(
            file,
            [
                "admin",
                "create-owner",
                "--email",
                Email,
                "--name",
                "Olga Owner",
                "--workspace",
                "Research",
                "--password-stdin",
            ],
            folder,
            Password
        );
        var made = JsonDocument
            .Parse(
                await RunAsync(file, ["credentials", "create", "--email", Email, "--label", "Benchmark"], folder, null)
            )
            .RootElement;
        return new(made.GetProperty("access_key").GetString()!, made.GetProperty("secret_key").GetString()!);
    }

    public Process Start(string folder, int webPort, int apiPort)
    {
        var start = new ProcessStartInfo(file) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["Server__Address"] = "127.0.0.1";
        start.Environment["Server__WebPort"] = webPort.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["Server__ApiPort"] = apiPort.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder, string? input)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            }
        )!;
        if (input is not null)
            await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.\n{output}"
            );
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ClearSettings.sln")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException("Run it from a clone of the repository, or give --host FILE.");
    }
}

internal sealed record KeyPair(string AccessKey, string SecretKey);
