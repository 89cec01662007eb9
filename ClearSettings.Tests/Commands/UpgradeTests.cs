using System.Diagnostics;
using ClearSettings.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Commands;

public abstract class UpgradeTests(TestApp app) : AppTests(app)
{
    [Theory]
    [InlineData("migrate")]
    [InlineData("serve")]
    [InlineData(
        "admin",
        "create-owner",
        "--email",
        "olga@example.com",
        "--name",
        "Olga",
        "--workspace",
        "Research",
        "--password-stdin"
    )]
    [InlineData("admin", "check-audit-log")]
    [InlineData("credentials", "create", "--email", "olga@example.com")]
    public async Task A_database_from_a_newer_version_is_refused_with_a_sentence(params string[] command)
    {
        await using var server = await App.AnotherAsync(people: false);
        await server.DbAsync(
            null,
            db =>
                db.Database.ExecuteSqlRawAsync(
                    """insert into "__EFMigrationsHistory" values ('20990101000000_Future', '10.0.0')"""
                )
        );
        string[] settings = command[0] == "serve" ? ["--Server:WebPort=1", "--Server:ApiPort=1"] : [];
        await ConfigureAsync(server);
        var run = await CommandRunner.RunAsync(Person.Password, [.. command, "--data", server.DataFolder, .. settings]);
        Assert.Equal(1, run.Code);
        Assert.StartsWith(
            "clearsettings: This database was upgraded by a newer version of ClearSettings (this version does not "
                + "know its migration 20990101000000_Future). Use that version",
            run.Errors
        );
        Assert.Single(run.Errors.Split('\n'));
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_process_that_has_to_wait_says_so_and_goes_on_when_the_other_one_is_gone()
    {
        await using var server = await OlderAsync();
        await using var other = server.Services.CreateAsyncScope();
        var held = await other
            .ServiceProvider.GetRequiredService<UpgradeLock>()
            .AcquireAsync(_ => Assert.Fail("Nobody else has the lock."));
        List<string> announced = [];
        await UpgradeAsync(
            server,
            message =>
            {
                announced.Add(message);
                EndOther(server, held);
            }
        );
        Assert.Matches(
            @"^Another ClearSettings process \((pid \d+|at 127\.0\.0\.1|address unknown)\) is upgrading the database; "
                + @"waiting for up to 10 minutes\.$",
            Assert.Single(announced)
        );
        Assert.Empty(await PendingAsync(server));
        if (server is PostgresApp)
            await held.DisposeAsync();
    }

    [Fact]
    public async Task A_process_does_not_wait_longer_than_the_limit()
    {
        await using var server = await OlderAsync();
        await using var other = server.Services.CreateAsyncScope();
        await using var held = await other
            .ServiceProvider.GetRequiredService<UpgradeLock>()
            .AcquireAsync(_ => Assert.Fail("Nobody else has the lock."));
        var refused = await Assert.ThrowsAsync<StartupException>(() =>
            server.InAsync(
                null,
                async services =>
                {
                    services.GetRequiredService<UpgradeLock>().MaxWait = TimeSpan.Zero;
                    await services.GetRequiredService<DatabaseUpgrade>().RunAsync(_ => { });
                    return true;
                }
            )
        );
        Assert.Matches(
            @"^Another ClearSettings process \(.+\) has been upgrading the database for 0 minutes\. "
                + @"Wait until it has finished, or end it, then try again\.$",
            refused.Message
        );
        Assert.NotEmpty(await PendingAsync(server));
    }

    [Fact]
    public async Task Processes_that_start_together_upgrade_the_database_once()
    {
        await using var server = await OlderAsync();
        await ConfigureAsync(server);
        var runs = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => Task.Run(() => CommandRunner.RunAsync("", "migrate", "--data", server.DataFolder)))
        );
        Assert.All(runs, r => Assert.Equal((0, "The database is up to date."), (r.Code, r.Output)));
        Assert.Empty(await PendingAsync(server));
    }

    [Fact]
    public async Task A_process_that_is_killed_in_the_middle_of_an_upgrade_does_not_stop_the_next_one()
    {
        await using var server = await OlderAsync();
        await ConfigureAsync(server);
        foreach (var sql in NeverEnding)
            await server.DbAsync(null, db => db.Database.ExecuteSqlRawAsync(sql));
        await KillWhileUpgradingAsync(server);
        await server.DbAsync(null, db => db.Database.ExecuteSqlRawAsync(Ending));
        Assert.NotEmpty(await PendingAsync(server));
        var run = await CommandRunner
            .RunAsync("", "migrate", "--data", server.DataFolder)
            .WaitAsync(TimeSpan.FromSeconds(100), TestContext.Current.CancellationToken);
        Assert.Equal((0, "The database is up to date."), (run.Code, run.Output.Split('\n')[^1]));
        Assert.Empty(await PendingAsync(server));
    }

    private async Task KillWhileUpgradingAsync(TestApp server)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Binary, ["migrate", "--data", server.DataFolder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        while (!await IsUpgradingAsync(server))
            Assert.False(process.HasExited);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Statements that make the first migration take forever, after it has changed the tables, and the one that ends
    /// this.
    /// </summary>
    protected abstract string[] NeverEnding { get; }

    protected abstract string Ending { get; }

    protected abstract Task<bool> IsUpgradingAsync(TestApp server);

    private static string Binary { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "clearsettings.exe" : "clearsettings");

    protected static Task UpgradeAsync(TestApp server, Action<string> announce) =>
        server.InAsync(
            null,
            async services =>
            {
                await services
                    .GetRequiredService<DatabaseUpgrade>()
                    .RunAsync(announce)
                    .WaitAsync(TimeSpan.FromSeconds(100));
                return true;
            }
        );

    protected static Task<List<string>> PendingAsync(TestApp server) =>
        server.DbAsync(null, async db => (await db.Database.GetPendingMigrationsAsync()).ToList());

    /// <summary>A server whose database lacks the last two migrations.</summary>
    protected async Task<TestApp> OlderAsync()
    {
        var server = await App.AnotherAsync(people: false);
        await server.DowngradeAsync(all => all[^3]);
        return server;
    }

    /// <summary>Ends whoever holds the lock, as a killed process does.</summary>
    protected abstract void EndOther(TestApp server, IAsyncDisposable held);

    protected static Task ConfigureAsync(TestApp server) =>
        File.WriteAllTextAsync(
            Path.Combine(server.DataFolder, "clearsettings.json"),
            System.Text.Json.JsonSerializer.Serialize(server.DatabaseSettings)
        );
}
