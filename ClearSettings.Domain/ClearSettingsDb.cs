using System.Data.Common;
using System.Linq.Expressions;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain;

/// <summary>
/// The database. Rows that belong to a workspace are seen through the filter named <see cref="InWorkspace"/>: without a signed-in
/// caller such a query throws, and another workspace's row does not exist.
/// </summary>
public abstract partial class ClearSettingsDb(
    DbContextOptions options,
    Current current,
    SqliteWriteLock queue,
    WorkspaceVersions versions
) : IdentityUserContext<User, Guid>(options), IDataProtectionKeyContext
{
    public const string InWorkspace = "workspace";
    private const int MaxTries = 5;

    // PostgreSQL's number; SQLite has one writer.
    private const string Deadlock = "40P01";

    private readonly List<Action> _afterCommit = [];

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Of the request that uses this unit of work.</summary>
    internal CancellationToken Aborted => current.Aborted;

    private Guid WorkspaceId => current.WorkspaceId;

    /// <summary>
    /// Carries out one change: all of it is committed, or nothing. Writers of this process take turns (SQLite has one writer).
    /// A refused result rolls back. A change that lost a race (a row version, a unique value) is carried out again on what the winner
    /// left, so it must read what it changes inside. So is one that PostgreSQL ended because it and another waited for each other.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<Task<T>> change, CancellationToken cancel = default)
    {
        if (Database.CurrentTransaction is not null)
            return await change();
        if (queue.Refuse?.Invoke(typeof(T)) is T refused)
            return refused;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await WriteOnceAsync(change, cancel);
            }
            catch (Exception problem)
            {
                ChangeTracker.Clear();
                _afterCommit.Clear();
                if (tries == MaxTries || !LostRace(problem))
                    throw;
            }
        }
    }

    /// <summary>
    /// Tells every node, in this transaction, that snapshots of this workspace's members are out of date. Call it inside
    /// <see cref="WriteAsync"/> with every change that a <see cref="Principal"/> or a cached key pair could show.
    /// </summary>
    public async Task TouchAsync(Guid workspaceId)
    {
        await Workspaces
            .Where(w => w.Id == workspaceId)
            .ExecuteUpdateAsync(w => w.SetProperty(x => x.Version, x => x.Version + 1));
        AfterCommit(() => versions.Invalidate(workspaceId));
    }

    /// <summary>Runs when the surrounding <see cref="WriteAsync"/> has committed; never when it rolls back.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    public override Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var entry in ChangeTracker.Entries().Where(e => e.State == EntityState.Modified))
        {
            if (entry.Metadata.FindProperty("RowVersion") is not null)
                entry.Property("RowVersion").CurrentValue = (int)entry.Property("RowVersion").OriginalValue! + 1;
        }
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    // On a full disk or a locked database each further try would only make the caller wait longer.
    private static bool LostRace(Exception problem) => StorageFailure.Explain(problem) is null && IsRace(problem);

    // Npgsql wraps what it holds for a passing trouble.
    private static bool IsRace(Exception problem) =>
        problem is DbUpdateException or DbException { SqlState: Deadlock }
        || (problem.InnerException is { } inner && IsRace(inner));

    private async Task<T> WriteOnceAsync<T>(Func<Task<T>> change, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, current.Aborted);
        using var writeLock = await queue.AcquireAsync(stop.Token);
        await using var transaction = await Database.BeginTransactionAsync(stop.Token);
        var outcome = await change();
        if (outcome is Result { Ok: false })
        {
            ChangeTracker.Clear();
            _afterCommit.Clear();
            return outcome;
        }
        await SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        foreach (var action in _afterCommit)
            action();
        _afterCommit.Clear();
        return outcome;
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        MapIdentity(builder);
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.ApplyConfigurationsFromAssembly(typeof(ClearSettingsDb).Assembly);
        FilterByWorkspace(builder);
    }

    private void FilterByWorkspace(ModelBuilder builder)
    {
        foreach (var type in builder.Model.GetEntityTypes().Select(e => e.ClrType).ToList())
        {
            if (!type.IsAssignableTo(typeof(IWorkspaceOwned)))
                continue;
            var row = Expression.Parameter(type, "row");
            var owner = Expression.Property(row, nameof(IWorkspaceOwned.WorkspaceId));
            var caller = Expression.Property(Expression.Constant(this, typeof(ClearSettingsDb)), nameof(WorkspaceId));
            var filter = Expression.Equal(owner, Expression.Convert(caller, owner.Type));
            builder.Entity(type).HasQueryFilter(InWorkspace, Expression.Lambda(filter, row));
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();
    }
}
