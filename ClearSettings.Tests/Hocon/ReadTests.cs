using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class ReadTests
{
    private static ConfigObject Read(string text) =>
        Resolver.Resolve(Document.Parse(text, new ParseOptions { Dialect = Dialect.Strict, Name = "x.conf" })).Root;

    [Fact]
    public void Values_are_read_by_path_and_convert()
    {
        var root = Read(
            "a { s = text, n = 5, f = 2.5, t = \"7\", b = on, l = [1, 2], i { \"1\" = y, \"0\" = x } }, \"x.y\" = 1"
        );
        Assert.Equal(
            ("text", "5", 5, 7, 2.5, true),
            (
                root.GetString("a.s"),
                root.GetString("a.n"),
                root.GetLong("a.n"),
                root.GetLong("a.t"),
                root.GetDouble("a.f"),
                root.GetBoolean("a.b")
            )
        );
        Assert.Equal(2, root.GetList("a.l").Count);
        Assert.Equal(["x", "y"], root.GetList("a.i").Select(v => ((ConfigString)v).Value));
        Assert.Equal(1, root.GetLong("\"x.y\""));
        Assert.Equal(1, ((ConfigNumber)root.Find("x.y".Split('|'))!).Text.Length);
        Assert.Equal(7, root.GetObject("a").Count);
    }

    [Fact]
    public void Absent_and_null_are_no_value()
    {
        var root = Read("n = null");
        Assert.False(
            root.TryGetString("n", out _)
                || root.TryGetLong("x.y", out _)
                || root.TryGetDouble("n", out _)
                || root.TryGetBoolean("n", out _)
                || root.TryGetList("n", out _)
                || root.TryGetObject("n", out _)
                || root.TryGetDuration("n", out _)
                || root.TryGetSize("n", out _)
        );
        Assert.Contains(
            "x.y must be a string, but it is not set.",
            Assert.Throws<HoconException>(() => root.GetString("x.y")).Message
        );
        Assert.True(Read("a = 3").TryGetLong("a", out var three) && three == 3);
    }

    [Theory]
    [InlineData("\na.b = [1]", "2:7: error: a.b must be a whole number, but it is a list.")]
    [InlineData("a.b = secret", "1:7: error: a.b must be a whole number, but it is a different string.")]
    [InlineData("a.b = 2.5", "1:7: error: a.b must be a whole number, but it is a number out of range.")]
    [InlineData(
        "a.b = 9223372036854775808",
        "1:7: error: a.b must be a whole number, but it is a number out of range."
    )]
    public void A_wrong_type_names_path_line_and_types_but_not_the_value(string text, string message)
    {
        var refused = Assert.Throws<HoconException>(() => Read(text).GetLong("a.b"));
        Assert.Equal(message, refused.Message);
        Assert.Equal("a.b", Assert.Single(refused.Findings).Path);
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("10ms", 10)]
    [InlineData("\" 1.5 s \"", 1500)]
    [InlineData("2 minutes", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1 day", 86_400_000)]
    [InlineData("-5 seconds", -5000)]
    [InlineData("1000000 nanos", 1)]
    [InlineData("2000us", 2)]
    public void Durations_have_units(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read($"a = {text}").GetDuration("a"));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("512B", 512)]
    [InlineData("1K", 1024)]
    [InlineData("1 kB", 1000)]
    [InlineData("1.5 MiB", 1572864)]
    [InlineData("2 megabytes", 2_000_000)]
    [InlineData("3G", 3221225472)]
    [InlineData("1 exbibyte", 1152921504606846976)]
    public void Sizes_have_units(string text, long bytes) => Assert.Equal(bytes, Read($"a = {text}").GetSize("a"));

    [Theory]
    [InlineData("10 S")]
    [InlineData("ten seconds")]
    [InlineData("1 2 s")]
    [InlineData("99999999999999 days")]
    [InlineData("[1]")]
    public void What_is_no_duration_is_refused(string text) =>
        Assert.Throws<HoconException>(() => Read($"a = {text}").GetDuration("a"));

    [Theory]
    [InlineData("-1")]
    [InlineData("1 KB")]
    [InlineData("16 E")]
    [InlineData("1 s")]
    public void What_is_no_size_is_refused(string text) =>
        Assert.Throws<HoconException>(() => Read($"a = {text}").GetSize("a"));
}
