using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Api;

/// <summary>
/// Every spelling of an API address stays on the API's side: no cookie counts there, and no page is served.
/// </summary>
public abstract class PathBoundaryTests(TestApp app) : AppTests(app)
{
    // As the server gives them to the program: decoded, except for slashes. The host of these tests does not decode.
    private static readonly string[] Prefixes =
    [
        "/api",
        "/API",
        "/Api",
        "/aPi",
        "/ApI",
        "//api",
        "//API",
        "///Api",
        "/api/",
        "/API//",
        "/api%2f",
        "/API%2F",
        "/%2fapi",
        "/api\\",
        "\\api",
        "/api/v2.5",
        "/API/v2.5",
        "/Api/V2.5",
        "//aPi//v999.0",
        "/API/v2",
        "/api%2Fv2.5",
    ];

    private static readonly string[] Actions =
    [
        "/users.get_current_user",
        "/login.supported_modes",
        "/Users.Get_Current_User",
        "/auth.login",
        "/unknown.action",
        "/x",
        "",
    ];

    private static readonly string[] Pages =
    [
        "/settings/profile",
        "/sign-in",
        "/settings/workspaces",
        "/",
        "/error/404",
        "/assets/site.css",
        "/robots.txt",
    ];

    [Fact]
    public async Task No_spelling_of_an_API_address_runs_the_page_pipeline_or_takes_a_cookie()
    {
        var cookie = await CookieAsync();
        foreach (var prefix in Prefixes)
        foreach (var rest in Actions.Concat(Pages))
            await CheckAsync(prefix + rest, cookie);
    }

    [Fact]
    public async Task Actions_without_the_prefix_take_no_cookie_either()
    {
        var cookie = await CookieAsync();
        foreach (var version in new[] { "", "/v2.5", "/v999.0" })
        foreach (var action in Actions.Where(a => a.Contains('.', StringComparison.Ordinal)))
            await CheckAsync(version + action, cookie);
    }

    [Fact]
    public async Task The_prefix_in_any_case_reaches_the_actions()
    {
        var client = App.Api(await App.KeyAsync(App.Olga));
        foreach (var prefix in new[] { "/api", "/API", "/Api", "/aPI", "//api", "/%61pi", "/%41PI" })
            (await client.SendAsync(HttpMethod.Get, prefix + "/users.get_current_user")).IsOk();
    }

    [Fact]
    public async Task Pages_and_assets_are_served_in_any_case_and_never_on_the_port_of_the_API()
    {
        var cookie = await CookieAsync();
        foreach (var path in new[] { "/SETTINGS/Profile", "/Assets/site.css", "/ROBOTS.TXT" })
        {
            Assert.Equal(200, (await SendAsync(path, cookie)).Response.StatusCode);
            await CheckAsync(path, cookie, port: 8008);
        }
    }

    private async Task CheckAsync(string path, string cookie, int port = 8080)
    {
        var context = await SendAsync(path, cookie, port);
        using var reader = new StreamReader(context.Response.Body);
        var (text, what) = (await reader.ReadToEndAsync(), $"{path} on port {port}");
        // The page pipeline says this with every answer.
        Assert.False(context.Response.Headers.Vary.ToString().Contains("HX-Request", StringComparison.Ordinal), what);
        Assert.False(context.Response.Headers.ContainsKey("Set-Cookie"), what);
        Assert.True(context.Response.ContentType?.StartsWith("application/json", StringComparison.Ordinal), what);
        Assert.False(text.Contains("Olga", StringComparison.Ordinal), what);
        Assert.False(text.Contains("\"authenticated\":true", StringComparison.Ordinal), what);
        Assert.True(
            context.Response.StatusCode is 400 or 401 or 404
                || text.Contains("\"authenticated\":false", StringComparison.Ordinal),
            $"{what}: {context.Response.StatusCode}"
        );
    }

    private Task<HttpContext> SendAsync(string path, string cookie, int port = 8080) =>
        ((TestServer)App.Services.GetRequiredService<IServer>()).SendAsync(
            context =>
            {
                context.Connection.RemoteIpAddress = TestApp.Home;
                context.Connection.LocalPort = port;
                context.Request.Method = "GET";
                context.Request.Host = new HostString("localhost", port);
                // A path of the request always begins with a slash.
                context.Request.Path = path[0] == '/' ? path : "/" + path;
                context.Request.Headers.Cookie = cookie;
            },
            TestContext.Current.CancellationToken
        );

    private async Task<string> CookieAsync() =>
        string.Join("; ", (await App.SignedInAsync(App.Olga)).Cookies.Select(c => $"{c.Key}={c.Value}"));
}

public sealed class PathBoundaryOnSqlite(SqliteApp app) : PathBoundaryTests(app), IClassFixture<SqliteApp>;
