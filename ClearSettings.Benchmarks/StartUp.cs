namespace ClearSettings.Benchmarks;

/// <summary>From the start of the process in an empty folder to the end of its first page: the very first time, when the file unpacks itself, and later.
/// The quickest of a few counts, since other work on the machine can only add to it.</summary>
internal static class StartUp
{
    private const double Needed = 1.5;
    private const int Times = 3;

    public static void Measure(Binary binary, Report report)
    {
        List<double> first = [], later = [];
        for (var i = 0; i < Times; i++)
        {
            var unpackTo = Server.NewFolder();
            first.Add(FirstPage(binary, unpackTo));
            later.Add(FirstPage(binary, unpackTo));
            Directory.Delete(unpackTo, recursive: true);
        }
        report.AtMost("First page, very first start", first.Min(), Needed, "s");
        report.AtMost("First page, later start", later.Min(), Needed, "s");
    }

    private static double FirstPage(Binary binary, string unpackTo)
    {
        using var server = Server.Start(binary, Server.NewFolder(), unpackTo);
        return server.FirstPage.TotalSeconds;
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
