using System.IO.Compression;
using ClearSettings.Web.Html;

namespace ClearSettings.Tests.Html;

/// <summary>Lists keep their search, filters, order and page.</summary>
public sealed class ListStateTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    private sealed record Fruit : ListQuery
    {
        private static readonly SortColumn[] Columns =
        [
            new("name", "Name"),
            new("weight", "Weight", LargestFirst: true),
        ];

        public string? Color { get; init; }

        public override IReadOnlyList<SortColumn> SortColumns() => Columns;

        protected override IEnumerable<(string Name, string? Value)> Filters() => [("color", Color)];
    }

    [Theory]
    [InlineData(null, "name", "", "?sort=-name", "?sort=-weight")]
    [InlineData("-name", "-name", "?sort=-name", "", "?sort=-weight")]
    [InlineData("weight", "weight", "?sort=weight", "", "?sort=-weight")]
    [InlineData("-weight", "-weight", "?sort=-weight", "", "?sort=weight")]
    [InlineData("taste", "name", "", "?sort=-name", "?sort=-weight")]
    [InlineData("--", "name", "", "?sort=-name", "?sort=-weight")]
    public void The_query_names_the_order_unless_it_is_the_default(
        string? sort,
        string order,
        string query,
        string byName,
        string byWeight
    )
    {
        var fruit = new Fruit { Sort = sort };
        var list = new Listing("/fruit", fruit, 3, "fruit", "fruits");
        Assert.Equal(order, fruit.Order);
        Assert.Equal("/fruit" + query, list.PageUrl(1));
        Assert.Equal("/fruit" + byName, list.SortUrl(fruit.SortColumns()[0]));
        Assert.Equal("/fruit" + byWeight, list.SortUrl(fruit.SortColumns()[1]));
    }

    [Theory]
    [InlineData(0, 0, 1, 1, "0 fruits")]
    [InlineData(int.MinValue, 1, 1, 1, "1 fruit")]
    [InlineData(2, 51, 2, 2, "51–51 of 51 fruits")]
    [InlineData(int.MaxValue, 1_000, 20, 20, "951–1,000 of 1,000 fruits")]
    public void A_page_is_at_most_the_last_one(int asked, int total, int number, int pages, string range)
    {
        var list = new Listing("/fruit", new Fruit { P = asked }, total, "fruit", "fruits");
        Assert.Equal((number, pages, range), (list.Number, list.Pages, list.Range));
        Assert.Contains(number, list.NearPages);
        Assert.All(list.NearPages, n => Assert.InRange(n, 1, pages));
    }

    [Fact]
    public void Search_and_filters_go_along_to_other_pages_and_orders()
    {
        var list = new Listing(
            "/fruit",
            new Fruit
            {
                Q = " a&b ",
                Color = "red",
                P = 2,
            },
            300,
            "fruit",
            "fruits"
        );
        Assert.Equal("/fruit?q=a%26b&color=red&p=3", list.PageUrl(3));
        Assert.Equal("/fruit?q=a%26b&color=red&sort=-weight", list.SortUrl(list.Query.SortColumns()[1]));
    }

    [Theory]
    [InlineData("Edit groups", "Save groups")]
    [InlineData("Change role", "Change role")]
    [InlineData("Remove from workspace", "Remove from workspace")]
    public async Task An_action_on_a_person_leads_back_to_the_list_as_it_was(string action, string button)
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        await browser.ConfirmAsync();
        var list = $"/workspaces/{server.Olga.Workspace:N}/users?q=m&status=active&sort=-email";
        var page = await browser.GetAsync(list);
        var dialog = await page.FollowAsync("Mia Meyer", action);
        // The links that leave the dialog lead there too.
        Assert.All(
            dialog.Document.QuerySelectorAll("main [data-close]"),
            close => Assert.Equal(list, close.GetAttribute("href"))
        );
        if (action == "Change role")
        {
            // A refused form keeps it too.
            dialog = await dialog.Tamper("role", "nonsense").PressAsync(button);
            Assert.Equal(422, dialog.Status);
            dialog = dialog.Choose("Administrator");
        }
        Assert.Equal(list, (await dialog.PressAsync(button)).Path);
    }

    [Fact]
    public async Task A_list_of_another_address_is_never_gone_to()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var users = $"/workspaces/{App.Olga.Workspace:N}/users";
        foreach (var from in new[] { "https://evil.example" + users, "//evil.example/x", users + "x?q=1", "/settings" })
        {
            var dialog = await Page.ReadAsync(
                browser,
                new Uri("http://localhost:8080"),
                await browser.FetchAsync(HttpMethod.Get, users + "/invite", null, ("Referer", from))
            );
            Assert.StartsWith(
                users,
                dialog.Document.QuerySelector("main [data-close]")!.GetAttribute("href"),
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("evil", dialog.Html);
        }
    }

    [Fact]
    public async Task With_htmx_the_page_in_the_browser_says_where_to_go_back()
    {
        var browser = await App.SignedInAsync(App.Olga);
        await browser.ConfirmAsync();
        var users = $"/workspaces/{App.Olga.Workspace:N}/users";
        var token = (await browser.GetAsync(users + "/invite"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        var answer = await browser.FetchAsync(
            HttpMethod.Post,
            $"{users}/{App.Mia.Id:N}/groups",
            [new("__RequestVerificationToken", token)],
            ("HX-Request", "true"),
            ("HX-Current-URL", $"http://localhost:8080{users}?status=active&p=2")
        );
        Assert.Equal($"{users}?status=active&p=2", answer.Headers.GetValues("HX-Redirect").Single());
    }

    [Fact]
    public void The_styles_of_every_page_take_at_most_12_kB()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(File.ReadAllBytes(Path.Combine(SourceTree.Root, "wwwroot", "site.css")));
        Assert.InRange(packed.Length, 1, 12_000);
    }
}
