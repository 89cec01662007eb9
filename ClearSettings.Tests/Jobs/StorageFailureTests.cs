using ClearSettings.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ClearSettings.Tests.Jobs;

/// <summary>A full disk, a locked or a read-only database at run time.</summary>
public abstract class StorageFailureTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_page_and_an_action_that_cannot_write_say_why_and_reading_goes_on()
    {
        await using var server = await StartAsync();
        var browser = await server.App.SignedInAsync(server.App.Olga);
        var key = await server.App.KeyAsync(server.App.Olga);
        // The first one creates the key that signs tokens.
        await server.App.Api(key).OkAsync("auth.login");
        var form = await browser.GetAsync("/settings/profile?edit=name");
        server.Commands.Failure = sql => IsRead(sql) ? null : FullDisk();
        var page = await form.Fill("Name", "Olga New").PressAsync("Save");
        Assert.Equal((503, "The server cannot access its storage"), (page.Status, page.Heading));
        Assert.Contains(FullSentence, page.Main, StringComparison.Ordinal);
        var answer = await server.App.Api(key).CallAsync("auth.create_credentials");
        answer.IsRefused(500, 102);
        Assert.Equal($"Database unavailable ({FullSentence})", answer.Message);
        await server.App.Api(key).OkAsync("auth.login");
        Assert.Equal(200, (await browser.GetAsync("/settings/profile")).Status);
        server.Commands.Failure = null;
        Assert.Contains("Olga Orlova", (await browser.GetAsync("/settings/profile")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_pages_that_fail_alike_the_log_has_one_sentence_and_no_stack_trace()
    {
        await using var server = await StartAsync();
        var browser = await server.App.SignedInAsync(server.App.Olga);
        server.Commands.Failure = _ => FullDisk();
        for (var i = 0; i < 5; i++)
        {
            server.App.Time.Advance(TimeSpan.FromSeconds(3));
            var page = await browser.GetAsync("/settings/workspaces");
            Assert.Equal(503, page.Status);
            Assert.Contains(FullSentence, page.Main, StringComparison.Ordinal);
        }
        server.Commands.Failure = null;
        var lines = server
            .App.Log.Text.Split('\n')
            .Where(l => l.Contains("Requests fail. ", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(FullSentence, Assert.Single(lines), StringComparison.Ordinal);
        Assert.DoesNotContain(server.App.Log.Errors, l => l.Contains("unhandled exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_of_a_page_says_why_in_a_toast()
    {
        await using var server = await StartAsync();
        var browser = await server.App.SignedInAsync(server.App.Olga);
        server.Commands.Failure = _ => FullDisk();
        server.App.Time.Advance(TimeSpan.FromSeconds(3));
        var answer = await browser.FetchAsync(HttpMethod.Get, "/settings/workspaces", null, ("HX-Request", "true"));
        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Contains(FullSentence, Assert.Single(answer.Headers.GetValues("HX-Trigger")), StringComparison.Ordinal);
    }

    protected abstract Exception FullDisk();

    protected abstract string FullSentence { get; }

    private static bool IsRead(string sql) => sql.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase);

    private async Task<Running> StartAsync()
    {
        var commands = new FailingCommands();
        return new(
            await App.AnotherAsync(replace: services =>
            {
                services.ConfigureDbContext<SqliteDb>(
                    options => options.AddInterceptors(commands),
                    ServiceLifetime.Singleton
                );
                services.ConfigureDbContext<PostgresDb>(
                    options => options.AddInterceptors(commands),
                    ServiceLifetime.Singleton
                );
            }),
            commands
        );
    }

    private sealed record Running(TestApp App, FailingCommands Commands) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Commands.Failure = null;
            return App.DisposeAsync();
        }
    }
}

public sealed class StorageFailuresOnSqlite(SqliteApp app) : StorageFailureTests(app), IClassFixture<SqliteApp>
{
    protected override string FullSentence => "The disk is full. Free up some space, then try again.";

    protected override Exception FullDisk() =>
        new SqliteException("database or disk is full", SQLitePCL.raw.SQLITE_FULL);

    [Fact]
    public async Task A_database_that_another_program_has_locked_is_named()
    {
        await using var server = await App.AnotherAsync();
        var form = await (await server.SignedInAsync(server.Olga)).GetAsync("/settings/profile?edit=name");
        await using var other = new SqliteConnection(
            $"Data Source={Path.Combine(server.DataFolder, "clearsettings.db")};Pooling=False"
        );
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var locked = other.BeginTransaction(deferred: false);
        var page = await form.Fill("Name", "Olga New").PressAsync("Save");
        Assert.Contains(
            "The database is locked by another program. Close it, then try again.",
            page.Main,
            StringComparison.Ordinal
        );
        Assert.Equal(503, page.Status);
    }
}

public sealed class StorageFailuresOnPostgres(PostgresApp app) : StorageFailureTests(app), IClassFixture<PostgresApp>
{
    protected override string FullSentence =>
        "The disk of the database server is full. Free up some space there, then try again.";

    protected override Exception FullDisk() =>
        new PostgresException("could not extend file", "ERROR", "ERROR", PostgresErrorCodes.DiskFull);
}
