using Microsoft.Data.Sqlite;

namespace ClearSettings.Benchmarks;

/// <summary>
/// Fills a server's database: the rows of the owner, copied with other ids, so that no column has to be known here.
/// </summary>
internal static class LargeDatabase
{
    private const int Users = 100_000;
    private const int Credentials = 1_000_000;

    // Columns that differ from the owner's row, as SQL; n.i is the number of the copy.
    private static readonly Dictionary<string, string> ChangedOfUser = new()
    {
        ["Id"] = Id("u", "n.i"),
        ["Name"] = "'Person ' || n.i",
        ["UserName"] = Email("n.i"),
        ["Email"] = Email("n.i"),
        ["NormalizedUserName"] = $"upper({Email("n.i")})",
        ["NormalizedEmail"] = $"upper({Email("n.i")})",
    };

    private static readonly Dictionary<string, string> ChangedOfMember = new()
    {
        ["UserId"] = Id("u", "n.i"),
        ["Role"] = "'Member'",
    };

    private static readonly Dictionary<string, string> ChangedOfCredential = new()
    {
        ["Id"] = Id("c", "n.i"),
        ["UserId"] = Id("u", $"1 + n.i % {Users}"),
        ["AccessKey"] = "printf('BENCH%025d', n.i)",
        ["FormId"] = "NULL",
    };

    public static void Fill(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "data", "clearsettings.db")}");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Copy(connection, "users", Users, ChangedOfUser);
        Copy(connection, "members", Users, ChangedOfMember);
        Copy(connection, "credentials", Credentials, ChangedOfCredential);
        transaction.Commit();
    }

    private static string Id(string kind, string number) =>
        $"printf('{(kind == "u" ? "AAAAAAAA" : "CCCCCCCC")}-0000-7000-8000-%012X', {number})";

    private static string Email(string number) => $"'person' || {number} || '@example.com'";

    private static void Copy(SqliteConnection connection, string table, int count, Dictionary<string, string> changed)
    {
        var columns = Columns(connection, table);
        using var insert = connection.CreateCommand();
        insert.CommandText = $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}),
            first AS (SELECT * FROM {table} LIMIT 1)
            INSERT INTO {table} ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
            SELECT {string.Join(
                ", ",
                columns.Select(c => changed.GetValueOrDefault(c, $"first.\"{c}\""))
            )} FROM n, first
            """;
        insert.ExecuteNonQuery();
    }

    private static List<string> Columns(SqliteConnection connection, string table)
    {
        using var question = connection.CreateCommand();
        question.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
        using var reader = question.ExecuteReader();
        List<string> names = [];
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }
}
