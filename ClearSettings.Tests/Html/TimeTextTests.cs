using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

namespace ClearSettings.Tests.Html;

public sealed class TimeTextTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, "Just now")]
    [InlineData(59, "Just now")]
    [InlineData(60, "1 minute ago")]
    [InlineData(3599, "59 minutes ago")]
    [InlineData(3600, "1 hour ago")]
    [InlineData(86399, "23 hours ago")]
    [InlineData(86400, "Yesterday")]
    [InlineData(2 * 86400, "2 days ago")]
    [InlineData(15 * 86400 - 1, "14 days ago")]
    [InlineData(15 * 86400, "Feb 15, 2026")]
    [InlineData(-1, "In 1 minute")]
    [InlineData(-3601, "In 2 hours")]
    [InlineData(-86401, "In 2 days")]
    public void Times_are_said_as_people_say_them(int secondsAgo, string words) =>
        Assert.Equal(words, TimeText.Relative(Now.AddSeconds(-secondsAgo), Now, TimeFormat.Default));

    [Theory]
    [InlineData(0, "1 minute")]
    [InlineData(61, "2 minutes")]
    [InlineData(3599, "1 hour")]
    [InlineData(3540, "59 minutes")]
    [InlineData(3600, "1 hour")]
    [InlineData(3601, "2 hours")]
    [InlineData(86400, "24 hours")]
    [InlineData(86401, "2 days")]
    public void What_is_left_is_rounded_up(int seconds, string words) =>
        Assert.Equal(words, TimeText.Left(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 events")]
    [InlineData(1, "1 event")]
    [InlineData(1234567, "1,234,567 events")]
    public void Numbers_have_units(int number, string words) => Assert.Equal(words, TimeText.Count(number, "event"));

    [Theory]
    [InlineData("Olga Orlova", "OO")]
    [InlineData("olga", "OL")]
    [InlineData("Olga van der Orlova", "OO")]
    [InlineData("x", "X")]
    [InlineData("", "?")]
    [InlineData("   ", "?")]
    [InlineData("😀 👩‍👩‍👧", "😀👩‍👩‍👧")]
    [InlineData("e\u0301va", "E\u0301V")]
    [InlineData("<b> &x", "<X")]
    [InlineData("System credentials \u201Cfileserver\u201D", "SF")]
    [InlineData("& \u201C\u201D", "?")]
    public void Initials_are_what_a_person_sees_as_letters(string name, string initials) =>
        Assert.Equal(initials, Avatars.Initials(name));

    [Fact]
    public void A_name_has_always_the_same_of_five_tints()
    {
        Assert.Equal(Avatars.Tint("Olga"), Avatars.Tint("Olga"));
        Assert.Equal(5, Enumerable.Range(0, 200).Select(i => Avatars.Tint($"Person {i}")).Distinct().Count());
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("never", null, null)]
    [InlineData("30", null, 30 * 86400L)]
    [InlineData("31", null, -1L)]
    [InlineData("date", null, -1L)]
    [InlineData("date", "2026-03-02", 15 * 3600L)]
    [InlineData("date", "2026-03-01", -1L)]
    [InlineData("date", "02.03.2026", -1L)]
    [InlineData("-30", null, -1L)]
    public void An_expiry_is_a_choice_or_a_day_that_is_not_over(string? choice, string? date, long? seconds) =>
        Assert.Equal(seconds, new Expiry { Expires = choice, Date = date }.Seconds(Now));

    [Theory]
    [InlineData("SetUp", "set-up")]
    [InlineData("Index", "index")]
    [InlineData("AuditLog", "audit-log")]
    [InlineData(null, null)]
    public void Addresses_are_written_small(string? name, string? slug) =>
        Assert.Equal(slug, new Slug().TransformOutbound(name));
}
