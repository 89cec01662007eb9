using ClearSettings.Domain.Credentials;
using ClearSettings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ClearSettings.Tests.Html;

public sealed class PublicUrlsTests
{
    [Theory]
    [InlineData("http", "localhost:8080", "http://localhost:8080/", "http://localhost:8008", "http://localhost:8081")]
    [InlineData("http", "10.1.2.3:8080", "http://10.1.2.3:8080/", "http://10.1.2.3:8008", "http://10.1.2.3:8081")]
    [InlineData("http", "[::1]:8080", "http://[::1]:8080/", "http://[::1]:8008", "http://[::1]:8081")]
    [InlineData(
        "https",
        "settings.company.com",
        "https://settings.company.com/",
        "https://settings.company.com/api",
        "https://settings.company.com:8081"
    )]
    [InlineData(
        "https",
        "app.company.com",
        "https://app.company.com/",
        "https://api.company.com",
        "https://files.company.com"
    )]
    public void They_come_from_the_request_when_nothing_is_configured(
        string scheme,
        string host,
        string web,
        string api,
        string files
    ) => Assert.Equal(new ServerUrls(web, api, files), Create(new()).For(Request(scheme, host)));

    [Fact]
    public void What_is_configured_wins_whatever_the_request_says()
    {
        var addresses = Create(
            new()
            {
                PublicUrl = "https://settings.company.com",
                ApiUrl = "https://api.company.com/",
                FilesUrl = "https://files.company.com/",
            }
        );
        var expected = new ServerUrls(
            "https://settings.company.com/",
            "https://api.company.com",
            "https://files.company.com"
        );
        Assert.Equal(expected, addresses.For(Request("http", "evil.example")));
        Assert.Equal(expected, addresses.Configured());
    }

    [Theory]
    [InlineData("http", "localhost:8080")]
    [InlineData("https", "settings.company.com")]
    [InlineData("https", "app.company.com")]
    [InlineData("http", "host:9000")]
    public void The_three_are_always_different(string scheme, string host)
    {
        var urls = Create(new()).For(Request(scheme, host));
        Assert.Equal(3, new[] { urls.Web.TrimEnd('/'), urls.Api, urls.Files }.Distinct().Count());
    }

    [Theory]
    [InlineData("http", "localhost:8080", false)]
    [InlineData("http", "x.localhost", false)]
    [InlineData("http", "127.0.0.1:8080", false)]
    [InlineData("http", "[::1]:8080", false)]
    [InlineData("http", "10.0.0.1:8080", true)]
    [InlineData("http", "localhost.evil.example", true)]
    [InlineData("https", "10.0.0.1", false)]
    public void Plain_http_over_a_network_is_exposed(string scheme, string host, bool exposed) =>
        Assert.Equal(exposed, Create(new()).IsExposed(Request(scheme, host)));

    [Fact]
    public void A_public_https_URL_counts_for_every_host_because_proxies_change_it()
    {
        var addresses = Create(new() { PublicUrl = "https://settings.company.com" });
        foreach (var host in new[] { "Settings.Company.Com", "localhost:8080" })
            Assert.True(addresses.IsHttps(Request("http", host)));
        Assert.False(
            Create(new() { PublicUrl = "http://settings.company.com" }).IsHttps(Request("http", "settings.company.com"))
        );
    }

    [Theory]
    [InlineData("[::1]:8080", true)]
    [InlineData("[fe80::1]", true)]
    [InlineData("127.0.0.1:8080", false)]
    [InlineData("app.company.com", false)]
    public void An_IPv6_literal_is_noticed(string host, bool expected) =>
        Assert.Equal(expected, Create(new()).For(Request("http", host)).HasIPv6Literal);

    private static PublicUrls Create(ServerSettings settings) => new(Options.Create(settings));

    private static HttpRequest Request(string scheme, string host)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = (scheme, new HostString(host));
        return request;
    }
}
