using ClearSettings.Web.Html;

namespace ClearSettings.Tests.Html;

/// <summary>Which entry of the sidebar an address belongs to.</summary>
public sealed class SectionPathTests
{
    private const string Id = "0191f7a2b3c4d5e6f708192a3b4c5d6e";

    [Theory]
    [InlineData("/settings/profile", "Profile")]
    [InlineData("/settings/security/password", "Security")]
    [InlineData("/settings/workspaces/" + Id + "/vault", "Workspaces")]
    [InlineData("/workspaces/" + Id + "/vaults/" + Id + "/history", "Vaults")]
    [InlineData("/workspaces/" + Id + "/vault-activity", "Activity log")]
    [InlineData("/Workspaces/" + Id + "/Resources", "Resources")]
    [InlineData("/workspaces/" + Id + "/access-rules/check", "Access rules")]
    [InlineData("/workspaces/" + Id, null)]
    [InlineData("/workspaces/" + Id + "/userspace", null)]
    [InlineData("/settings", null)]
    [InlineData("/set-up", null)]
    [InlineData("", null)]
    public void An_address_belongs_to_at_most_one_section(string path, string? title)
    {
        var titles = Sections.All.Where(s => s.Holds(path)).Select(s => s.Title).ToList();
        Assert.Equal(title is null ? [] : [title], titles.Select(t => t == "Administrator vaults" ? "Vaults" : t));
    }
}
