using System.Diagnostics;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Benchmarks;

/// <summary>
/// Decisions of access rules at a hundredth, a tenth and the full size of a large workspace, compared with a query in
/// SQLite.
/// </summary>
internal static class AccessLoad
{
    private const int Decisions = 200_000;
    private const int Queries = 300;
    private const int Lists = 20;
    private const int Added = 1000;

    public static int Run()
    {
        Console.WriteLine(
            "| Resources | Rules | Build | Memory | Decision p50 | p99 | List of | takes | Add a rule p50 | p99 "
                + "| SQL decision | SQL / index |"
        );
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        List<Figures> all = [];
        foreach (var part in new[] { 100, 10, 1 })
        {
            var figures = Measure(new(part));
            all.Add(figures);
            Console.WriteLine(figures.ToRow());
        }
        Console.WriteLine();
        Console.WriteLine(
            FormattableString.Invariant(
                $"A read from memory that is not in the cache takes {MeasureMemory():0} ns here."
            )
        );
        for (var i = 1; i < all.Count; i++)
            Console.WriteLine(all[i].CompareWith(all[i - 1]));
        return all[^1].AreMet ? 0 : 1;
    }

    private static Figures Measure(AccessWorkspace workspace)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        using var index = workspace.BuildIndex();
        var build = watch.Elapsed;
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        return new(workspace.Resources.Count, workspace.Rules.Count)
        {
            Build = build,
            Bytes = bytes,
            Decision = MeasureDecisions(index, workspace),
            List = MeasureList(index, workspace),
            Add = MeasureRules(index, workspace),
            Sql = new AccessDatabase(workspace).MeasureDecisions(Queries),
        };
    }

    // Each decision is about another account and object, so the times include what is missing from the processor's
    // cache, and
    // what reading the clock costs. The questions themselves have just been read from a request, as in the server.
    private static Times MeasureDecisions(AccessIndex index, AccessWorkspace workspace)
    {
        for (var i = 0; i < Decisions; i++)
            index.GetLevel(workspace.PickAccount(Random.Shared), workspace.PickResource(Random.Shared));
        var random = new Random(1);
        var times = new long[Decisions];
        for (var i = 0; i < Decisions; i++)
        {
            var (account, resource) = (workspace.PickAccount(random), workspace.PickRequested(random));
            var from = Stopwatch.GetTimestamp();
            index.GetLevel(account, resource);
            times[i] = Stopwatch.GetTimestamp() - from;
        }
        return Times.From(times);
    }

    // An account that can read a tenth of everything: 100,000 objects at full size.
    private static (int Count, TimeSpan Time) MeasureList(AccessIndex index, AccessWorkspace workspace)
    {
        var best = TimeSpan.MaxValue;
        var count = 0;
        for (var i = 0; i < Lists; i++)
        {
            var watch = Stopwatch.StartNew();
            count = index.GetIds(workspace.Reader, ResourceType.Task, AccessLevel.Read).Count;
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }
        return (count, best);
    }

    private static Times MeasureRules(AccessIndex index, AccessWorkspace workspace)
    {
        var random = new Random(2);
        var times = new long[Added];
        for (var i = 0; i < Added; i++)
        {
            var rule = workspace.MakeRule(random);
            var from = Stopwatch.GetTimestamp();
            index.SetRule(rule);
            times[i] = Stopwatch.GetTimestamp() - from;
        }
        return Times.From(times);
    }

    // Each read depends on the one before, so nothing can be fetched ahead.
    private static double MeasureMemory()
    {
        const int size = 1 << 24;
        const int reads = 1_000_000;
        var next = new int[size];
        for (var i = 0; i < size; i++)
            next[i] = i;
        // One cycle through all places (Sattolo).
        var random = new Random(1);
        for (var i = size - 1; i > 0; i--)
        {
            var other = random.Next(i);
            (next[i], next[other]) = (next[other], next[i]);
        }
        var at = 0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < reads; i++)
            at = next[at];
        return watch.Elapsed.TotalNanoseconds / reads + (at < 0 ? 1 : 0);
    }

    /// <summary>What one size took.</summary>
    private sealed record Figures(int Resources, int Rules)
    {
        public required TimeSpan Build { get; init; }

        public required long Bytes { get; init; }

        public required Times Decision { get; init; }

        public required (int Count, TimeSpan Time) List { get; init; }

        public required Times Add { get; init; }

        /// <summary>Nanoseconds of a median decision.</summary>
        public required double Sql { get; init; }

        public bool AreMet =>
            Build.TotalSeconds < 10
            && Bytes < 600e6
            && Decision is { Median: < 1000, Slow: < 5000 }
            && List.Time.TotalMilliseconds < 50;

        public string ToRow() =>
            FormattableString.Invariant(
                $"| {Resources:N0} | {Rules:N0} | {Build.TotalSeconds:0.00} s | {Bytes / 1e6:0} MB "
            )
            + FormattableString.Invariant($"| {Decision.Median:0} ns | {Decision.Slow:0} ns ")
            + FormattableString.Invariant($"| {List.Count:N0} | {List.Time.TotalMilliseconds:0.0} ms ")
            + FormattableString.Invariant($"| {Add.Median / 1000:0.0} µs | {Add.Slow / 1000:0.0} µs ")
            + FormattableString.Invariant($"| {Sql / 1000:0.0} µs | {Sql / Decision.Median:N0} |");

        public string CompareWith(Figures smaller) =>
            FormattableString.Invariant(
                $"From {smaller.Resources:N0} to {Resources:N0} resources: build ×{Build / smaller.Build:0.0}, "
            )
            + FormattableString.Invariant($"memory ×{(double)Bytes / smaller.Bytes:0.0}, ")
            + FormattableString.Invariant($"decision ×{Decision.Median / smaller.Decision.Median:0.0}, ")
            + FormattableString.Invariant($"list ×{List.Time / smaller.List.Time:0.0}, ")
            + FormattableString.Invariant(
                $"adding a rule ×{Add.Median / smaller.Add.Median:0.0}, SQL ×{Sql / smaller.Sql:0.0}."
            );
    }

    /// <summary>Nanoseconds in the median and at the 99th percentile.</summary>
    private sealed record Times(double Median, double Slow)
    {
        public static Times From(long[] ticks)
        {
            Array.Sort(ticks);
            return new(ToNanoseconds(ticks[ticks.Length / 2]), ToNanoseconds(ticks[ticks.Length * 99 / 100]));
        }

        private static double ToNanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency;
    }
}
