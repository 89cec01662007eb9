using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Commands;

public sealed class UpgradeOnSqlite(SqliteApp app) : UpgradeTests(app), IClassFixture<SqliteApp>
{
    private const string KilledLock = """
        create table if not exists "__EFMigrationsLock" ("Id" integer not null primary key, "Timestamp" text not null);
        insert into "__EFMigrationsLock" values (1, '2026-03-02 09:00:00+00:00');
        """;

    [Fact]
    public async Task The_lock_row_of_a_killed_upgrade_is_removed_and_the_log_says_so()
    {
        await using var server = await OlderAsync();
        await server.DbAsync(null, db => db.Database.ExecuteSqlRawAsync(KilledLock));
        await UpgradeAsync(server, _ => { });
        Assert.Empty(await PendingAsync(server));
        Assert.Contains("Its lock was removed", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate")]
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
    public async Task A_database_whose_creation_was_killed_is_created(params string[] command)
    {
        var folder = Directory.CreateTempSubdirectory("clearsettings-test-").FullName;
        try
        {
            await using (
                var connection = new SqliteConnection(
                    $"Data Source={Path.Combine(folder, "clearsettings.db")};Pooling=False"
                )
            )
            {
                await connection.OpenAsync(TestContext.Current.CancellationToken);
                await using var killed = connection.CreateCommand();
                killed.CommandText = KilledLock;
                await killed.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
            var run = await CommandRunner
                .RunAsync(Person.Password, [.. command, "--data", folder])
                .WaitAsync(TimeSpan.FromSeconds(100), TestContext.Current.CancellationToken);
            Assert.True(run.Code == 0, run.Errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    protected override string[] NeverEnding =>
        [
            "create view forever as with recursive c(n) as (select 1 union all select n + 1 from c where n < "
                + "1000000000000) select count(*) as n from c",
            """
                create trigger forever_upgrading after insert on "__EFMigrationsHistory"
                begin select n from forever; end
                """,
        ];

    protected override string Ending => "drop trigger forever_upgrading; drop view forever";

    // The upgrade has the lock of EF Core, and its transaction is the one that writes.
    protected override async Task<bool> IsUpgradingAsync(TestApp server)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(server.DataFolder, "clearsettings.db")};Pooling=False;Default Timeout=1"
        );
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """select count(*) from "__EFMigrationsLock" """;
        if ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0)
            return false;
        try
        {
            await using var transaction = connection.BeginTransaction(deferred: false);
            return false;
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
        {
            return true;
        }
    }

    protected override void EndOther(TestApp server, IAsyncDisposable held) => held.DisposeAsync().AsTask().Wait();
}
