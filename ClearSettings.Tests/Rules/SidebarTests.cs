using System.Text.RegularExpressions;
using ClearSettings.Domain;

namespace ClearSettings.Tests.Rules;

public abstract class SidebarTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task An_entry_says_how_many_rows_its_table_has_and_only_of_ones_own_workspace()
    {
        for (var i = 0; i < 3; i++)
            await App.AddAsync($"Elsewhere {i}", MemberRole.Member, App.Eve.Workspace);
        await App.AddAsync("One more", MemberRole.Member);
        var olga = await App.SignedInAsync(App.Olga);
        foreach (
            var (section, counts) in new[]
            {
                ("users", "Users 4, Groups 3, Service accounts 0"),
                ("vaults", "Vaults 0, Activity log"),
            }
        )
            Assert.Equal(counts, await CountsAsync(olga, App.Olga, section));
        Assert.StartsWith(
            "Users 4,",
            await CountsAsync(await App.SignedInAsync(App.Eve), App.Eve, "users"),
            StringComparison.Ordinal
        );
        Assert.Equal("4", NumberInToolbar(await olga.GetAsync($"/workspaces/{App.Olga.Workspace:N}/users")));
    }

    private static string NumberInToolbar(Page page) =>
        Regex.Match(page.Document.QuerySelector(".toolbar-end")!.TextContent, "[0-9]+").Value;

    private static async Task<string> CountsAsync(Browser browser, Person person, string section) =>
        string.Join(
            ", ",
            (await browser.GetAsync($"/workspaces/{person.Workspace:N}/{section}"))
                .Document.QuerySelectorAll(".nav-sub a")
                .Select(a => $"{a.FirstChild!.TextContent.Trim()} {a.QuerySelector(".nav-count")?.TextContent}".Trim())
        );
}

public sealed class SidebarOnSqlite(SqliteApp app) : SidebarTests(app), IClassFixture<SqliteApp>;
