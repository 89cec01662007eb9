using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Benchmarks.Formats;

/// <summary>
/// dotnet run -c Release --project ClearSettings.Benchmarks -- formats. Everything is measured warm; the quickest of
/// many runs counts, since other work on the machine can only add to it.
/// </summary>
internal static class HoconMeasurements
{
    private static readonly Limits Wide = new()
    {
        MaxBytes = 64 << 20,
        MaxNodes = 10_000_000,
        MaxExpansion = 50_000_000,
        MaxSteps = int.MaxValue,
    };
    private static readonly ParseOptions Strict = new() { Dialect = Dialect.Strict, Limits = Wide };

    public static int Run()
    {
        var report = new Report();
        var hocon = Texts.Hocon(100_000);
        Warm(hocon);
        var small = Time(() => Resolve(hocon), 150);
        report.AtMost("HOCON, 100 KB, parse and resolve", small, 3, "ms");
        report.AtMost("HOCON, 100 KB, memory allocated", Allocated(() => Resolve(hocon)) / 1e6, 2, "MB");
        report.Figure("HOCON, 100 KB, parse only", Time(() => Document.Parse(hocon, Strict), 100), "ms");
        var large = Texts.Hocon(5_000_000);
        report.AtMost(
            "HOCON, 5 MB, for each 100 KB of it",
            Time(() => Resolve(large), 10) / (large.Length / (double)hocon.Length),
            3,
            "ms"
        );
        report.AtMost("References doubled from 2,000 to 4,000", Doubled(2000, 200), 2.3, "times");
        report.AtMost("References doubled from 20,000 to 40,000", Doubled(20_000, 20), 2.3, "times");
        var yaml = Texts.Yaml(100_000);
        report.AtMost("YAML, 100 KB, parse and resolve", Time(() => Resolve(YamlReader.Parse(yaml)), 100), 12, "ms");
        Json(report);
        report.Print();
        return report.AllMet ? 0 : 1;
    }

    /// <summary>The floor: the runtime's JSON reader on the same data, from the same string.</summary>
    private static void Json(Report report)
    {
        var json = PrettyWriter.Json(Resolver.Resolve(Document.Parse(Texts.Hocon(100_000), Strict)).Root);
        var floor = Time(() => JsonDocument.Parse(json).Dispose(), 150);
        var ours = Time(() => Resolve(Document.Parse(json, new ParseOptions { Dialect = Dialect.Json })), 150);
        var size = $"{Encoding.UTF8.GetByteCount(json) / 1000} KB";
        report.Figure($"The same data as JSON, {size}, System.Text.Json (JsonDocument)", floor, "ms");
        report.Figure($"The same data as JSON, {size}, this engine", ours, "ms");
        report.Figure("This engine to System.Text.Json, JSON", ours / floor, "times");
        report.Figure(
            "This engine to System.Text.Json, HOCON against the JSON of it",
            Time(() => Resolve(Texts.Hocon(100_000, cached: true)), 100) / floor,
            "times"
        );
    }

    private static double Doubled(int references, int times)
    {
        var (one, two) = (Texts.References(references), Texts.References(references * 2));
        var first = Time(() => Resolve(one), times);
        return Time(() => Resolve(two), times) / first;
    }

    private static void Resolve(string text) => Resolve(Document.Parse(text, Strict));

    private static void Resolve(Document document)
    {
        var resolved = Resolver.Resolve(document, new ResolveOptions { Limits = Wide });
        if (document.HasErrors || resolved.HasErrors)
            throw new InvalidOperationException(
                "The measured text has errors: "
                    + $"{document.Findings.Concat(resolved.Findings.Select(f => f.Finding)).First()}"
            );
    }

    private static void Warm(string text)
    {
        var started = Stopwatch.StartNew();
        while (started.ElapsedMilliseconds < 3000)
            Resolve(text);
    }

    private static double Time(Action work, int times)
    {
        work();
        var best = double.MaxValue;
        for (var i = 0; i < times; i++)
        {
            var clock = new CpuClock();
            work();
            best = Math.Min(best, clock.Milliseconds);
        }
        return best;
    }

    private static double Allocated(Action work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
