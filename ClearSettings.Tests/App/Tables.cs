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
        var tables = db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().Where(t => t != "audit_seals");
        foreach (var table in tables)
            rows.AddRange(await RowsAsync(db, table));
        await db.Database.CloseConnectionAsync();
        rows.RemoveAll(IsWrittenInTheBackground);
        return rows;
    }

    private static async Task<List<string>> RowsAsync(ClearSettingsDb db, string table)
    {
        List<string> rows = [];
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"select * from \"{table}\"";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var columns = Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)}={Value(reader, i)}");
            rows.Add($"{table}: {string.Join(", ", columns)}");
        }
        return rows;
    }

    /// <summary>When work that repeats is due again, and failed sign-ins, perhaps of an earlier test.</summary>
    private static bool IsWrittenInTheBackground(string row) =>
        (row.StartsWith("jobs: ", StringComparison.Ordinal) && !row.Contains("DedupeKey=, ", StringComparison.Ordinal))
        || (
            row.StartsWith("audit_events: ", StringComparison.Ordinal)
            && row.Contains($"Kind={AuditKind.SignInFailed}", StringComparison.Ordinal)
        );

    private static string Value(DbDataReader reader, int column) =>
        reader.GetValue(column) switch
        {
            byte[] bytes => Encoding.Latin1.GetString(bytes),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
}
