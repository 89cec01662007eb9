namespace ClearSettings.Benchmarks;

/// <summary>One server and what was measured on it, round by round.</summary>
internal sealed class Side(bool large, Server server, IReadOnlyList<Subject> subjects)
{
    private readonly List<(Measured Own, Measured Bare)>[] _rounds =
    [
        .. subjects.Select(_ => new List<(Measured, Measured)>()),
    ];

    public bool Large => large;

    public Server Server => server;

    public IReadOnlyList<Subject> Subjects => subjects;

    public void Measure(int subject, double seconds)
    {
        var bare = LoadGenerator.Measure(server.Port, subjects[subject].Bare, seconds);
        _rounds[subject].Add((LoadGenerator.Measure(server.Port, subjects[subject].Request, seconds), bare));
    }

    /// <summary>Requests per second as a part of the bare endpoint's, of each round.</summary>
    public IEnumerable<double> Ratios(int subject) => _rounds[subject].Select(r => r.Own.PerSecond / r.Bare.PerSecond);

    public IEnumerable<double> PerSecond(int subject) => _rounds[subject].Select(r => r.Own.PerSecond);

    public Measured Own(int subject) => Middle(_rounds[subject].Select(r => r.Own));

    public Measured Bare(int subject) => Middle(_rounds[subject].Select(r => r.Bare));

    private static Measured Middle(IEnumerable<Measured> all) =>
        new(Median.Of(all.Select(m => m.PerSecond)), Median.Of(all.Select(m => m.Allocated)));
}
