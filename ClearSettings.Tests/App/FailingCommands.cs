using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClearSettings.Tests.App;

/// <summary>Makes statements fail as a database on a full or locked disk does.</summary>
internal sealed class FailingCommands : DbCommandInterceptor
{
    /// <summary>Gives the exception with which a statement ends, or null.</summary>
    public Func<string, Exception?>? Failure { get; set; }

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result
    )
    {
        Check(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Check(command);
        return new(result);
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    )
    {
        Check(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Check(command);
        return new(result);
    }

    private void Check(DbCommand command)
    {
        if (Failure?.Invoke(command.CommandText) is { } problem)
            throw problem;
    }
}
