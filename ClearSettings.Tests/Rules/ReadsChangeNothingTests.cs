namespace ClearSettings.Tests.Rules;

public abstract class ReadsChangeNothingTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Opening_every_page_twice_changes_no_row_but_when_someone_was_last_seen()
    {
        var key = await App.KeyAsync(App.Olga, "Looked at");
        var browser = await App.SignedInAsync(App.Olga);
        var before = await RowsAsync();
        Assert.Contains(before, r => r.Contains("Looked at", StringComparison.Ordinal));
        for (var round = 0; round < 2; round++)
        {
            foreach (var page in RazorPage.All(App))
            {
                Assert.InRange(
                    (int)(await browser.FetchAsync(HttpMethod.Get, page.Url(App.Olga.Workspace, key.Id))).StatusCode,
                    200,
                    404
                );
                await browser.FetchAsync(
                    HttpMethod.Get,
                    page.Url(App.Olga.Workspace, key.Id),
                    null,
                    ("HX-Request", "true")
                );
                await browser.FetchAsync(HttpMethod.Head, page.Url(App.Olga.Workspace, key.Id));
            }
            App.Time.Advance(TimeSpan.FromMinutes(6));
        }
        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task Following_every_link_finds_a_page()
    {
        await App.KeyAsync(App.Olga, "Linked");
        var browser = await App.SignedInAsync(App.Olga);
        Queue<string> todo = new(["/settings"]);
        HashSet<string> seen = ["/settings"];
        while (todo.TryDequeue(out var url))
        {
            var page = await browser.GetAsync(url);
            Assert.True(page.Status == 200, $"{url} is {page.Status}");
            foreach (
                var link in page
                    .Document.QuerySelectorAll("a[href]")
                    .Select(a => a.GetAttribute("href")!)
                    .Where(h => h.StartsWith('/'))
                    .Select(h => h.Split('#')[0])
            )
                if (seen.Add(link))
                    todo.Enqueue(link);
        }
        Assert.True(seen.Count >= 8);
    }

    private async Task<List<string>> RowsAsync() =>
        [
            .. (await App.DbAsync(null, Tables.RowsAsync))
                .Select(r => System.Text.RegularExpressions.Regex.Replace(r, "LastSeenAt=[^,]*", "LastSeenAt"))
                .Order(StringComparer.Ordinal),
        ];
}

public sealed class ReadsChangeNothingOnSqlite(SqliteApp app) : ReadsChangeNothingTests(app), IClassFixture<SqliteApp>;
