using System.Net;

namespace ClearSettings.Tests.Rules;

public abstract partial class PageSecurityTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_post_without_the_forms_token_gets_400_everywhere_but_on_the_error_page()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var urls = await UrlsAsync();
        var before = await App.DbAsync(null, Tables.ReadAsync);
        List<string> exceptions = [];
        foreach (var (page, url) in urls)
        {
            foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
            {
                var status = (int)(await browser.FetchAsync(method, url, [new("Name", "Taken over")])).StatusCode;
                var htmx = (int)
                    (
                        await browser.FetchAsync(method, url, [new("Name", "Taken over")], ("HX-Request", "true"))
                    ).StatusCode;
                if (status == 400 && htmx == 400)
                    continue;
                exceptions.Add(page.Name);
            }
        }
        Assert.Equal(["/Error"], exceptions.Distinct());
        Assert.Equal(before, await App.DbAsync(null, Tables.ReadAsync));
    }

    [Fact]
    public async Task A_post_from_another_site_gets_403_even_with_the_token()
    {
        var browser = await App.SignedInAsync(App.Olga);
        var token = (await browser.GetAsync("/settings/profile"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        var urls = await UrlsAsync();
        var before = await App.DbAsync(null, Tables.ReadAsync);
        foreach (var (page, url) in urls)
        {
            var response = await browser.FetchAsync(
                HttpMethod.Post,
                url,
                [new("Name", "Taken over"), new("__RequestVerificationToken", token)],
                ("Sec-Fetch-Site", "cross-site")
            );
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, page.Name);
        }
        Assert.Equal(before, await App.DbAsync(null, Tables.ReadAsync));
    }

    [Fact]
    public async Task A_token_of_another_person_is_not_taken()
    {
        var (olga, mia) = (await App.SignedInAsync(App.Olga), await App.SignedInAsync(App.Mia));
        var token = (await mia.GetAsync("/settings/profile"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        Assert.Equal(
            400,
            (
                await olga.PostBareAsync(
                    "/settings/profile",
                    ("Name", "Taken over"),
                    ("__RequestVerificationToken", token)
                )
            ).Status
        );
    }

    [Fact]
    public async Task A_token_is_kept_for_its_browser_session_only()
    {
        var (first, second) = (await App.SignedInAsync(App.Olga), await App.SignedInAsync(App.Olga));
        var token = await TokenAsync(first);
        Assert.Equal(token, await TokenAsync(first));
        Assert.NotEqual(token, await TokenAsync(second));
        Assert.Equal(
            400,
            (
                await second.PostBareAsync(
                    "/settings/profile",
                    ("Name", "Taken over"),
                    ("__RequestVerificationToken", token)
                )
            ).Status
        );
        await TokenAsync(first);
        Assert.Equal(
            200,
            (
                await first.PostBareAsync("/settings/profile", ("Name", "Olga"), ("__RequestVerificationToken", token))
            ).Status
        );
    }

    [Fact]
    public async Task A_missing_page_is_told_in_the_shell_with_a_request_number()
    {
        var page = await (await App.SignedInAsync(App.Olga)).GetAsync("/no-such-page");
        Assert.Equal((404, "Page not found"), (page.Status, page.Heading));
        Assert.NotEmpty(page.Document.QuerySelector(".error-page code")!.TextContent);
        Assert.NotNull(page.Document.QuerySelector(".sidebar"));
    }

    [Fact]
    public async Task A_bug_is_told_without_its_text_and_logged_under_the_same_number()
    {
        await using var server = await App.AnotherAsync();
        var browser = await server.SignedInAsync(server.Olga);
        await server.DbAsync(
            null,
            db =>
                Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                    db.Database,
                    "alter table audit_events rename to gone"
                )
        );
        var page = await browser.GetAsync($"/workspaces/{server.Olga.Workspace:N}/audit-log");
        Assert.Equal((500, "Something went wrong"), (page.Status, page.Heading));
        Assert.DoesNotContain("audit_events", page.Html, StringComparison.Ordinal);
        Assert.NotEmpty(page.Document.QuerySelector(".error-page code")!.TextContent);
        Assert.Contains(server.Log.Errors, e => e.Contains("audit_events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_that_is_too_old_says_so()
    {
        var page = await (await App.SignedInAsync(App.Olga)).PostBareAsync("/settings/profile", ("Name", "Old form"));
        Assert.Equal((400, "This form is too old"), (page.Status, page.Heading));
    }

    private static async Task<string> TokenAsync(Browser browser)
    {
        var fields = (await browser.GetAsync("/settings/profile")).Document.QuerySelectorAll(
            "input[name=__RequestVerificationToken]"
        );
        return Assert.Single(fields.Select(field => field.GetAttribute("value")!).Distinct());
    }

    private async Task<List<(RazorPage Page, string Url)>> UrlsAsync()
    {
        var key = await App.KeyAsync(App.Olga);
        return [.. RazorPage.All(App).Select(p => (p, p.Url(App.Olga.Workspace, key.Id)))];
    }
}

public sealed class PageSecurityOnSqlite(SqliteApp app) : PageSecurityTests(app), IClassFixture<SqliteApp>;
