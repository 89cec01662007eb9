using System.Diagnostics;
using Microsoft.Playwright;

namespace ClearSettings.E2E.App;

/// <summary>One browser for the whole run; each test opens a context of its own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>
    /// Milliseconds that a page may take to come to what a test waits for, on a machine with other work to do.
    /// </summary>
    public const float Patience = 30_000;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Find(),
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
    }

    // A browser that is there, else Playwright's own, else Debian's; never none. The one without windows first: it
    // takes a tenth less of the machine.
    private string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named)
            return named;
        if (Existing() is { } found)
            return found;
        if (File.Exists(_playwright!.Chromium.ExecutablePath))
            return null;
        if (
            Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0
            && File.Exists(_playwright.Chromium.ExecutablePath)
        )
            return null;
        Run("apt-get", "update");
        Run("apt-get", "install", "-y", "chromium-headless-shell");
        return Existing()
            ?? throw new InvalidOperationException(
                "These tests need Chromium, and none could be installed. Set CHROMIUM_PATH to one."
            );
    }

    private static string? Existing() =>
        new[]
        {
            "/usr/bin/chromium-headless-shell",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
        }.FirstOrDefault(File.Exists);

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }
            )!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not Debian: the caller says what is missing.
        }
    }
}
