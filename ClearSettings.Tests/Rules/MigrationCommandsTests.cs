using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

public abstract class MigrationCommandsTests(TestApp app) : AppTests(app)
{
    // An upgrade that is killed leaves nothing behind only because it is one transaction. EF Core leaves it to rebuild
    // a table of SQLite: write such a change as SQL, like 20261130010705_FailedSignIns.
    [Fact]
    public async Task No_migration_leaves_the_transaction_of_the_upgrade() =>
        Assert.Empty(
            await App.DbAsync(
                null,
                db =>
                {
                    var (assembly, generator, models) = (
                        db.GetService<IMigrationsAssembly>(),
                        db.GetService<IMigrationsSqlGenerator>(),
                        db.GetService<IModelRuntimeInitializer>()
                    );
                    var outside = assembly.Migrations.SelectMany(m =>
                    {
                        var migration = assembly.CreateMigration(m.Value, db.Database.ProviderName!);
                        return generator
                            .Generate(migration.UpOperations, models.Initialize(migration.TargetModel))
                            .Where(c => c.TransactionSuppressed)
                            .Select(c => $"{m.Key}: {c.CommandText}");
                    });
                    return Task.FromResult(outside.ToList());
                }
            )
        );
}

public sealed class MigrationCommandsOnSqlite(SqliteApp app) : MigrationCommandsTests(app), IClassFixture<SqliteApp>;

public sealed class MigrationCommandsOnPostgres(PostgresApp app)
    : MigrationCommandsTests(app),
        IClassFixture<PostgresApp>;
