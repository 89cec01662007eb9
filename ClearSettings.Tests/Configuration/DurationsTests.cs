using ClearSettings.Domain;

namespace ClearSettings.Tests.Configuration;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("30d", 30 * 86_400)]
    [InlineData("12h", 12 * 3_600)]
    [InlineData("15m", 15 * 60)]
    [InlineData("45s", 45)]
    [InlineData(" 7D ", 7 * 86_400)]
    [InlineData("30.00:00:00", 30 * 86_400)]
    [InlineData("12:00:00", 12 * 3_600)]
    [InlineData("0s", 0)]
    public void Every_form_is_read(string text, long seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("+1d")]
    [InlineData("1.5d")]
    [InlineData("1 d")]
    [InlineData("1w")]
    [InlineData("12:00")]
    [InlineData("-1.00:00:00")]
    [InlineData("1:2:3:4")]
    [InlineData("99999999999999999999d")]
    [InlineData("9999999999d")]
    public void Anything_else_is_refused(string? text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData("30d", "30d")]
    [InlineData("24h", "1d")]
    [InlineData("36h", "36h")]
    [InlineData("90s", "90s")]
    [InlineData("120s", "2m")]
    [InlineData("0s", "0s")]
    public void The_largest_unit_that_fits_is_written(string text, string written)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(written, Durations.Format(duration));
    }
}
