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
        var result = await WaitForOlgaAsync(
            async services =>
            {
                Assert.True((await services.GetRequiredService<ChangeRole>().RunAsync(ada.Id, MemberRole.Member)).Ok);
                await services.GetRequiredService<ClearSettingsDb>().SaveChangesAsync();
            },
            ada,
            Permission.ManageUsers,
            () => ran = true
        );
        Assert.Equal(Refusal.Conflict, result.Refusal);
        Assert.False(ran);
    }

    [Fact]
    public async Task A_member_who_is_removed_while_they_change_their_own_account_is_refused()
    {
        var max = await App.AddAsync("Max", MemberRole.Member);
        var result = await WaitForOlgaAsync(
            async services => Assert.True((await services.GetRequiredService<RemoveMembers>().RunAsync([max.Id])).Ok),
            max,
            Permission.ManageOwnCredentials
        );
        Assert.Equal(Refusal.Conflict, result.Refusal);
    }

    /// <summary>Returns when a transaction waits for the one that calls it.</summary>
    protected abstract Task UntilWaitingAsync();

    /// <summary>
    /// Starts a change of <paramref name="person"/> within one of Olga's, which it has to wait for; what it came to.
    /// </summary>
    private async Task<Result> WaitForOlgaAsync(
        Func<IServiceProvider, Task> olga,
        Person person,
        Permission permission,
        Action? work = null
    )
    {
        Task<Result>? waiting = null;
        await ChangeAsync(
            App.Olga,
            Permission.ManageUsers,
            async services =>
            {
                await olga(services);
                waiting = ChangeAsync(person, permission, RunWork);
                await UntilWaitingAsync();
            }
        );
        return await waiting!;

        Task RunWork(IServiceProvider _)
        {
            work?.Invoke();
            return Task.CompletedTask;
        }
    }

    private Task<Result> ChangeAsync(Person person, Permission permission, Func<IServiceProvider, Task> work) =>
        App.InAsync(
            person,
            services =>
                services
                    .GetRequiredService<Change>()
                    .RunAsync(
                        permission,
                        async () =>
                        {
                            await work(services);
                            return Result.Done;
                        }
                    )
        );
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
                            $"""
                            select count(*)::int as "Value" from pg_stat_activity
                            where datname = current_database() and wait_event_type = 'Lock'
                            """
                        )
                        .SingleAsync()
            ) == 0
        )
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}
