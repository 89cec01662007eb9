using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Rules;

public abstract class DatabaseRules(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task The_model_and_its_migrations_agree() =>
        Assert.False(await App.DbAsync(null, db => Task.FromResult(db.Database.HasPendingModelChanges())));

    [Fact]
    public async Task Every_table_with_a_workspace_has_the_filter()
    {
        var entities = await App.DbAsync(
            null,
            db =>
                Task.FromResult(
                    db.Model.GetEntityTypes().Where(e => e.FindProperty("WorkspaceId") is not null).ToList()
                )
        );
        Assert.True(entities.Count >= 3);
        Assert.All(
            entities,
            e => Assert.Contains(e.GetDeclaredQueryFilters(), f => f.Key == ClearSettingsDb.InWorkspace)
        );
    }

    [Fact]
    public async Task A_query_without_a_workspace_throws_instead_of_reading_all()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => App.DbAsync(null, db => db.Credentials.CountAsync()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => App.DbAsync(null, db => db.Members.CountAsync()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => App.DbAsync(null, db => db.AuditEvents.CountAsync()));
    }

    [Fact]
    public async Task A_query_sees_the_rows_of_the_callers_workspace_only()
    {
        await App.KeyAsync(App.Olga, "Of Olga");
        await App.KeyAsync(App.Eve, "Of Eve");
        Assert.All(
            await App.DbAsync(App.Eve, db => db.Credentials.ToListAsync()),
            c => Assert.Equal(App.Eve.Workspace, c.WorkspaceId)
        );
        Assert.All(
            await App.DbAsync(App.Olga, db => db.AuditEvents.ToListAsync()),
            e => Assert.Equal(App.Olga.Workspace, e.WorkspaceId)
        );
        Assert.Equal(1, await App.DbAsync(App.Eve, db => db.Members.CountAsync()));
    }

    [Fact]
    public async Task Times_come_back_as_UTC()
    {
        var key = await App.KeyAsync(App.Olga, lifetime: TimeSpan.FromDays(1));
        var row = await App.DbAsync(App.Olga, db => db.Credentials.SingleAsync(c => c.Id == key.Id));
        Assert.Equal(DateTimeKind.Utc, row.CreatedAt.Kind);
        Assert.Equal(DateTimeKind.Utc, row.ExpiresAt!.Value.Kind);
        Assert.InRange((App.Time.GetUtcNow().UtcDateTime - row.CreatedAt).TotalMinutes, 0, 1);
    }

    [Fact]
    public async Task A_refused_change_leaves_nothing_behind()
    {
        var before = await App.DbAsync(null, Tables.ReadAsync);
        var refused = await App.DbAsync(
            App.Olga,
            db =>
                db.WriteAsync(async () =>
                {
                    db.Workspaces.Add(Domain.Workspaces.Workspace.Create("Never", App.Time));
                    await db.SaveChangesAsync();
                    return Result.Refuse("", "No.");
                })
        );
        Assert.False(refused.Ok);
        Assert.Equal(before, await App.DbAsync(null, Tables.ReadAsync));
    }

    [Fact]
    public async Task Two_edits_of_one_row_at_once_are_both_carried_out()
    {
        var key = await App.KeyAsync(App.Olga, "0");
        await Task.WhenAll(
            Enumerable
                .Range(1, 4)
                .Select(i =>
                    App.InAsync(
                        App.Olga,
                        s =>
                            ((RelabelCredential)s.GetService(typeof(RelabelCredential))!).RunAsync(
                                key.AccessKey,
                                $"{i}"
                            )
                    )
                )
        );
        Assert.Equal(
            4,
            await App.DbAsync(App.Olga, db => db.AuditEvents.CountAsync(e => e.Kind == "credential.relabelled"))
        );
    }
}

public sealed class DatabaseRulesOnSqlite(SqliteApp app) : DatabaseRules(app), IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "5000")]
    public async Task A_commit_that_was_answered_survives_a_power_cut(string pragma, string expected) =>
        Assert.Equal(
            expected,
            await App.DbAsync(
                null,
                async db =>
                {
                    await db.Database.OpenConnectionAsync();
                    await using var command = db.Database.GetDbConnection().CreateCommand();
                    command.CommandText = $"pragma {pragma}";
                    return Convert.ToString(
                        await command.ExecuteScalarAsync(),
                        System.Globalization.CultureInfo.InvariantCulture
                    );
                }
            )
        );
}

public sealed class DatabaseRulesOnPostgres(PostgresApp app) : DatabaseRules(app), IClassFixture<PostgresApp>
{
    [Fact]
    public async Task Two_changes_that_wait_for_each_other_are_both_carried_out()
    {
        var (one, other) = (await App.AddWorkspaceAsync("One"), await App.AddWorkspaceAsync("Other"));
        using var bothHoldTheirFirst = new Barrier(2);
        Task<bool> RunAsync(Guid first, Guid second, int tries = 0) =>
            Task.Run(() =>
                App.DbAsync(
                    null,
                    db =>
                        db.WriteAsync(async () =>
                        {
                            await db.TouchAsync(first);
                            if (tries++ == 0)
                                bothHoldTheirFirst.SignalAndWait();
                            await db.TouchAsync(second);
                            return true;
                        })
                )
            );
        await Task.WhenAll(RunAsync(one, other), RunAsync(other, one));
        Assert.Equal(
            [3, 3],
            await App.DbAsync(
                null,
                db => db.Workspaces.Where(w => w.Id == one || w.Id == other).Select(w => (int)w.Version).ToListAsync()
            )
        );
    }
}
