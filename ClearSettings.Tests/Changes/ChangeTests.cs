using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email;
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
                await Assert.ThrowsAsync<FormatException>(() =>
                    InterruptedChangeAsync(services, () => invalidated = true)
                );
                return await services
                    .GetRequiredService<Change>()
                    .RunAsync(
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

    private static Task<Result> InterruptedChangeAsync(IServiceProvider services, Action afterCommit) =>
        services
            .GetRequiredService<Change>()
            .RunAsync(
                Permission.ManageWorkspace,
                async Task<Result> () =>
                {
                    await CollectAsync(services, "interrupted");
                    services.GetRequiredService<ClearSettingsDb>().AfterCommit(afterCommit);
                    throw new FormatException();
                }
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
}

public sealed class ChangesOnSqlite(SqliteApp app) : ChangeTests(app), IClassFixture<SqliteApp>;

public sealed class ChangesOnPostgres(PostgresApp app) : ChangeTests(app), IClassFixture<PostgresApp>;
