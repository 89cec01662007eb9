using System.Net;

namespace ClearSettings.Tests.Users;

public abstract class ProxyTests(TestApp app) : AppTests(app)
{
    private const string Unknown = "is not a known proxy";
    private const string PlainHttp = "over plain http";
    private static readonly string[] Https = ["--Server:PublicUrl=https://settings.example.com"];

    // What a proxy sends that says who asked and how.
    private static readonly (string Name, string Value)[] Forwarded =
    [
        ("X-Forwarded-For", "203.0.113.9"),
        ("X-Forwarded-Proto", "https"),
    ];

    [Fact]
    public async Task Behind_an_unknown_proxy_with_an_https_url_no_redirect_leads_to_http_and_every_cookie_is_secure()
    {
        await using var server = await App.AnotherAsync(settings: Https);
        var redirects = 0;
        foreach (var browser in new[] { server.Browser(), await server.SignedInAsync(server.Olga) })
        {
            foreach (
                var url in RazorPage.All(server).Select(p => p.Url(server.Olga.Workspace, server.Mia.Id)).Append("/")
            )
            {
                var response = await browser.FetchAsync(HttpMethod.Get, url, null, ("Host", "127.0.0.1:8080"));
                if (response.Headers.Location is not { } location)
                    continue;
                redirects++;
                Assert.StartsWith("/", location.OriginalString, StringComparison.Ordinal);
            }
            Assert.NotEmpty(browser.SetCookies);
            Assert.All(browser.SetCookies, c => Assert.Contains("; secure", c, StringComparison.OrdinalIgnoreCase));
        }
        Assert.True(redirects > 5);
    }

    [Fact]
    public async Task The_session_cookie_is_bound_to_the_host_whatever_host_the_proxy_names()
    {
        await using var server = await App.AnotherAsync(settings: Https);
        Assert.Contains(
            (await server.SignedInAsync(server.Mia)).SetCookies,
            c => c.StartsWith("__Host-clearsettings=", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_administrator_is_told_which_proxy_is_not_known_and_what_to_do()
    {
        await using var server = await App.AnotherAsync(settings: Https);
        var html = await ProfileAsync(await server.SignedInAsync(server.Olga), Forwarded);
        Assert.Contains(Unknown, html, StringComparison.Ordinal);
        Assert.Contains(
            $"Add <code>{TestApp.Home}</code> to <code>Server:KnownProxies</code>",
            html,
            StringComparison.Ordinal
        );
        html = await ProfileAsync(await server.SignedInAsync(server.Olga));
        Assert.Contains(PlainHttp, html, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Proto", html, StringComparison.Ordinal);
        html = await ProfileAsync(await server.SignedInAsync(server.Mia), Forwarded);
        Assert.DoesNotContain(Unknown, html, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:KnownProxies", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_known_brings_no_banner_and_its_headers_count()
    {
        await using var server = await App.AnotherAsync(settings: [.. Https, $"--Server:KnownProxies={TestApp.Home}"]);
        var browser = await server.SignedInAsync(server.Olga);
        var html = await ProfileAsync(browser, Forwarded);
        Assert.DoesNotContain("Server:KnownProxies", html, StringComparison.Ordinal);
        Assert.Contains(PlainHttp, await ProfileAsync(browser, Forwarded[0]), StringComparison.Ordinal);
        Assert.Contains(
            Unknown,
            await ProfileAsync(await server.SignedInAsync(server.Olga, IPAddress.Parse("192.0.2.8")), Forwarded),
            StringComparison.Ordinal
        );
    }

    private static async Task<string> ProfileAsync(Browser browser, params (string Name, string Value)[] headers)
    {
        var response = await browser.FetchAsync(HttpMethod.Get, "/settings/profile", null, headers);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}

public sealed class ProxiesOnSqlite(SqliteApp app) : ProxyTests(app), IClassFixture<SqliteApp>;
