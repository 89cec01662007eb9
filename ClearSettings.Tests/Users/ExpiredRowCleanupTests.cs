using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Users;

public abstract class ExpiredRowCleanupTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Sessions_that_are_over_are_removed_and_living_ones_stay()
    {
        await using var server = await App.AnotherAsync();
        await server.SignedInAsync(server.Olga);
        server.Time.Advance(TimeSpan.FromDays(13));
        await server.SignedInAsync(server.Mia);
        server.Time.Advance(TimeSpan.FromDays(2));
        await server.Services.GetRequiredService<ExpiredRowCleanup>().RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            server.Mia.Id,
            Assert.Single(await server.DbAsync(null, db => db.Sessions.Select(s => s.UserId).ToListAsync()))
        );
    }
}

public sealed class ExpiredRowCleanupOnSqlite(SqliteApp app) : ExpiredRowCleanupTests(app), IClassFixture<SqliteApp>;

public sealed class ExpiredRowCleanupOnPostgres(PostgresApp app)
    : ExpiredRowCleanupTests(app),
        IClassFixture<PostgresApp>;
