using System.Net;
using ClearSettings.Domain;
using ClearSettings.Tests.SystemCredentials;
using ClearSettings.Web.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ClearSettings.Tests.App;

/// <summary>
/// The real program in memory, with a data folder and a clock of its own; for the tests of one class, or of one test.
/// </summary>
public abstract partial class TestApp : IAsyncLifetime
{
    public static readonly IPAddress Home = IPAddress.Parse("192.0.2.7");

    private WebApplication? _app;

    public FakeTimeProvider Time { get; } =
        new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
        {
            AutoAdvanceAmount = TimeSpan.FromMilliseconds(1),
        };

    public CapturedLog Log { get; } = new();

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;

    /// <summary>Why this database cannot be had here, or null.</summary>
    public string? Unavailable { get; protected set; }

    /// <summary>As the configuration file would say it.</summary>
    public Dictionary<string, string> DatabaseSettings =>
        Settings
            .Where(s => s.StartsWith("--Database:", StringComparison.Ordinal))
            .Select(s => s[2..].Split('=', 2))
            .ToDictionary(s => s[0], s => s[1]);

    public IServiceProvider Services => _app!.Services;

    private string[] Settings { get; set; } = SystemCredentialFixture.Settings;

    private Action<IServiceCollection>? Replace { get; set; }

    /// <summary>
    /// Settings that lead to an empty database; null, with <see cref="Unavailable"/> set, when there is none.
    /// </summary>
    protected abstract ValueTask<string[]?> CreateDatabaseAsync();

    protected abstract ValueTask DropDatabaseAsync();

    protected abstract TestApp New();

    /// <summary>
    /// Another server on an empty database of the same kind, for a test that would disturb its neighbours.
    /// </summary>
    public async Task<TestApp> AnotherAsync(
        bool people = true,
        string[]? settings = null,
        Action<IServiceCollection>? replace = null
    )
    {
        var another = New();
        (another.WithPeople, another.Settings, another.Replace) = (people, settings ?? [], replace);
        await another.InitializeAsync();
        return another;
    }

    public async ValueTask InitializeAsync()
    {
        if (await CreateDatabaseAsync() is not { } database)
            return;
        Settings =
        [
            .. database,
            "--SignIn:AttemptsPerMinute=100000",
            "--SignIn:TotalAttemptsPerMinute=100000",
            "--SignIn:LinkGuessesPerMinute=100000",
            "--Credentials:MaxPerMember=100000",
            "--ServiceAccounts:MaxPerWorkspace=100000",
            "--Vaults:MaxPerWorkspace=100000",
            .. Settings,
        ];
        await StartAsync();
        if (WithPeople)
            await AddPeopleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await DropDatabaseAsync();
        Directory.Delete(DataFolder, recursive: true);
        GC.SuppressFinalize(this);
    }

    public async Task StartAsync()
    {
        _app = ProgramHost.Build(DataFolder, Settings, Change);
        Web.Program.Map(_app);
        await ProgramHost.MigrateAsync(_app.Services);
        await ProgramHost.UpgradeVaultsAsync(_app.Services, logs: true);
        await _app.StartAsync();
    }

    public async Task StartAgainAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        if (_app is null)
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>A second process on the same database and data folder; its client, and what ends it.</summary>
    public async Task<(HttpClient Client, Browser Browser, IAsyncDisposable End)> SecondNodeAsync()
    {
        var node = ProgramHost.Build(DataFolder, Settings, Change);
        Web.Program.Map(node);
        await ProgramHost.MigrateAsync(node.Services);
        await ProgramHost.UpgradeVaultsAsync(node.Services, logs: true);
        await node.StartAsync();
        var home = new Uri("http://localhost:8080");
        return (
            new(node.GetTestServer().CreateHandler()) { BaseAddress = home },
            new(node.GetTestServer().CreateHandler(), home),
            node
        );
    }

    /// <summary>A client that keeps nothing between requests and follows no redirects.</summary>
    public HttpClient Client(IPAddress? address = null, int port = 8080) =>
        new(Handler(address, port)) { BaseAddress = new Uri($"http://localhost:{port}") };

    public Browser Browser(IPAddress? address = null, string home = "http://localhost:8080") =>
        new(Handler(address, 8080), new Uri(home));

    public ApiClient Api(Key? key = null) =>
        new(Client()) { Authorization = key is null ? null : ApiClient.Basic(key.AccessKey, key.SecretKey) };

    /// <summary>Does something in the domain as that person.</summary>
    public async Task<T> InAsync<T>(Person? person, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        if (person is not null)
        {
            var principal = await Services
                .GetRequiredService<Domain.Principals.PrincipalCache>()
                .FindAsync(person.Id, person.Workspace);
            scope.ServiceProvider.GetRequiredService<Current>().SignedInAs(principal!);
        }
        return await work(scope.ServiceProvider);
    }

    public Task<T> DbAsync<T>(Person? person, Func<ClearSettingsDb, Task<T>> work) =>
        InAsync(person, services => work(services.GetRequiredService<ClearSettingsDb>()));

    private HttpMessageHandler Handler(IPAddress? address, int port) =>
        _app!
            .GetTestServer()
            .CreateHandler(context =>
            {
                context.Connection.RemoteIpAddress = address ?? Home;
                context.Connection.LocalPort = port;
            });

    private void Change(WebApplicationBuilder builder)
    {
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(Log);
        // Runs after the program registered its own services.
        builder.Host.ConfigureContainer<IServiceCollection>(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(new NoBlockingCalls()));
            services.ConfigureDbContext<PostgresDb>(options => options.AddInterceptors(new NoBlockingCalls()));
            services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 10);
            Replace?.Invoke(services);
        });
    }
}
