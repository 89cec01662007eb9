using System.Diagnostics;
using ClearSettings.Benchmarks.Formats;

namespace ClearSettings.Tests.Hocon;

/// <summary>The small form of the fuzz command: nothing but an answer may come of any text.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 5_000;
    private const double Patience = 2_000;

    [Fact]
    public void Five_thousand_broken_texts_get_an_answer()
    {
        var seed = Random.Shared.Next();
        var mutations = new Mutations(Seeds(), seed);
        var (worst, what) = (0.0, "");
        for (var i = 0; i < Inputs; i++)
        {
            var text = mutations.Next();
            foreach (var (name, run) in Target.All)
            {
                var milliseconds = Try(run, text, $"{name} of input {i} of seed {seed}");
                if (milliseconds > worst)
                    (worst, what) = (milliseconds, $"{name} of input {i} with {text.Length} characters");
            }
        }
        output.WriteLine($"{Inputs} inputs, random numbers from {seed}; the slowest took {worst:0.0} ms: {what}");
        Assert.True(worst < Patience, $"{what} took {worst:0} ms (seed {seed})");
    }

    private static IReadOnlyList<string> Seeds() =>
        [
            .. Mutations.OwnSeeds,
            .. ConformanceCorpus.Find() is { } corpus
                ? Directory
                    .EnumerateFiles(corpus, "*.conf", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
                    .Select(File.ReadAllText)
                : [],
        ];

    private static double Try(Action<string> run, string text, string what)
    {
        try
        {
            return FewestMilliseconds(run, text);
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException($"{what}: {problem.Message}\n{text}", problem);
        }
    }

    private static double FewestMilliseconds(Action<string> run, string text)
    {
        var fewest = Milliseconds(run, text);
        // The machine may have had other things to do: what is slow is so each time.
        for (var again = 0; again < 3 && fewest >= Patience; again++)
            fewest = Math.Min(fewest, Milliseconds(run, text));
        return fewest;
    }

    private static double Milliseconds(Action<string> run, string text)
    {
        var started = Stopwatch.GetTimestamp();
        run(text);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
