using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Commands;

public sealed class UpgradeOnPostgres(PostgresApp app) : UpgradeTests(app), IClassFixture<PostgresApp>
{
    protected override string[] NeverEnding =>
        [
            "create function forever() returns trigger language plpgsql as $$ begin perform pg_sleep(100000); "
                + "return new; end $$",
            """
                create trigger forever after insert on "__EFMigrationsHistory"
                for each row execute function forever()
                """,
        ];

    // Waits until the server has noticed that the process is gone.
    protected override string Ending => """drop trigger forever on "__EFMigrationsHistory" """;

    protected override Task<bool> IsUpgradingAsync(TestApp server) =>
        server.DbAsync(
            null,
            async db =>
                await db
                    .Database.SqlQuery<long>(
                        $"""
                        select count(*) as "Value" from pg_stat_activity
                        where datname = current_database() and wait_event = 'PgSleep'
                        """
                    )
                    .SingleAsync() > 0
        );

    protected override void EndOther(TestApp server, IAsyncDisposable held) =>
        server
            .DbAsync(
                null,
                db =>
                    db.Database.ExecuteSqlRawAsync(
                        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted "
                            + "and database = (select oid from pg_database where datname = current_database())"
                    )
            )
            .Wait();
}
