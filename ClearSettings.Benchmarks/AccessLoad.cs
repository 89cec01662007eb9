using System.Diagnostics;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Benchmarks;

/// <summary>Decisions of access rules at a hundredth, a tenth and the full size of a large workspace, compared with a query in SQLite.</summary>
internal static class AccessLoad
{
    private const int Decisions = 200_000;
    private const int Queries = 300;
    private const int Lists = 20;

    public static int Run()
    {
        Console.WriteLine(
            "| Resources | Rules | Build | Memory | Decision p50 | p99 | List of | takes | Add a rule | SQL decision | SQL / index |"
        );
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        var isMet = true;
        foreach (var part in new[] { 100, 10, 1 })
            isMet = Measure(new(part), isFull: part == 1) && isMet;
        return isMet ? 0 : 1;
    }

    private static bool Measure(AccessWorkspace workspace, bool isFull)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        using var index = workspace.BuildIndex();
        var build = watch.Elapsed.TotalSeconds;
        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        var (median, slow) = MeasureDecisions(index, workspace);
        var (count, list) = MeasureList(index, workspace);
        var add = MeasureRules(index, workspace);
        var sql = new AccessDatabase(workspace).MeasureDecisions(Queries);
        Console.WriteLine(
            FormattableString.Invariant(
                $"| {workspace.Resources.Count:N0} | {workspace.Rules.Count:N0} | {build:0.00} s | {megabytes:0} MB | {median:0} ns | {slow:0} ns | {count:N0} | {list:0.0} ms | {add:0.0} µs | {sql / 1000:0.0} µs | {sql / median:N0} |"
            )
        );
        return !isFull || (build < 10 && megabytes < 600 && median < 1000 && slow < 5000 && list < 50);
    }

    // Each decision is timed by itself, so the figures include what reading the clock costs.
    private static (double Median, double Slow) MeasureDecisions(AccessIndex index, AccessWorkspace workspace)
    {
        var random = new Random(1);
        var questions = Enumerable
            .Range(0, Decisions)
            .Select(_ => (workspace.PickAccount(random), workspace.PickResource(random)))
            .ToArray();
        foreach (var (account, resource) in questions)
            index.GetLevel(account, resource);
        var times = new long[questions.Length];
        for (var i = 0; i < questions.Length; i++)
        {
            var from = Stopwatch.GetTimestamp();
            index.GetLevel(questions[i].Item1, questions[i].Item2);
            times[i] = Stopwatch.GetTimestamp() - from;
        }
        Array.Sort(times);
        return (Nanoseconds(times[times.Length / 2]), Nanoseconds(times[times.Length * 99 / 100]));
    }

    // An account that can read a tenth of everything: 100,000 objects at full size.
    private static (int Count, double Milliseconds) MeasureList(AccessIndex index, AccessWorkspace workspace)
    {
        var best = double.MaxValue;
        var count = 0;
        for (var i = 0; i < Lists; i++)
        {
            var watch = Stopwatch.StartNew();
            count = index.GetIds(workspace.Reader, ResourceType.Task, AccessLevel.Read).Count;
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }
        return (count, best);
    }

    private static double MeasureRules(AccessIndex index, AccessWorkspace workspace)
    {
        const int rules = 1000;
        var random = new Random(2);
        var added = Enumerable.Range(0, rules).Select(_ => workspace.MakeRule(random)).ToList();
        var watch = Stopwatch.StartNew();
        foreach (var rule in added)
            index.SetRule(rule);
        return watch.Elapsed.TotalMicroseconds / rules;
    }

    private static double Nanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency;
}
