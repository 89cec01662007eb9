using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

/// <summary>A form that cannot be read is answered with a clear 4xx, wherever it is sent.</summary>
public abstract class FormLimitsTests(TestApp app) : AppTests(app)
{
    public static TheoryData<string> Urls => new("/sign-in", "/settings/profile", "/theme", "/forgot-password");

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task What_cannot_be_read_gets_400_or_413_and_a_page_that_says_why(string url)
    {
        var browser = await App.SignedInAsync(App.Olga);
        foreach (
            var (status, heading, content) in new (int, string, HttpContent)[]
            {
                (
                    400,
                    "The form could not be read",
                    Text(string.Join('&', Enumerable.Range(0, FormLimits.Fields + 50).Select(i => $"f{i}=1")))
                ),
                (400, "The form could not be read", Text(new string('n', FormLimits.NameLength + 50) + "=1")),
                (400, "The form could not be read", Typed("multipart/form-data", "x")),
                (400, "The form could not be read", Typed("multipart/form-data; boundary=b", "--b\r\nbroken")),
                (413, "Request too large", Text("Name=" + new string('x', FormLimits.Bytes))),
                (413, "Request too large", Chunked("Name=" + new string('x', FormLimits.Bytes))),
            }
        )
        {
            var page = await SendAsync(browser, url, content);
            Assert.Equal((status, heading), (page.Status, page.Heading));
        }
        Assert.Empty(App.Log.Errors);
    }

    [Fact]
    public async Task A_name_that_is_broken_as_jquery_writes_it_is_only_a_name()
    {
        var browser = await App.SignedInAsync(App.Olga);
        foreach (var name in new[] { "a[b[", "a]", "[", "Name[0", "Name[b[c]" })
        {
            Assert.Equal(200, (await browser.GetAsync($"/settings/profile?{Uri.EscapeDataString(name)}=1")).Status);
            Assert.InRange((await browser.PostAsync("/settings/profile", (name, "1"))).Status, 200, 422);
            Assert.InRange((await browser.PostAsync("/sign-in", (name, "1"))).Status, 200, 422);
        }
        Assert.Empty(App.Log.Errors);
    }

    [Theory]
    [InlineData("/ä")]
    [InlineData("/settings/profile?q=日本")]
    [InlineData("/\u0001")]
    [InlineData("/a b")]
    public async Task A_return_address_with_characters_that_no_header_takes_counts_as_none(string target)
    {
        var browser = await App.SignedInAsync(App.Olga);
        var odd = Uri.EscapeDataString(target);
        Assert.Equal(
            "/settings/workspaces",
            (await browser.FetchAsync(HttpMethod.Get, $"/sign-in?returnUrl={odd}")).Headers.Location!.OriginalString
        );
        Assert.Equal(
            "/settings/configuration",
            await RedirectAsync(browser, "/theme", ("theme", "dark"), ("returnUrl", target))
        );
        Assert.Equal(
            "/settings/profile",
            await RedirectAsync(browser, $"/sign-in/confirm-password?returnUrl={odd}", ("Password", Person.Password))
        );
        Assert.Equal(
            "/settings/profile?q=%E6%97%A5",
            await RedirectAsync(browser, "/theme", ("theme", "dark"), ("returnUrl", "/settings/profile?q=%E6%97%A5"))
        );
    }

    private static async Task<string> RedirectAsync(
        Browser browser,
        string url,
        params (string Name, string Value)[] fields
    ) => (await PostAsync(browser, url, fields)).Headers.Location!.OriginalString;

    private static StringContent Text(string text) => new(text, Encoding.UTF8, "application/x-www-form-urlencoded");

    private static StringContent Typed(string type, string text)
    {
        var content = new StringContent(text);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private static StreamContent Chunked(string text)
    {
        var content = new StreamContent(new UnknownLength(Encoding.ASCII.GetBytes(text)));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded");
        return content;
    }

    [Theory]
    [InlineData("/sign-in", "application/x-www-form-urlencoded")]
    [InlineData("/auth.login", "application/x-www-form-urlencoded")]
    [InlineData("/auth.login", "application/json")]
    public async Task A_connection_that_ends_before_the_body_is_no_error_in_the_log(string path, string type)
    {
        // Kestrel can end a read of the body before it cancels the request.
        var key = await App.KeyAsync(App.Mia);
        var server = (TestServer)App.Services.GetRequiredService<IServer>();
        await server.SendAsync(
            context =>
            {
                context.Connection.RemoteIpAddress = TestApp.Home;
                context.Request.Method = "POST";
                context.Request.Headers.Host = "localhost";
                context.Request.Headers.Authorization = ApiClient.Basic(key.AccessKey, key.SecretKey);
                context.Request.Path = path;
                context.Request.ContentType = type;
                context.Request.ContentLength = 100;
                context.Request.Body = new EndedConnection();
            },
            TestContext.Current.CancellationToken
        );
        Assert.Empty(App.Log.Errors);
    }

    private static async Task<HttpResponseMessage> PostAsync(
        Browser browser,
        string url,
        params (string Name, string Value)[] fields
    )
    {
        var token = (await browser.GetAsync("/settings/profile"))
            .Document.QuerySelector("input[name=__RequestVerificationToken]")!
            .GetAttribute("value")!;
        return await browser.FetchAsync(
            HttpMethod.Post,
            url,
            fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))
        );
    }

    private static async Task<Page> SendAsync(Browser browser, string url, HttpContent content)
    {
        var response = await browser.SendContentAsync(url, content);
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        return await Page.ReadAsync(browser, new Uri("http://localhost:8080" + url), response);
    }

    private sealed class EndedConnection : MemoryStream
    {
        // As Kestrel throws it when it stops.
        private static TaskCanceledException End() => new("The request was aborted", new ConnectionAbortedException());

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw End();

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw End();
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

public sealed class FormLimitsOnSqlite(SqliteApp app) : FormLimitsTests(app), IClassFixture<SqliteApp>;
