namespace ClearSettings.Tests.Rules;

public abstract partial class PageSecurityTests
{
    private static readonly string[] OtherUrls =
    [
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
    ];

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
        foreach (var url in OtherUrls)
            answers.Add(await olga.FetchAsync(HttpMethod.Get, url));
        answers.Add(await olga.FetchAsync(HttpMethod.Post, "/settings/profile", [], ("Sec-Fetch-Site", "cross-site")));
        Assert.All(answers, CheckHeaders);
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

    private static void CheckHeaders(HttpResponseMessage response)
    {
        var url = $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri} {(int)response.StatusCode}";
        string Header(string name) =>
            response.Headers.TryGetValues(name, out var values) ? values.Single() : $"{url} has no {name}";
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
            Header("Content-Security-Policy")
        );
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        // Pages that an emailed link leads to tell no one where they are.
        Assert.Contains(Header("Referrer-Policy"), new[] { "same-origin", "no-referrer" });
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.StartsWith("camera=()", Header("Permissions-Policy"));
        Assert.False(response.Headers.Contains("Server"), url);
    }
}
