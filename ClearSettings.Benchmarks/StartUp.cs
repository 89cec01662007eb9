namespace ClearSettings.Benchmarks;

/// <summary>
/// From the start of the process to the end of its first page: in an empty folder, where it also creates the database,
/// and later. The quickest of a few counts, since other work on the machine can only add to it.
/// </summary>
internal static class StartUp
{
    private const double Needed = 1.5;

    public static void Measure(Binary binary, Report report, int times)
    {
        List<double> fresh = [],
            later = [];
        var memory = double.MaxValue;
        for (var i = 0; i < times; i++)
        {
            var folder = Server.NewFolder();
            using (var first = Server.Start(binary, folder, keepsFolder: true))
                fresh.Add(first.FirstPage.TotalSeconds);
            using var second = Server.Start(binary, folder);
            later.Add(second.FirstPage.TotalSeconds);
            memory = Math.Min(memory, second.ResidentBytes / 1e6);
        }
        report.AtMost("First page, empty folder", fresh.Min(), Needed, "s");
        report.AtMost("First page, later start", later.Min(), Needed, "s");
        report.AtMost("Memory at the first page", memory, Bench.MegabytesNeeded, "MB");
    }
}

internal static class Median
{
    public static double Of(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
