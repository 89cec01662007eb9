using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClearSettings.Tests.Rules;

public abstract class MigrationTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_workspace_from_before_groups_gets_the_built_in_ones()
    {
        await using var server = await App.AnotherAsync();
        await server.DbAsync(null, async db =>
        {
            var migrator = db.GetService<IMigrator>();
            await migrator.MigrateAsync("Invitations");
            await migrator.MigrateAsync();
            return true;
        });
        foreach (var person in new[] { server.Olga, server.Eve })
        {
            var groups = await server.DbAsync(person, db => db.Groups.AsNoTracking().OrderBy(g => g.Name).ToListAsync());
            Assert.Equal(["Admins ADMINS Admins", "Queue admins QUEUE ADMINS QueueAdmins", "Users USERS Users"], groups.Select(g => $"{g.Name} {g.NameKey} {g.BuiltIn}"));
            Assert.All(groups, g => Assert.True(g.Id != Guid.Empty && g.CreatedAt.Kind == DateTimeKind.Utc && g.CreatedAt.Year == 2026));
            Assert.Equal(3, await server.DbAsync(person, db => db.Groups.CountAsync(g => groups.Select(x => x.Id).Contains(g.Id))));
        }
        Assert.Equal(200, (await (await server.SignedInAsync(server.Mia)).GetAsync("/settings/workspaces")).Status);
    }
}

public sealed class MigrationsOnSqlite(SqliteApp app) : MigrationTests(app), IClassFixture<SqliteApp>;

public sealed class MigrationsOnPostgres(PostgresApp app) : MigrationTests(app), IClassFixture<PostgresApp>;
