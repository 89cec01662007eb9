using System.Data.Common;
using System.Globalization;
using System.Text;
using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.App;

/// <summary>The database as text: every value of every row, to compare two moments or to look for a secret.</summary>
public static class Tables
{
    public static async Task<string> ReadAsync(ClearSettingsDb db) =>
        string.Join('\n', (await RowsAsync(db)).OrderBy(r => r, StringComparer.Ordinal));

    /// <summary>One line a row: table, then column=value.</summary>
    public static async Task<List<string>> RowsAsync(ClearSettingsDb db)
    {
        List<string> rows = [];
        await db.Database.OpenConnectionAsync();
        // Seals are made in the background, of what the audit log says anyway.
        foreach (
            var table in db
                .Model.GetEntityTypes()
                .Select(e => e.GetTableName()!)
                .Distinct()
                .Where(t => t != "audit_seals")
        )
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select * from \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add(
                    table
                        + ": "
                        + string.Join(
                            ", ",
                            Enumerable
                                .Range(0, reader.FieldCount)
                                .Select(i => $"{reader.GetName(i)}={Value(reader, i)}")
                        )
                );
        }
        // Work that repeats says in the background when it is due again.
        rows.RemoveAll(r =>
            r.StartsWith("jobs: ", StringComparison.Ordinal) && !r.Contains("DedupeKey=, ", StringComparison.Ordinal)
        );
        // Written in the background too, perhaps of an earlier test.
        rows.RemoveAll(r =>
            r.StartsWith("audit_events: ", StringComparison.Ordinal)
            && r.Contains($"Kind={AuditKind.SignInFailed}", StringComparison.Ordinal)
        );
        await db.Database.CloseConnectionAsync();
        return rows;
    }

    private static string Value(DbDataReader reader, int column) =>
        reader.GetValue(column) switch
        {
            byte[] bytes => Encoding.Latin1.GetString(bytes),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
}
