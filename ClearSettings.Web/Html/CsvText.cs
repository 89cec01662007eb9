using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Html;

/// <summary>Writes rows as CSV (RFC 4180), so that a spreadsheet takes no cell for a formula.</summary>
public sealed class CsvText
{
    // With their full-width forms, which spreadsheets read in the same way.
    private const string Formula = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private readonly StringBuilder _text = new();

    public void Add(params IEnumerable<string?> cells) => _text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    public override string ToString() => _text.ToString();

    /// <summary>A download. It begins with a byte order mark, without which Excel does not read UTF-8.</summary>
    public FileContentResult ToFile(string name) =>
        new([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ToString())], "text/csv; charset=utf-8")
        {
            FileDownloadName = name,
        };

    internal static string Cell(string? value)
    {
        var safe =
            string.IsNullOrEmpty(value) ? ""
            : IsFormula(value) ? "'" + value
            : value;
        return safe.AsSpan().IndexOfAny("\",\r\n;\t") < 0
            ? safe
            : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // White space and quotes before the sign do not stop every spreadsheet; a leading tab or line break is itself a way
    // in.
    private static bool IsFormula(string value)
    {
        if (value[0] is '\t' or '\r' or '\n')
            return true;
        var start = value.AsSpan().TrimStart().TrimStart("\"'").TrimStart();
        return !start.IsEmpty && Formula.Contains(start[0]);
    }
}
