using System.Data.Common;
using ClearSettings.Domain;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClearSettings.Tests.App;

/// <summary>
/// Fails on a synchronous query inside a change, which would block a thread while others wait for the lock.
/// </summary>
internal sealed class NoBlockingCalls : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    )
    {
        Check(command, eventData);
        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result
    )
    {
        Check(command, eventData);
        return result;
    }

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result
    )
    {
        Check(command, eventData);
        return result;
    }

    private static void Check(DbCommand command, CommandEventData eventData)
    {
        if (eventData.Context is ClearSettingsDb { IsInChange: true })
            throw new InvalidOperationException($"A change ran a query that blocks: {command.CommandText}");
    }
}
