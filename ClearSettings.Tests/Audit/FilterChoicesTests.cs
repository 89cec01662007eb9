using ClearSettings.Web.Html;

namespace ClearSettings.Tests.Audit;

public sealed class FilterChoicesTests
{
    [Fact]
    public void A_long_search_is_cut_between_characters()
    {
        var name = new string('x', FilterChoices.MaxSearchLength - 1);
        Assert.Equal(name, FilterChoices.Cut(name + "\U0001F600"));
        Assert.Equal(name + "y", FilterChoices.Cut(name + "yz"));
        Assert.Equal("", FilterChoices.Cut(null));
    }
}
