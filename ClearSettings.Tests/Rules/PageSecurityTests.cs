using System.Net;

namespace ClearSettings.Tests.Rules;

public abstract class PageSecurityTests(TestApp app) : AppTests(app)
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
    public async Task Security_headers_are_on_every_answer()
    {
        var olga = await App.SignedInAsync(App.Olga);
        var nobody = App.Browser();
        List<HttpResponseMessage> answers = [];
        foreach (var (_, url) in await UrlsAsync())
        foreach (var browser in new[] { olga, nobody })
        {
            answers.Add(await browser.FetchAsync(HttpMethod.Get, url));
            answers.Add(await browser.FetchAsync(HttpMethod.Get, url, null, ("HX-Request", "true")));
            answers.Add(await browser.FetchAsync(HttpMethod.Post, url, []));
        }
        foreach (
            var url in new[]
            {
                "/",
                "/no-such-page",
                "/error/500",
                "/error/404",
                "/assets/site.css",
                "/assets/site.js",
                "/assets/none.css",
                "/favicon.ico",
                "/robots.txt",
                "/api/debug.ping",
                "/api/users.get_current_user",
                "/api/none.at_all",
                "/v2/auth.login",
                "/api",
            }
        )
            answers.Add(await olga.FetchAsync(HttpMethod.Get, url));
        answers.Add(await olga.FetchAsync(HttpMethod.Post, "/settings/profile", [], ("Sec-Fetch-Site", "cross-site")));
        Assert.All(answers, CheckHeaders);
    }

    private static async Task<string> TokenAsync(Browser browser)
    {
        var fields = (await browser.GetAsync("/settings/profile")).Document.QuerySelectorAll(
            "input[name=__RequestVerificationToken]"
        );
        return Assert.Single(fields.Select(field => field.GetAttribute("value")!).Distinct());
    }

    [Fact]
    public async Task Signed_in_answers_are_never_stored_and_assets_are_kept_for_ever()
    {
        var browser = await App.SignedInAsync(App.Olga);
        foreach (var (_, url) in await UrlsAsync())
            Assert.True((await browser.FetchAsync(HttpMethod.Get, url)).Headers.CacheControl?.NoStore, url);
        var page = await browser.GetAsync("/settings/profile");
        var assets = page
            .Document.QuerySelectorAll("link[href], script[src]")
            .Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!)
            .ToList();
        Assert.True(assets.Count >= 4);
        foreach (var asset in assets)
        {
            var response = await browser.FetchAsync(HttpMethod.Get, asset);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Contains("?v=", asset);
            Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl!.ToString());
        }
    }

    [Fact]
    public async Task Over_https_the_browser_is_told_to_stay_there()
    {
        await using var server = await App.AnotherAsync(
            people: false,
            settings: ["--Server:PublicUrl=https://localhost:8080"]
        );
        Assert.Equal(
            "max-age=31536000",
            (await server.Browser().FetchAsync(HttpMethod.Get, "/sign-in"))
                .Headers.GetValues("Strict-Transport-Security")
                .Single()
        );
        Assert.False(
            (await App.Browser().FetchAsync(HttpMethod.Get, "/sign-in")).Headers.Contains("Strict-Transport-Security")
        );
    }

    [Fact]
    public async Task Where_one_address_has_two_shapes_caches_are_told() =>
        Assert.Contains(
            "HX-Request",
            (await (await App.SignedInAsync(App.Olga)).FetchAsync(HttpMethod.Get, "/settings/profile")).Headers.Vary
        );

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

    private static void CheckHeaders(HttpResponseMessage response)
    {
        var url = $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri} {(int)response.StatusCode}";
        string Header(string name) =>
            response.Headers.TryGetValues(name, out var values) ? values.Single() : $"{url} has no {name}";
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
            Header("Content-Security-Policy")
        );
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        // Pages that an emailed link leads to tell no one where they are.
        Assert.Contains(Header("Referrer-Policy"), new[] { "same-origin", "no-referrer" });
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.StartsWith("camera=()", Header("Permissions-Policy"));
        Assert.False(response.Headers.Contains("Server"), url);
    }

    private async Task<List<(RazorPage Page, string Url)>> UrlsAsync()
    {
        var key = await App.KeyAsync(App.Olga);
        return [.. RazorPage.All(App).Select(p => (p, p.Url(App.Olga.Workspace, key.Id)))];
    }
}

public sealed class PageSecurityOnSqlite(SqliteApp app) : PageSecurityTests(app), IClassFixture<SqliteApp>;
