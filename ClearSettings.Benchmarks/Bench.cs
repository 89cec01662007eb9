namespace ClearSettings.Benchmarks;

/// <summary>
/// The running servers, a small and perhaps a large one, measured in turns. A ratio is taken within one round, so that
/// what else the machine does weighs on both sides of it; the median of the rounds counts.
/// </summary>
internal sealed class Bench : IDisposable
{
    private const double LargeNeeds = 0.80;
    public const double MegabytesNeeded = 200;
    private const int Requests = 10_000;

    private readonly Options _options;
    private readonly List<Side> _sides = [];

    private Bench(Options options) => this._options = options;

    public static async Task<Bench> StartAsync(Binary binary, Options options)
    {
        var bench = new Bench(options);
        try
        {
            await bench.AddAsync(binary, large: false);
            if (options.Large)
                await bench.AddAsync(binary, large: true);
            return bench;
        }
        catch
        {
            bench.Dispose();
            throw;
        }
    }

    public void Measure(Report report)
    {
        foreach (var side in _sides)
            Warm(side, report, _options.Guard ? 2 : 4);
        for (var round = 1; round <= _options.Rounds; round++)
        {
            Console.WriteLine($"Round {round} of {_options.Rounds} ...");
            for (var i = 0; i < _sides[0].Subjects.Count; i++)
            {
                foreach (var side in _sides)
                    side.Measure(i, _options.Seconds);
            }
        }
        ReportRatios(_sides[0], report);
        if (_sides.Count > 1)
            ReportGrowth(_sides[0], _sides[1], report);
    }

    private static void ReportRatios(Side side, Report report)
    {
        report.Bare("Bare JSON", side.Bare(0));
        report.Bare("Bare page", side.Bare(2));
        for (var i = 0; i < side.Subjects.Count; i++)
            report.AtLeast(side.Subjects[i].Name, Median.Of(side.Ratios(i)), side.Subjects[i].Needed, side.Own(i));
    }

    private static void ReportGrowth(Side small, Side large, Report report)
    {
        for (var i = 0; i < small.Subjects.Count; i++)
            report.AtLeast(
                $"{small.Subjects[i].Name}: large to small",
                Median.Of(large.PerSecond(i).Zip(small.PerSecond(i), (l, s) => l / s)),
                LargeNeeds,
                large.Own(i)
            );
    }

    public void Dispose() => _sides.ForEach(s => s.Server.Dispose());

    private async Task AddAsync(Binary binary, bool large)
    {
        var folder = Server.NewFolder();
        var pair = await binary.SetUpAsync(folder);
        if (large)
        {
            Console.WriteLine("Filling a database with 100,000 users and 1,000,000 key pairs ...");
            LargeDatabase.Fill(folder);
        }
        var server = Server.Start(binary, folder);
        try
        {
            _sides.Add(new(large, server, await Subject.AllAsync(server, pair)));
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private static void Warm(Side side, Report report, double seconds)
    {
        foreach (var subject in side.Subjects)
            LoadGenerator.Run(
                side.Server.Port,
                subject.Request,
                TimeSpan.FromMinutes(1),
                Requests / side.Subjects.Count
            );
        var name = side.Large ? ", large database" : "";
        report.AtMost($"Memory after 10,000 requests{name}", side.Server.ResidentBytes / 1e6, MegabytesNeeded, "MB");
        if (side.Large)
            report.AtMost("First page, large database", side.Server.FirstPage.TotalSeconds, 1.5, "s");
        foreach (var subject in side.Subjects)
        {
            LoadGenerator.Measure(side.Server.Port, subject.Bare, seconds);
            LoadGenerator.Measure(side.Server.Port, subject.Request, seconds);
        }
    }
}
