using ClearSettings.E2E.Pages;
using ClearSettings.Tests.App;
using ClearSettings.Web.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.E2E.App;

/// <summary>The program with the page of parts, in this process.</summary>
public sealed class PartsServer : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("clearsettings-parts-").FullName;
    private readonly int _port = FreePort.Find();
    private WebApplication _app = null!;

    public string Url => $"http://localhost:{_port}{Parts.Path}";

    public static async Task<PartsServer> StartAsync()
    {
        var server = new PartsServer();
        var made = await Owner.CreateAsync(server._data, Owner.Email, Parts.LongName, Parts.LongName);
        Assert.True(made.Code == 0, made.Error);
        server._app = ProgramHost.Build(
            server._data,
            [$"--Server:WebPort={server._port}", $"--Server:ApiPort={FreePort.Find()}"],
            builder =>
            {
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(server._port));
                builder.Services.AddRazorPages().AddApplicationPart(typeof(Parts).Assembly);
            }
        );
        Web.Program.Map(server._app);
        await ProgramHost.MigrateAsync(server._app.Services);
        await server._app.StartAsync();
        return server;
    }

    public async Task SignInAsync(Visit visit)
    {
        await visit.Page.GotoAsync(
            Url.Replace(Parts.Path, "/sign-in?returnUrl=" + Parts.Path, StringComparison.Ordinal)
        );
        await visit.FillAsync("Email", Owner.Email);
        await visit.FillAsync("Password", Owner.Password);
        await visit.PressAsync("Sign in");
        await visit.SeeHeadingAsync("Parts");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
