using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Tests.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Changes;

public abstract class ChangeTests(TestApp app) : AppTests(app)
{
    private const string Kind = "test.happened";

    [Fact]
    public async Task A_refused_change_leaves_nothing_behind()
    {
        var before = await App.DbAsync(null, Tables.ReadAsync);
        var refused = await App.InAsync(
            App.Olga,
            services =>
                services
                    .GetRequiredService<Change>()
                    .RunAsync(
                        Permission.ManageWorkspace,
                        async () =>
                        {
                            await CollectAsync(services, "refused");
                            await services.GetRequiredService<ClearSettingsDb>().SaveChangesAsync();
                            return Result.Refuse("", "No.");
                        }
                    )
        );
        Assert.Equal("No.", Assert.Single(refused.Problems).Message);
        Assert.Equal(before, await App.DbAsync(null, Tables.ReadAsync));
    }

    [Fact]
    public async Task The_refusal_of_a_nested_change_rolls_back_the_outer_one_too()
    {
        var before = await App.DbAsync(null, Tables.ReadAsync);
        var refused = await App.InAsync(
            App.Olga,
            services =>
                services
                    .GetRequiredService<Change>()
                    .RunAsync(
                        Permission.ManageWorkspace,
                        async () =>
                        {
                            await CollectAsync(services, "nested");
                            var nested = await services
                                .GetRequiredService<RenameUser>()
                                .RunAsync(App.Olga.Id, new() { Name = "" });
                            Assert.False(nested.Ok);
                            return Result<int>.Success(1);
                        }
                    )
        );
        Assert.Equal(nameof(UserNames.Name), Assert.Single(refused.Problems).Field);
        Assert.Equal(before, await App.DbAsync(null, Tables.ReadAsync));
    }

    [Fact]
    public async Task A_nested_change_is_saved_with_the_outer_one()
    {
        var done = await App.InAsync(
            App.Olga,
            services =>
            {
                var change = services.GetRequiredService<Change>();
                return change.RunAsync(
                    Permission.ManageWorkspace,
                    async () =>
                    {
                        await CollectAsync(services, "outer");
                        return await change.RunAsync(
                            Permission.ManageUsers,
                            async () =>
                            {
                                await CollectAsync(services, "inner");
                                return Result.Done;
                            }
                        );
                    }
                );
            }
        );
        Assert.True(done.Ok);
        Assert.Equal(["inner", "outer"], await SubjectsAsync(App, "inner", "outer"));
    }

    [Fact]
    public async Task What_an_exception_interrupts_is_not_saved_by_the_next_change()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await App.AnotherAsync(settings: receiver.Settings);
        var invalidated = false;
        await server.InAsync(
            server.Olga,
            async services =>
            {
                var change = services.GetRequiredService<Change>();
                await Assert.ThrowsAsync<FormatException>(() =>
                    change.RunAsync(
                        Permission.ManageWorkspace,
                        async Task<Result> () =>
                        {
                            await CollectAsync(services, "interrupted");
                            services.GetRequiredService<ClearSettingsDb>().AfterCommit(() => invalidated = true);
                            throw new FormatException();
                        }
                    )
                );
                return await change.RunAsync(
                    Permission.ManageWorkspace,
                    async () =>
                    {
                        await CollectAsync(services, "next");
                        return Result.Done;
                    }
                );
            }
        );
        Assert.False(invalidated);
        Assert.Equal(["next"], await SubjectsAsync(server, "interrupted", "next"));
        Assert.Equal("next@example.com", Assert.Single(await MailInbox.RowsAsync(server)).To);
    }

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
        var made = await App.InAsync(
            App.Olga,
            s => s.GetRequiredService<CreateGroup>().RunAsync(new() { Name = $"{Guid.NewGuid():N}" })
        );
        var name = $"{Guid.NewGuid():N}";
        var runs = await RunAsync(
            async (db, run) =>
            {
                var group = await db.Groups.SingleAsync(g => g.Id == made.Value.Id);
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
            await App.DbAsync(
                App.Olga,
                db => db.Groups.Where(g => g.Id == made.Value.Id).Select(g => g.Name).SingleAsync()
            )
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
                    // A foreign key to no one.
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

    [Fact]
    public async Task A_change_by_the_caller_needs_one() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            App.InAsync(
                null,
                s => s.GetRequiredService<Change>().RunAsync(Permission.ManageUsers, () => Task.FromResult(Result.Done))
            )
        );

    [Fact]
    public async Task An_audit_event_outside_a_change_is_a_bug() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            App.InAsync(
                App.Olga,
                s =>
                {
                    s.GetRequiredService<AuditLog>().Record(Kind, "outside");
                    return Task.FromResult(true);
                }
            )
        );

    [Fact]
    public async Task An_entity_that_was_changed_before_the_change_is_a_bug() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            App.DbAsync(
                App.Olga,
                async db =>
                {
                    (await db.Users.SingleAsync(u => u.Id == App.Olga.Id)).Rename("Too early");
                    return await db.WriteAsync(() => Task.FromResult(true));
                }
            )
        );

    private static async Task CollectAsync(IServiceProvider services, string subject)
    {
        services.GetRequiredService<AuditLog>().Record(Kind, subject);
        await services.GetRequiredService<Outbox>().AddAsync(MailInbox.Invitation($"{subject}@example.com"), null);
    }

    private static Task<List<string>> SubjectsAsync(TestApp server, params string[] subjects) =>
        server.DbAsync(
            server.Olga,
            db =>
                db.AuditEvents.Where(e => e.Kind == Kind && subjects.Contains(e.Subject))
                    .Select(e => e.Subject)
                    .Order()
                    .ToListAsync()
        );

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

public sealed class ChangesOnSqlite(SqliteApp app) : ChangeTests(app), IClassFixture<SqliteApp>;

public sealed class ChangesOnPostgres(PostgresApp app) : ChangeTests(app), IClassFixture<PostgresApp>
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
