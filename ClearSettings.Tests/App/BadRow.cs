using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.App;

/// <summary>Makes the database refuse to write some rows of a table, as it would for a row that is damaged.</summary>
public static class BadRow
{
    private const string Message = "this row is bad";

    /// <param name="operation">"insert", "update" or "delete".</param>
    /// <param name="condition">Tells the bad rows by their columns: <c>row."Name" = 'bad'</c>.</param>
    public static async Task AddAsync(TestApp server, string table, string operation, string condition)
    {
        var row = operation == "delete" ? "old" : "new";
        condition = condition.Replace("row.", $"{row}.", StringComparison.Ordinal);
        string[] statements =
            server is PostgresApp
                ?
                [
                    $"create function bad_{table}() returns trigger language plpgsql as $$ begin if {condition} "
                        + $"then raise exception '{Message}'; end if; return {row}; end $$",
                    $"create trigger bad_{table} before {operation} on {table} for each row execute function "
                        + $"bad_{table}()",
                ]
                :
                [
                    $"create trigger bad_{table} before {operation} on {table} when {condition} begin select "
                        + $"raise(abort, '{Message}'); end",
                ];
        foreach (var sql in statements)
            await server.DbAsync(null, db => db.Database.ExecuteSqlRawAsync(sql));
    }
}
