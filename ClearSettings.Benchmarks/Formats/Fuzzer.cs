using System.Diagnostics;
using System.Globalization;

namespace ClearSettings.Benchmarks.Formats;

/// <summary>dotnet run -c Release --project ClearSettings.Benchmarks -- fuzz --inputs 1000000</summary>
internal sealed class Fuzzer(int inputs, int seed)
{
    private const double LimitMilliseconds = 100;

    private readonly List<(double Milliseconds, string Name, int Input)> _worst = [];
    private readonly Stopwatch _running = new();
    private volatile string _current = "";
    private int _failures;

    public static int Run(string[] args)
    {
        var (inputs, seed) = (1_000_000, 1);
        for (var i = 0; i < args.Length; i += 2)
        {
            var known =
                i + 1 < args.Length
                && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && (args[i] == "--inputs" ? (inputs = value) > 0 : args[i] == "--seed" && (seed = value) >= 0);
            if (known)
                continue;
            Console.Error.WriteLine("Arguments of fuzz: [--inputs 1000000] [--seed 1]");
            return 2;
        }
        return new Fuzzer(inputs, seed).Run();
    }

    private int Run()
    {
        var seeds = Seeds();
        Console.WriteLine(
            $"{inputs:N0} inputs of at most {Mutations.MaxLength / 1024} KB made of {seeds.Count:N0} seeds, random "
                + $"numbers from {seed} ..."
        );
        var started = Stopwatch.StartNew();
        using var watch = new Timer(_ => Watch(), null, 1000, 1000);
        var characters = Work(new Mutations(seeds, seed));
        Console.WriteLine(
            $"{inputs:N0} inputs, {characters / 1e6:N0} million characters, {Target.All.Count} operations each, in "
                + $"{started.Elapsed.TotalMinutes:0.0} minutes."
        );
        Console.WriteLine(
            $"Exceptions: {_failures}. Operations over {LimitMilliseconds} ms: "
                + $"{_worst.Count(w => w.Milliseconds > LimitMilliseconds)}. The slowest:"
        );
        foreach (var (milliseconds, name, input) in _worst.OrderByDescending(w => w.Milliseconds).Take(5))
            Console.WriteLine($"  {milliseconds, 7:0.0} ms  {name} of input {input}");
        return _failures == 0 && _worst.TrueForAll(w => w.Milliseconds <= LimitMilliseconds) ? 0 : 1;
    }

    private long Work(Mutations mutations)
    {
        var characters = 0L;
        for (var i = 0; i < inputs; i++)
        {
            var text = mutations.Next();
            characters += text.Length;
            foreach (var (name, run) in Target.All)
                Try(i, name, run, text);
            if (i % 100_000 == 99_999)
                Console.WriteLine($"  {i + 1:N0}");
        }
        return characters;
    }

    private void Try(int input, string name, Action<string> run, string text)
    {
        _current = text;
        _running.Restart();
        var clock = new CpuClock();
        try
        {
            run(text);
        }
        catch (Exception problem)
        {
            _failures++;
            Keep($"{name} of input {input}: {problem}", text);
        }
        var milliseconds = _running.Elapsed.TotalMilliseconds;
        if (milliseconds > LimitMilliseconds)
            milliseconds = Math.Min(milliseconds, clock.Milliseconds);
        if (milliseconds > LimitMilliseconds)
            milliseconds = Math.Min(milliseconds, Again(run, text));
        if (_worst.Count < 20 || milliseconds > _worst[^1].Milliseconds)
            Note(milliseconds, name, input);
        if (milliseconds > LimitMilliseconds)
            Keep($"{name} of input {input} took {milliseconds:0} ms", text);
    }

    /// <summary>
    /// The quickest of three more, since the collector or another program may have had the processor.
    /// </summary>
    private static double Again(Action<string> run, string text) =>
        Enumerable
            .Range(0, 3)
            .Min(_ =>
            {
                var again = new CpuClock();
                try
                {
                    run(text);
                }
                catch (Exception)
                {
                    // Counted the first time.
                }
                return again.Milliseconds;
            });

    private void Note(double milliseconds, string name, int input)
    {
        _worst.Add((milliseconds, name, input));
        _worst.Sort((a, b) => b.Milliseconds.CompareTo(a.Milliseconds));
        if (_worst.Count > 20 && _worst[^1].Milliseconds <= LimitMilliseconds)
            _worst.RemoveAt(_worst.Count - 1);
    }

    private void Watch()
    {
        if (_running.Elapsed < TimeSpan.FromSeconds(20))
            return;
        Keep("a text hangs", _current);
        Environment.Exit(1);
    }

    private static void Keep(string what, string text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"clearsettings-fuzz-{Guid.NewGuid():N}.txt");
        File.WriteAllText(file, text, new System.Text.UnicodeEncoding(bigEndian: false, byteOrderMark: true));
        Console.WriteLine($"{what}\n  The text is kept in {file} (UTF-16).");
    }

    /// <summary>Our own, and the documents of the corpus where it is.</summary>
    private static IReadOnlyList<string> Seeds()
    {
        var corpus = Environment.GetEnvironmentVariable("HOCON_CORPUS");
        for (
            var folder = new DirectoryInfo(Directory.GetCurrentDirectory());
            corpus is null && folder is not null;
            folder = folder.Parent
        )
        {
            var candidate = Path.Combine(folder.FullName, "shared", "hocon-corpus");
            if (Directory.Exists(candidate))
                corpus = candidate;
        }
        IEnumerable<string> files = corpus is null
            ? []
            : Directory.EnumerateFiles(corpus, "*.conf", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return [.. Mutations.OwnSeeds, .. files.Select(File.ReadAllText)];
    }
}
