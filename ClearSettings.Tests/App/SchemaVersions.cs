using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ClearSettings.Tests.App;

/// <summary>Takes the database of a running server to an earlier migration.</summary>
internal static class SchemaVersions
{
    private const string Deadlock = "40P01";
    private const int MaxTries = 10;

    /// <param name="server">Its background workers go on and may hold a table, so a deadlock is tried again.</param>
    /// <param name="choose">The migration, out of the names of all in order.</param>
    public static async Task DowngradeAsync(this TestApp server, Func<List<string>, string> choose)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await server.DbAsync(
                    null,
                    async db =>
                    {
                        await db.GetService<IMigrator>().MigrateAsync(choose(db.Database.GetMigrations().ToList()));
                        return true;
                    }
                );
                return;
            }
            catch (Exception problem)
                when (tries < MaxTries && problem.GetBaseException() is DbException { SqlState: Deadlock }) { }
        }
    }
}
