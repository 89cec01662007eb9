using ClearSettings.Web.Html;

namespace ClearSettings.Tests.Html;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\rx")]
    [InlineData("\nx")]
    [InlineData("\uFF1D1+1")]
    [InlineData("\uFF0B1")]
    [InlineData("\uFF0D1")]
    [InlineData("\uFF20SUM(A1)")]
    [InlineData("  =1")]
    [InlineData("\u00A0=1")]
    [InlineData("\u3000\uFF1D1")]
    [InlineData("\"=1")]
    [InlineData("\" =1")]
    [InlineData(" '\"=1\"")]
    public void What_a_spreadsheet_could_calculate_begins_with_an_apostrophe(string cell) =>
        Assert.StartsWith("'", Read(cell));

    [Theory]
    [InlineData("Olga Orlova")]
    [InlineData("a=b")]
    [InlineData("olga+x@example.com")]
    [InlineData("O'Neill")]
    [InlineData("2026-03-02")]
    [InlineData("\"quoted\"")]
    [InlineData("a;b,c\td")]
    [InlineData("")]
    [InlineData("   ")]
    public void Everything_else_comes_back_as_it_was(string cell) => Assert.Equal(cell, Read(cell));

    [Fact]
    public void Cells_are_separated_by_commas_and_rows_by_line_breaks()
    {
        var csv = new CsvText();
        csv.Add("a", null, "b,c");
        csv.Add("d \"e\"");
        Assert.Equal("a,,\"b,c\"\r\n\"d \"\"e\"\"\"\r\n", csv.ToString());
    }

    [Fact]
    public void A_download_begins_with_a_byte_order_mark()
    {
        var csv = new CsvText();
        csv.Add("Zoë");
        var file = csv.ToFile("names.csv");
        Assert.Equal([0xEF, 0xBB, 0xBF, .. "Zoë\r\n"u8], file.FileContents);
        Assert.Equal(("text/csv; charset=utf-8", "names.csv"), (file.ContentType, file.FileDownloadName));
    }

    private static string Read(string cell)
    {
        var csv = new CsvText();
        csv.Add(cell);
        var text = csv.ToString()[..^2];
        return text.StartsWith('"') ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }
}
