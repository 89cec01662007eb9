using ClearSettings.Domain;
using ClearSettings.Tests.Vaults;

namespace ClearSettings.Tests.Users;

public abstract partial class RecentAuthenticationTests
{
    [Fact]
    public async Task A_change_in_a_row_asks_in_the_dialog_and_its_outcome_still_goes_into_the_row()
    {
        var id = await VaultTestClient.SaveAsync(App, "In a row", "a = 1");
        var (url, row) = (VaultTestClient.Url(App, $"/{id:N}/active"), $"vault-{id:N}");
        var browser = await App.SignedInAsync(App.Adam);
        App.Time.Advance(JustOver);
        var asked = await browser.HtmxAsync(url, row, ("enabled", "true"));
        Assert.Equal((422, Question), (asked.Status, asked.Heading));
        Assert.Equal(("#dialog-content", "innerHTML"), (Header(asked, "HX-Retarget"), Header(asked, "HX-Reswap")));
        Assert.Null(asked.Document.QuerySelector(".sidebar"));
        var form = asked.Document.QuerySelector("form")!;
        Assert.Equal(
            (url, "#" + row, "outerHTML"),
            (form.GetAttribute("hx-post"), form.GetAttribute("hx-target"), form.GetAttribute("hx-swap"))
        );
        Assert.False((await VaultTestClient.FindAsync(App, "In a row")).Enabled);
        var wrong = await browser.HtmxAsync(url, row, ("enabled", "true"), ("__proof", "not mine"));
        Assert.Equal((422, "#dialog-content"), (wrong.Status, Header(wrong, "HX-Retarget")));
        var done = await browser.HtmxAsync(url, row, ("enabled", "true"), ("__proof", Person.Password));
        Assert.Equal(
            (200, "", "closeDialog"),
            (done.Status, Header(done, "HX-Retarget"), Header(done, "HX-Trigger-After-Swap"))
        );
        Assert.Contains($"id=\"{row}\"", done.Html);
        Assert.True((await VaultTestClient.FindAsync(App, "In a row")).Enabled);
    }

    [Fact]
    public async Task A_change_in_the_dialog_asks_there_and_ends_there()
    {
        var nina = await App.AddAsync("Nina New", MemberRole.Member);
        var url = $"/workspaces/{App.Olga.Workspace:N}/users/{nina.Id:N}/role";
        var browser = await App.SignedInAsync(App.Olga);
        App.Time.Advance(JustOver);
        var asked = await browser.HtmxAsync(url, "dialog-content", ("role", "Admin"));
        Assert.Equal((422, Question, ""), (asked.Status, asked.Heading, Header(asked, "HX-Retarget")));
        Assert.Equal(
            (url, null),
            (
                asked.Document.QuerySelector("form")!.GetAttribute("hx-post"),
                asked.Document.QuerySelector("form")!.GetAttribute("hx-target")
            )
        );
        var done = await browser.HtmxAsync(url, "dialog-content", ("role", "Admin"), ("__proof", Person.Password));
        Assert.Equal(
            ("", "Nina New is now an administrator."),
            (Header(done, "HX-Trigger-After-Swap"), (await browser.GetAsync(Header(done, "HX-Redirect"))).Flash)
        );
    }

    [Theory]
    [InlineData("\"><script>")]
    [InlineData("body,html")]
    [InlineData("")]
    public async Task A_target_that_is_no_id_of_an_element_makes_a_form_without_htmx(string target)
    {
        var browser = await App.SignedInAsync(App.Olga);
        App.Time.Advance(JustOver);
        var asked = await browser.HtmxAsync(
            $"/workspaces/{App.Olga.Workspace:N}/groups/new",
            target,
            ("Name", "Strange")
        );
        Assert.Equal((422, "#dialog-content"), (asked.Status, Header(asked, "HX-Retarget")));
        Assert.DoesNotContain(" hx-", asked.Html, StringComparison.Ordinal);
    }
}
