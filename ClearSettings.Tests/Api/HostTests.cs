using ClearSettings.Domain;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Api;

public sealed class HostTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    private static readonly string[] Paths =
    [
        "/debug.ping",
        "/api/debug.ping",
        "/sign-in",
        "/assets/site.css",
        "/no-such-page",
        "/",
    ];

    private static readonly string[] ForeignHosts =
    [
        "evil.example",
        "settings.company.com.evil.example",
        "evil.settings.company.com",
        "localhost.evil.example",
        "10.1.2.3",
        "[2001:db8::1]",
    ];

    private static readonly string[] OwnHosts =
    [
        "settings.company.com",
        "Settings.Company.Com:8080",
        "settings.company.com.",
        "localhost:8080",
        "127.0.0.1:8080",
        "[::1]:8080",
    ];

    [Fact]
    public async Task Without_a_list_any_host_is_served_also_beside_a_public_address()
    {
        await using var server = await app.AnotherAsync(
            people: false,
            settings: ["--Server:PublicUrl=https://settings.company.com"]
        );
        Assert.Equal(200, await StatusAsync(server, "10.1.2.3:8008", "/debug.ping"));
        foreach (
            var host in new[]
            {
                "localhost:8080",
                "10.1.2.3:8080",
                "gpu_box",
                "evil.example",
                "[2001:db8::1]:8080",
                "settings.company.com.",
            }
        )
            Assert.Equal(200, await StatusAsync(app, host, "/debug.ping"));
    }

    [Theory]
    [InlineData("--Server:PublicUrl=https://settings.company.com:8443", "--Server:AllowedHosts=other.company.com")]
    [InlineData("--Server:AllowedHosts:0=settings.company.com", "--Server:AllowedHosts:1=other.company.com")]
    [InlineData("--Server:AllowedHosts=settings.company.com;other.company.com")]
    public async Task Another_host_gets_400_on_pages_and_the_API_and_this_machine_is_always_served(
        params string[] settings
    )
    {
        await using var server = await app.AnotherAsync(people: false, settings: settings);
        foreach (var host in ForeignHosts)
        foreach (var path in Paths)
            Assert.Equal((host, path, 400), (host, path, await StatusAsync(server, host, path)));
        foreach (var host in OwnHosts)
            Assert.Equal((host, 200), (host, await StatusAsync(server, host, "/debug.ping")));
        Assert.Equal(
            settings.Any(s => s.Contains("other", StringComparison.Ordinal)) ? 200 : 400,
            await StatusAsync(server, "other.company.com", "/debug.ping")
        );
    }

    [Fact]
    public async Task The_public_address_of_the_API_and_subdomains_that_are_listed_are_served()
    {
        await using var server = await app.AnotherAsync(
            people: false,
            settings: ["--Server:PublicUrl=https://app.company.com", "--Server:AllowedHosts=*.internal.example"]
        );
        foreach (
            var host in new[] { "app.company.com", "api.company.com", "a.internal.example", "a.b.internal.example" }
        )
            Assert.Equal((host, 200), (host, await StatusAsync(server, host, "/debug.ping")));
        foreach (var host in new[] { "internal.example", "evilinternal.example", "company.com" })
            Assert.Equal((host, 400), (host, await StatusAsync(server, host, "/debug.ping")));
    }

    [Fact]
    public async Task A_star_serves_any_host_also_beside_a_public_address()
    {
        await using var server = await app.AnotherAsync(
            people: false,
            settings: ["--Server:PublicUrl=https://settings.company.com", "--Server:AllowedHosts=*"]
        );
        Assert.Equal(200, await StatusAsync(server, "10.1.2.3:8008", "/debug.ping"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b:c")]
    [InlineData("host:99999")]
    [InlineData("host:0")]
    [InlineData("[::1")]
    [InlineData("..")]
    [InlineData("user@host")]
    [InlineData("host/path")]
    [InlineData("host\\x")]
    [InlineData("<script>")]
    [InlineData("höst")]
    public async Task A_missing_or_malformed_host_gets_400_before_anything_is_done(string host)
    {
        var key = await app.KeyAsync(app.Mia);
        var before = await app.DbAsync(app.Mia, db => db.Credentials.CountAsync());
        var context = await SendAsync(
            app,
            host,
            "/auth.create_credentials",
            ApiClient.Basic(key.AccessKey, key.SecretKey)
        );
        using var reader = new StreamReader(context.Response.Body);
        Assert.Equal(400, context.Response.StatusCode);
        Assert.StartsWith(
            "The Host header is missing or malformed.",
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal(before, await app.DbAsync(app.Mia, db => db.Credentials.CountAsync()));
        foreach (var path in Paths)
            Assert.Equal(400, await StatusAsync(app, host, path));
    }

    [Theory]
    [InlineData("https://settings.company.com")]
    [InlineData("*.")]
    [InlineData("*company.com")]
    public async Task A_setting_that_is_no_host_stops_the_start_with_a_sentence(string host)
    {
        var problem = await Assert.ThrowsAsync<StartupException>(() =>
            app.AnotherAsync(people: false, settings: [$"--Server:AllowedHosts:0={host}"])
        );
        Assert.StartsWith($"Server:AllowedHosts has “{host}”", problem.Message);
    }

    [Fact]
    public async Task No_redirect_of_any_page_carries_the_host_of_the_request()
    {
        string[] urls = [.. RazorPage.All(app).Select(p => p.Url(app.Olga.Workspace, app.Mia.Id)), "/", "/settings"];
        List<string> redirects = [];
        foreach (var browser in new[] { app.Browser(), await app.SignedInAsync(app.Mia) })
        foreach (var url in urls)
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
            if (await RedirectUnderForeignHostAsync(browser, method, url) is { } location)
                redirects.Add(location);
        Assert.All(redirects, location => Assert.StartsWith("/", location));
        Assert.DoesNotContain(redirects, location => location.Contains("evil.example", StringComparison.Ordinal));
        Assert.True(redirects.Count > 20);
    }

    private static async Task<string?> RedirectUnderForeignHostAsync(Browser browser, HttpMethod method, string url)
    {
        var response = await browser.FetchAsync(
            method,
            url,
            method == HttpMethod.Post ? [] : null,
            ("Host", "evil.example")
        );
        return response.Headers.Location?.OriginalString;
    }

    private static async Task<int> StatusAsync(TestApp server, string host, string path) =>
        (await SendAsync(server, host, path)).Response.StatusCode;

    private static Task<HttpContext> SendAsync(
        TestApp server,
        string host,
        string path,
        string? authorization = null
    ) =>
        ((TestServer)server.Services.GetRequiredService<IServer>()).SendAsync(
            context =>
            {
                context.Connection.RemoteIpAddress = TestApp.Home;
                context.Connection.LocalPort = 8080;
                context.Request.Method = "GET";
                context.Request.Protocol = "HTTP/1.0";
                context.Request.Headers.Host = host;
                context.Request.Path = path;
                if (authorization is not null)
                    context.Request.Headers.Authorization = authorization;
            },
            TestContext.Current.CancellationToken
        );
}
