using System.Diagnostics;
using ClearSettings.Benchmarks.Formats;

namespace ClearSettings.Tests.Hocon;

/// <summary>The small form of the fuzz command: nothing but an answer may come of any text.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 20_000;

    [Fact]
    public void Twenty_thousand_broken_texts_get_an_answer()
    {
        IReadOnlyList<string> seeds = [.. Mutations.OwnSeeds, .. ConformanceCorpus.Find() is { } corpus ? Directory.EnumerateFiles(corpus, "*.conf", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText) : []];
        var seed = Random.Shared.Next();
        var mutations = new Mutations(seeds, seed);
        var (worst, what) = (0.0, "");
        for (var i = 0; i < Inputs; i++)
        {
            var text = mutations.Next();
            foreach (var (name, run) in Target.All)
            {
                var started = Stopwatch.GetTimestamp();
                try
                {
                    run(text);
                }
                catch (Exception problem)
                {
                    Assert.Fail($"{name} of input {i} of seed {seed}: {problem}\n{text}");
                }
                var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (milliseconds > worst) (worst, what) = (milliseconds, $"{name} of input {i} with {text.Length} characters");
            }
        }
        output.WriteLine($"{Inputs} inputs, random numbers from {seed}; the slowest took {worst:0.0} ms: {what}");
        Assert.True(worst < 2000, $"{what} took {worst:0} ms (seed {seed})");
    }
}
