using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Changes;

public abstract class ChangeRaceTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_change_that_lost_the_race_for_a_unique_key_runs_again()
    {
        var runs = 0;
        byte[] key = [.. Guid.NewGuid().ToByteArray(), .. Guid.NewGuid().ToByteArray()];
        Assert.Equal(1, await RunAsync(Insert));
        Assert.Equal(3, await RunAsync(Insert));

        // Sees no row at first, as if another transaction inserted it a moment later.
        async Task<int> Insert(ClearSettingsDb db)
        {
            if (++runs == 3 && await db.FailedSignIns.AnyAsync(f => f.AddressHash == key))
                return runs;
            db.FailedSignIns.Add(FailedSignIns.First(key, App.Time.GetUtcNow().UtcDateTime));
            return runs;
        }
    }

    [Fact]
    public async Task A_change_whose_row_was_changed_meanwhile_runs_again()
    {
        var id = await CreateGroupAsync();
        var name = $"{Guid.NewGuid():N}";
        var runs = await RunAsync(
            async (db, run) =>
            {
                var group = await db.Groups.SingleAsync(g => g.Id == id);
                group.Change($"{name}{run}", null);
                // As another transaction would between the two.
                if (run == 1)
                    await db
                        .Groups.Where(g => g.Id == group.Id)
                        .ExecuteUpdateAsync(g => g.SetProperty(x => x.RowVersion, x => x.RowVersion + 1));
                return run;
            }
        );
        Assert.Equal(2, runs);
        Assert.Equal(
            name + "2",
            await App.DbAsync(App.Olga, db => db.Groups.Where(g => g.Id == id).Select(g => g.Name).SingleAsync())
        );
    }

    [Fact]
    public async Task What_cannot_be_saved_is_tried_once()
    {
        var runs = 0;
        await Assert.ThrowsAsync<DbUpdateException>(() =>
            RunAsync(
                (db, run) =>
                {
                    runs = run;
                    // A foreign key to nobody.
                    db.Members.Add(Member.Join(App.Olga.Workspace, Guid.NewGuid(), MemberRole.Member, App.Time));
                    return Task.FromResult(run);
                }
            )
        );
        Assert.Equal(1, runs);
        await Assert.ThrowsAsync<FormatException>(() =>
            RunAsync(
                (_, run) =>
                {
                    runs = run;
                    throw new FormatException();
                }
            )
        );
        Assert.Equal(1, runs);
    }

    private async Task<Guid> CreateGroupAsync() =>
        (
            await App.InAsync(
                App.Olga,
                s => s.GetRequiredService<CreateGroup>().RunAsync(new() { Name = $"{Guid.NewGuid():N}" })
            )
        )
            .Value
            .Id;

    private Task<int> RunAsync(Func<ClearSettingsDb, Task<int>> work) => RunAsync((db, _) => work(db));

    private Task<int> RunAsync(Func<ClearSettingsDb, int, Task<int>> work)
    {
        var runs = 0;
        return App.InAsync(
            App.Olga,
            services =>
                services
                    .GetRequiredService<Change>()
                    .RunAsServerAsync(() => work(services.GetRequiredService<ClearSettingsDb>(), ++runs))
        );
    }
}

public sealed class ChangeRacesOnSqlite(SqliteApp app) : ChangeRaceTests(app), IClassFixture<SqliteApp>;

public sealed class ChangeRacesOnPostgres(PostgresApp app) : ChangeRaceTests(app), IClassFixture<PostgresApp>
{
    [Fact]
    public async Task A_change_that_the_database_could_not_serialize_runs_again()
    {
        var runs = 0;
        await App.DbAsync(
            null,
            db =>
                db.WriteAsync(async () =>
                {
                    if (++runs == 1)
                        await db.Database.ExecuteSqlRawAsync(
                            "do $$ begin raise exception 'lost' using errcode = '40001'; end $$"
                        );
                    return true;
                })
        );
        Assert.Equal(2, runs);
    }
}
