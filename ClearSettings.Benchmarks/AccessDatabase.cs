using System.Diagnostics;
using ClearSettings.Domain.AccessRules;
using Microsoft.Data.Sqlite;

namespace ClearSettings.Benchmarks;

/// <summary>The same workspace in SQLite tables with the obvious indexes, asked with one recursive query.</summary>
internal sealed class AccessDatabase(AccessWorkspace workspace)
{
    private const string Tables = """
        create table resources(type integer, id text, parent text, primary key(type, id)) without rowid;
        create table rules(id text primary key, type integer, resource text, level integer);
        create table assignees(rule text, assignee text, primary key(rule, assignee)) without rowid;
        create table members(member text, grp text, primary key(member, grp)) without rowid;
        """;

    private const string Query = """
        with recursive lineage(type, id, parent) as (
          select type, id, parent from resources where type = $type and id = $id
          union all
          select r.type, r.id, r.parent from resources r join lineage l on r.type = 0 and r.id = l.parent)
        select max(rules.level) from lineage
        join rules on rules.type = lineage.type and rules.resource = lineage.id
        join assignees on assignees.rule = rules.id
        where assignees.assignee in (select $user union all select grp from members where member = $user)
        """;

    /// <summary>Nanoseconds of a median decision.</summary>
    public double MeasureDecisions(int count)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Fill(connection);
        using var command = connection.CreateCommand();
        command.CommandText = Query;
        var (type, id, user) = (
            command.Parameters.Add("$type", SqliteType.Integer),
            command.Parameters.Add("$id", SqliteType.Text),
            command.Parameters.Add("$user", SqliteType.Text)
        );
        var random = new Random(1);
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var resource = workspace.PickResource(random);
            (type.Value, id.Value, user.Value) = ((int)resource.Type, resource.Id, Text(workspace.PickAccount(random)));
            var watch = Stopwatch.StartNew();
            command.ExecuteScalar();
            times.Add(watch.Elapsed.TotalNanoseconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    private void Fill(SqliteConnection connection)
    {
        Execute(connection, Tables);
        using var transaction = connection.BeginTransaction();
        Insert(connection, "resources values($0, $1, $2)", Resources);
        Insert(connection, "rules values($0, $1, $2, $3)", workspace.Rules.Select(ToRow));
        Insert(connection, "assignees values($0, $1)", Assignees);
        Insert(connection, "members values($0, $1)", Members);
        transaction.Commit();
        Execute(connection, "create index rules_by_resource on rules(type, resource); analyze;");
    }

    private IEnumerable<object?[]> Resources =>
        workspace.Resources.Select(r => new object?[] { (int)r.Key.Type, r.Key.Id, r.Parent });

    private IEnumerable<object?[]> Assignees =>
        workspace.Rules.SelectMany(r => r.Assignees.Distinct().Select(a => new object?[] { Text(r.Id), Text(a) }));

    private IEnumerable<object?[]> Members =>
        workspace.Memberships.SelectMany(m => m.Value.Distinct().Select(g => new object?[] { Text(m.Key), Text(g) }));

    private static object?[] ToRow(RuleGrant rule) => [Text(rule.Id), (int)rule.Type, rule.ResourceId, (int)rule.Level];

    private static void Insert(SqliteConnection connection, string into, IEnumerable<object?[]> rows)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"insert into {into}";
        foreach (var row in rows)
        {
            command.Parameters.Clear();
            for (var i = 0; i < row.Length; i++)
                command.Parameters.AddWithValue($"${i}", row[i] ?? DBNull.Value);
            command.ExecuteNonQuery();
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Text(Guid id) => id.ToString("N");
}
