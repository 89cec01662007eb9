using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClearSettings.Domain;

/// <summary>
/// Runs no further query for a caller who has hung up. A transaction that is open is rolled back; a commit is never
/// interrupted.
/// </summary>
internal sealed class AbortedRequests : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    )
    {
        Check(eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Check(eventData);
        return new(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result
    )
    {
        Check(eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Check(eventData);
        return new(result);
    }

    private static void Check(CommandEventData eventData) =>
        (eventData.Context as ClearSettingsDb)?.Aborted.ThrowIfCancellationRequested();
}
