using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static SQLitePCL.raw;

namespace ClearSettings.Domain;

/// <summary>The transactions below <see cref="Change"/>, which is the only caller.</summary>
public abstract partial class ClearSettingsDb
{
    private const int MaxTries = 5;

    private readonly List<Action> _afterCommit = [];
    private readonly HashSet<Guid> _raised = [];
    private Result? _nestedRefusal;

    /// <summary>Whether a change is running in this unit of work.</summary>
    internal bool IsInChange => Database.CurrentTransaction is not null;

    /// <summary>
    /// Raises the version of a workspace, so that every node reads its members, groups and credentials again. The row
    /// stays locked until the end of the change. A second call in the same change does nothing.
    /// </summary>
    public async Task TouchAsync(Guid workspaceId)
    {
        RequireChange();
        if (!_raised.Add(workspaceId))
            return;
        await Workspaces
            .Where(w => w.Id == workspaceId)
            .ExecuteUpdateAsync(w => w.SetProperty(x => x.Version, x => x.Version + 1));
        AfterCommit(() => versions.Invalidate(workspaceId));
    }

    /// <summary>The version that <see cref="TouchAsync"/> raises; null when there is no such workspace.</summary>
    internal Task<long?> ReadVersionAsync(Guid workspaceId) =>
        Workspaces.Where(w => w.Id == workspaceId).Select(w => (long?)w.Version).FirstOrDefaultAsync();

    /// <summary>Runs the action when the running change has committed; never when it is rolled back.</summary>
    public void AfterCommit(Action action)
    {
        RequireChange();
        _afterCommit.Add(action);
    }

    /// <summary>Throws where something is collected that only a change would save or run.</summary>
    /// <exception cref="InvalidOperationException">No change is running.</exception>
    internal void RequireChange()
    {
        if (!IsInChange)
            throw new InvalidOperationException($"No change is running. Use {nameof(Change)}.");
    }

    /// <summary>
    /// Commits everything that <paramref name="work"/> does, or nothing. Inside a running change it joins that one.
    /// Writers of this process take turns on SQLite. Only a lost race is tried again, on what the winner left.
    /// </summary>
    /// <param name="refuse">Makes a refusal of the result's type; null for a type that has none.</param>
    internal async Task<T> RunInTransactionAsync<T>(
        Func<Task<T>> work,
        Func<Result, T>? refuse,
        CancellationToken cancel = default
    )
    {
        if (IsInChange)
            return NoteRefusal(await work());
        if (queue.Refuse?.Invoke(typeof(T)) is T refused)
            return refused;
        if (ChangeTracker.HasChanges())
            throw new InvalidOperationException("Entities were changed before the change began. Load them inside it.");
        for (var tries = 1; ; tries++)
        {
            // Rows that were read before may be out of date, and EF Core would return them again.
            ChangeTracker.Clear();
            try
            {
                var (outcome, committed) = await RunOnceAsync(work, refuse, cancel);
                committed.ForEach(action => action());
                return outcome;
            }
            catch (Exception problem) when (tries < MaxTries && IsLostRace(problem))
            {
                // Tried again.
            }
        }
    }

    private async Task<(T Outcome, List<Action> Committed)> RunOnceAsync<T>(
        Func<Task<T>> work,
        Func<Result, T>? refuse,
        CancellationToken cancel
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, current.Aborted);
        using var writeLock = await queue.AcquireAsync(stop.Token);
        await using var transaction = await Database.BeginTransactionAsync(stop.Token);
        var saved = false;
        try
        {
            var outcome = await work();
            if (outcome is Result { Ok: false })
                return (outcome, []);
            if (_nestedRefusal is { } nested)
                return (Refuse(nested, refuse), []);
            await SaveChangesAsync(cancel);
            // Never interrupted, since no one could tell whether it was carried out.
            await transaction.CommitAsync(CancellationToken.None);
            saved = true;
            return (outcome, [.. _afterCommit]);
        }
        finally
        {
            if (!saved)
                ChangeTracker.Clear();
            _afterCommit.Clear();
            _raised.Clear();
            _nestedRefusal = null;
        }
    }

    private T NoteRefusal<T>(T outcome)
    {
        if (outcome is Result { Ok: false } refusal)
            _nestedRefusal ??= refusal;
        return outcome;
    }

    private static T Refuse<T>(Result nested, Func<Result, T>? refuse) =>
        refuse is null
            ? throw new InvalidOperationException($"A nested change was refused: {nested.Problems[0].Message}")
            : refuse(nested);

    // Everything else would fail again, and on a full disk or a locked database the caller would wait longer for it.
    private static bool IsLostRace(Exception problem) =>
        problem switch
        {
            DbUpdateConcurrencyException => true,
            SqliteException sqlite => sqlite.SqliteExtendedErrorCode
                is SQLITE_CONSTRAINT_UNIQUE
                    or SQLITE_CONSTRAINT_PRIMARYKEY,
            DbException { SqlState: { } state } => state
                is PostgresErrorCodes.UniqueViolation
                    or PostgresErrorCodes.DeadlockDetected
                    or PostgresErrorCodes.SerializationFailure,
            // EF Core wraps what a save throws, Npgsql what passes by itself.
            _ => problem.InnerException is { } inner && IsLostRace(inner),
        };
}
