using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Changes;

public abstract class ChangeLockTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task An_administrator_who_is_demoted_while_they_wait_is_refused()
    {
        var ada = await App.AddAsync("Ada", MemberRole.Admin);
        var ran = false;
        Task<Result>? waiting = null;
        await App.InAsync(
            App.Olga,
            services =>
                services
                    .GetRequiredService<Change>()
                    .RunAsync(
                        Permission.ManageUsers,
                        async () =>
                        {
                            Assert.True(
                                (await services.GetRequiredService<ChangeRole>().RunAsync(ada.Id, MemberRole.Member)).Ok
                            );
                            await services.GetRequiredService<ClearSettingsDb>().SaveChangesAsync();
                            waiting = InAsync(
                                ada,
                                other =>
                                    other.RunAsync(
                                        Permission.ManageUsers,
                                        () =>
                                        {
                                            ran = true;
                                            return Task.FromResult(Result.Done);
                                        }
                                    )
                            );
                            await UntilWaitingAsync();
                            return Result.Done;
                        }
                    )
        );
        Assert.Equal(Refusal.Conflict, (await waiting!).Refusal);
        Assert.False(ran);
    }

    [Fact]
    public async Task A_member_who_is_removed_while_they_change_their_own_account_is_refused()
    {
        var max = await App.AddAsync("Max", MemberRole.Member);
        Task<Result>? waiting = null;
        await App.InAsync(
            App.Olga,
            services =>
                services
                    .GetRequiredService<Change>()
                    .RunAsync(
                        Permission.ManageUsers,
                        async () =>
                        {
                            Assert.True((await services.GetRequiredService<RemoveMembers>().RunAsync([max.Id])).Ok);
                            waiting = InAsync(
                                max,
                                other =>
                                    other.RunAsync(Permission.ManageOwnCredentials, () => Task.FromResult(Result.Done))
                            );
                            await UntilWaitingAsync();
                            return Result.Done;
                        }
                    )
        );
        Assert.Equal(Refusal.Conflict, (await waiting!).Refusal);
    }

    /// <summary>Returns when a transaction waits for the one that calls it.</summary>
    protected abstract Task UntilWaitingAsync();

    private Task<Result> InAsync(Person person, Func<Change, Task<Result>> work) =>
        App.InAsync(person, services => work(services.GetRequiredService<Change>()));
}

public sealed class ChangeLocksOnSqlite(SqliteApp app) : ChangeLockTests(app), IClassFixture<SqliteApp>
{
    // Nothing on SQLite runs beside a change: whoever started one by now waits for the turn of the writers.
    protected override Task UntilWaitingAsync() => Task.CompletedTask;
}

public sealed class ChangeLocksOnPostgres(PostgresApp app) : ChangeLockTests(app), IClassFixture<PostgresApp>
{
    protected override async Task UntilWaitingAsync()
    {
        while (
            await App.DbAsync(
                null,
                db =>
                    db.Database.SqlQuery<int>(
                            $"""select count(*)::int as "Value" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"""
                        )
                        .SingleAsync()
            ) == 0
        )
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}
