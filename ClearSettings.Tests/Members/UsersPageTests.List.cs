using ClearSettings.Domain;

namespace ClearSettings.Tests.Members;

public abstract partial class UsersPageTests
{
    private static readonly (string Query, string First)[] FirstNames =
    [
        ("", "Adam Ames"),
        ("?sort=-name", "Olga Orlova"),
        ("?sort=-active", "Olga Orlova"),
        ("?sort=active", "Olga Orlova"),
        ("?sort=-status", "guest10@example.com"),
    ];

    private static readonly string[] QueriesWithoutMatch =
    [
        "?q=%25",
        "?q=_",
        "?status=1",
        "?status=x",
        "?role=king",
        "?status=expired",
        "?role=owner&status=pending",
    ];

    [Fact]
    public async Task Members_and_invitations_stand_in_one_list()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        await InvitedUser.InviteAsync(server, server.Olga, "ivan@example.com", MemberRole.Admin);
        var page = await browser.GetAsync(Users(server));
        Assert.Contains("People who can sign in to this workspace. 3 members, 1 pending invitation.", page.Main);
        Assert.Contains("4 people", page.Main);
        Assert.Equal(
            ["Administrator", "Pending Invited Just now", "Not yet"],
            Cells(page, "ivan@example.com", "Role", "Status", "Last active")
        );
        Assert.Equal(["Member", "Active", "Never"], Cells(page, "Mia Meyer", "Role", "Status", "Last active"));
        Assert.Equal(["Owner", "Just now Sign-in: Just now"], Cells(page, server.Olga.Email, "Role", "Last active"));
        Assert.Equal(
            server.Mia.Id.ToString("N"),
            page.Rows("Mia Meyer").Single().QuerySelector(".copy")!.GetAttribute("data-copy")
        );
        Assert.Empty(page.Document.QuerySelectorAll(".avatar-free"));
        server.Time.Advance(TimeSpan.FromDays(8));
        page = await (await server.SignedInAsync(server.Olga)).GetAsync(Users(server));
        Assert.StartsWith("Expired Invited 8 days ago", page.Cell("ivan@example.com", "Status"));
    }

    [Fact]
    public async Task Where_the_plan_has_a_limit_free_seats_are_drawn()
    {
        await using var server = await App.AnotherAsync(settings: ["--Server:Mode=Hosted", "--Plans:Free:Members=5"]);
        var browser = await server.SignedInAsync(server.Olga);
        var page = await browser.GetAsync(Users(server));
        Assert.Contains("3 of 5 members", page.Main);
        Assert.Equal(
            (5, 2),
            (
                page.Document.QuerySelectorAll("ul[aria-label=Seats] .avatar").Length,
                page.Document.QuerySelectorAll(".avatar-free").Length
            )
        );
        var form = await (await page.FollowAsync("Invite people"))
            .Fill("Email addresses", "a@example.com\nb@example.com\nc@example.com")
            .PressAsync("Check");
        Assert.Contains("Uses 2 of your 2 free seats", form.Main);
        Assert.Contains("c@example.comNo free seat.", form.Main);
    }

    [Fact]
    public async Task Search_filters_order_and_pages_are_in_the_address()
    {
        await using var server = await App.AnotherAsync();
        var guests = string.Join(',', Enumerable.Range(10, 60).Select(i => $"guest{i}@example.com"));
        await InvitedUser.InviteAsync(server, server.Olga, guests);
        var browser = await server.SignedInAsync(server.Olga);
        Task<List<string>> NamesAsync(string query) => NamesOnPageAsync(browser, Users(server) + query);
        foreach (var (query, count) in new[] { ("", 50), ("?p=2", 13), ("?p=99", 13), ("?sort=password&p=-4", 50) })
            Assert.Equal(count, (await NamesAsync(query)).Count);
        foreach (var (query, first) in FirstNames)
            Assert.Equal(first, (await NamesAsync(query))[0]);
        Assert.Equal(["Olga Orlova", "Adam Ames"], (await NamesAsync("?sort=role")).Take(2));
        foreach (var query in new[] { "?q=mEy", $"?q={server.Mia.Id:N}", "?role=member&status=active" })
            Assert.Equal(["Mia Meyer"], await NamesAsync(query));
        Assert.Equal(["guest33@example.com"], await NamesAsync("?q=GUEST33%40"));
        Assert.Equal(
            ["Adam Ames", "Olga Orlova"],
            (await NamesAsync("?status=Active&q=a&role=&sort=name")).Where(name => name[0] != 'M')
        );
        foreach (var nothing in QueriesWithoutMatch)
            Assert.Empty(await NamesAsync(nothing));
        AssertLinksKeepSearchAndOrder(await browser.GetAsync(Users(server) + "?q=guest&sort=-email&p=2"));
    }

    [Fact]
    public async Task The_export_has_every_matching_row_and_no_formula()
    {
        var evil = await App.AddAsync("=HYPERLINK(\"http://x\",\"y\")", MemberRole.Member);
        await InvitedUser.InviteAsync(App, App.Olga, "+sum@example.com");
        var lines = await ExportAsync("?sort=-name");
        Assert.Equal(
            "Name,Email,Role,Status,Member or invited since,Invited by,Link expires,Last sign-in,Sign-in "
                + "method,Last API use,Last active,Groups,ID",
            lines[0]
        );
        var member = $"\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",{evil.Email},Member,Active,2026-03-02 ";
        Assert.Contains(lines, l => l.StartsWith(member, StringComparison.Ordinal));
        Assert.Contains(
            lines,
            l =>
                l.StartsWith(",'+sum@example.com,Member,Pending,2026-03-02 ", StringComparison.Ordinal)
                && l.Contains(",Olga Orlova,2026-03-09 ", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(lines, l => l.Contains(App.Eve.Email, StringComparison.Ordinal));
        Assert.Equal(3, (await ExportAsync("?status=pending&q=sum")).Length);
    }

    private static IEnumerable<string> Cells(Page page, string row, params string[] columns) =>
        columns.Select(column => page.Cell(row, column));

    private static async Task<List<string>> NamesOnPageAsync(Browser browser, string url) =>
        [
            .. (await browser.GetAsync(url))
                .Document.QuerySelectorAll("tbody .cell-name")
                .Select(e => e.Children[0].ChildNodes[0].TextContent.Trim()),
        ];

    private static void AssertLinksKeepSearchAndOrder(Page page)
    {
        Assert.Contains("51–60 of 60 people", page.Main);
        Assert.EndsWith(
            "/users?q=guest&sort=-email",
            page.Document.QuerySelector("a[aria-label='Previous page']")!.GetAttribute("href")
        );
        Assert.EndsWith(
            "/users?q=guest&sort=role",
            page.Document.QuerySelectorAll("thead a").Single(a => a.TextContent.Trim() == "Role").GetAttribute("href")
        );
    }

    /// <summary>The lines of the file, which is a text file to download.</summary>
    private async Task<string[]> ExportAsync(string query)
    {
        var browser = await App.SignedInAsync(App.Adam);
        var content = (await browser.FetchAsync(HttpMethod.Get, $"{Users(App)}/export{query}")).Content;
        Assert.Equal([0xEF, 0xBB, 0xBF], (await content.ReadAsByteArrayAsync())[..3]);
        Assert.Equal(
            ("text/csv", "attachment", "users-2026-03-02.csv"),
            (
                content.Headers.ContentType!.MediaType,
                content.Headers.ContentDisposition!.DispositionType,
                content.Headers.ContentDisposition.FileName
            )
        );
        return (await content.ReadAsStringAsync()).Split("\r\n");
    }
}
