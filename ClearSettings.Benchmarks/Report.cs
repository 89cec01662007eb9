using System.Globalization;

namespace ClearSettings.Benchmarks;

/// <summary>The one table, in Markdown.</summary>
internal sealed class Report
{
    private readonly List<string[]> _rows =
    [
        ["What", "Measured", "Needed", "Verdict", "Requests/s", "Bytes a request"],
        ["---", "--:", "--:", "---", "--:", "--:"],
    ];

    private readonly List<string> _belowHalf = [];

    public bool AllMet { get; private set; } = true;

    /// <summary>Ratios so far from their target that no other work on the machine explains it.</summary>
    public IReadOnlyList<string> BelowHalf => _belowHalf;

    public void AtLeast(string what, double measured, double needed, Measured? detail = null)
    {
        if (measured < needed / 2)
            _belowHalf.Add(what);
        Add(what, Text($"{measured:0.00}"), Text($"at least {needed:0.00}"), measured >= needed, detail);
    }

    public void AtMost(string what, double measured, double needed, string unit) =>
        Add(what, Text($"{measured:0.##} {unit}"), Text($"at most {needed:0.##} {unit}"), measured <= needed, null);

    /// <summary>A figure without a target.</summary>
    public void Figure(string what, double measured, string unit) =>
        _rows.Add([what, Text($"{measured:0.##} {unit}"), "", "", "", ""]);

    public void Bare(string what, Measured detail) =>
        _rows.Add([what, "1", "", "", Text($"{detail.PerSecond:0}"), Text($"{detail.Allocated:0}")]);

    public void Print()
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(c => _rows.Max(r => r[c].Length)).ToList();
        foreach (var row in _rows)
            Console.WriteLine(
                "| "
                    + string.Join(
                        " | ",
                        row.Select(
                            (cell, c) =>
                                cell.StartsWith("--", StringComparison.Ordinal)
                                    ? Rule(cell, widths[c])
                                    : cell.PadRight(widths[c])
                        )
                    )
                    + " |"
            );
    }

    private void Add(string what, string measured, string needed, bool met, Measured? detail)
    {
        AllMet &= met;
        _rows.Add([
            what,
            measured,
            needed,
            met ? "met" : "MISSED",
            detail is null ? "" : Text($"{detail.PerSecond:0}"),
            detail is null ? "" : Text($"{detail.Allocated:0}"),
        ]);
    }

    private static string Rule(string kind, int width) =>
        kind.EndsWith(':') ? new string('-', width - 1) + ":" : new string('-', width);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
