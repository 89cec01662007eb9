using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using ClearSettings.Domain;
using ClearSettings.Domain.Workspaces;

namespace ClearSettings.Web.Commands;

/// <summary>clearsettings serve</summary>
public static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the server (the default). Pass settings as --Section:Name=value.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(
            (parsed, cancel) => RunAsync(parsed.GetValue(CommandLine.Data), [.. parsed.UnmatchedTokens], cancel)
        );
        return command;
    }

    public static async Task<int> RunAsync(string? data, string[] settings, CancellationToken cancel)
    {
        await using var app = ProgramHost.Build(data, settings, Listen);
        // The two take about as long. What uses the database first waits for its model.
        _ = Task.Run(() => BuildModelAsync(app.Services), cancel);
        Program.Map(app);
        await ProgramHost.MigrateAsync(app.Services);
        await ProgramHost.UpgradeVaultsAsync(app.Services, logs: true, cancel);
        await StartAsync(app, cancel);
        await AnnounceAsync(app);
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    // Without opening the database. A failure is met again, and reported, where the database is used.
    private static async Task BuildModelAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        _ = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>().Model;
    }

    private static void Listen(WebApplicationBuilder builder)
    {
        var server = builder.Configuration.GetSection("Server").Get<ServerSettings>() ?? new();
        // Before the database is touched: another server that runs on these ports may run on this database too.
        if (PortCheck.Run(server) is { Count: > 0 } problems)
            throw new StartupException(problems);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var port in new[] { server.WebPort, server.ApiPort }.Distinct())
            {
                if (server.Address == "*")
                    kestrel.ListenAnyIP(port);
                else
                    kestrel.Listen(IPAddress.Parse(server.Address), port);
            }
        });
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            // Another program was quicker, or the reason is gone by now.
            var server = app.Services.GetRequiredService<ServerSettings>();
            throw new StartupException(
                PortCheck.Run(server) is { Count: > 0 } sentences
                    ? sentences
                    : [$"This server cannot listen on port {server.WebPort} or {server.ApiPort}: {problem.Message}"]
            );
        }
    }

    private static async Task AnnounceAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var token = await scope.ServiceProvider.GetRequiredService<SetUpServer>().NewTokenAsync();
        var urls = app.Services.GetRequiredService<PublicUrls>().Configured();
        var lines = new List<string>
        {
            $"ClearSettings {Api.ServerApi.Version} is running.",
            $"  Pages:  {urls.Web.TrimEnd('/')}",
            $"  API:    {urls.Api}",
            $"  Data:   {app.Services.GetRequiredService<DataFolder>().Path}",
        };
        if (token is not null)
            lines.AddRange([
                "",
                "This server has no owner yet. Open this link within an hour to set it up. It works once:",
                $"  {urls.Web}set-up/{token}",
            ]);
        Console.WriteLine($"\n{string.Join('\n', lines)}\n");
    }
}
