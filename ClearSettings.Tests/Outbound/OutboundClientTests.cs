using System.Net;
using ClearSettings.Domain.Outbound;

namespace ClearSettings.Tests.Outbound;

/// <summary>However a URL is spelled, nothing on this machine or its network is asked unless it is listed.</summary>
public sealed class OutboundClientTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://LOCALHOST:{0}/")]
    [InlineData("http://localhost.:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://127.0.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f000001:{0}/")]
    [InlineData("http://0x7f.0x0.0x0.0x1:{0}/")]
    [InlineData("http://017700000001:{0}/")]
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://127.0.0.1.:{0}/")]
    [InlineData("http://127.255.255.254:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://0:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::]:{0}/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::ffff:7f00:1]:{0}/")]
    [InlineData("http://[::127.0.0.1]:{0}/")]
    [InlineData("http://[64:ff9b::7f00:1]:{0}/")]
    [InlineData("http://[2002:7f00:1::]:{0}/")]
    [InlineData("http://public.example@127.0.0.1:{0}/")]
    [InlineData("http://user:pass@127.0.0.1:{0}/")]
    [InlineData("http://①②⑦.⓪.⓪.①:{0}/")]
    [InlineData("http://１２７.0.0.1:{0}/")]
    [InlineData("http://loopback.example:{0}/")]
    [InlineData("https://loopback.example:{0}/")]
    [InlineData("http://mixed.example:{0}/")]
    [InlineData("http://127.0.0.1.nip.example:{0}/")]
    public async Task Nothing_of_this_machine_is_asked_however_it_is_spelled(string pattern)
    {
        using var listener = StubServer.Start();
        using var client = Create(["192.0.2.1"]);
        var text = pattern.Replace("{0}", $"{listener.Port}", StringComparison.Ordinal);
        if (Uri.TryCreate(text, UriKind.Absolute, out var url))
            await Assert.ThrowsAsync<OutboundException>(() => client.GetAsync(url, CancellationToken.None));
        Assert.Equal(0, listener.Connections);
    }

    [Theory]
    [InlineData("loopback.example")]
    [InlineData("mixed.example")]
    [InlineData("127.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task An_address_that_is_not_public_is_refused_when_connecting(string host)
    {
        using var client = Create([]);
        var problem = await Assert.ThrowsAsync<OutboundException>(() =>
            client.GetAsync(new Uri($"https://{host}:8443/"), CancellationToken.None)
        );
        Assert.Contains("private address", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.0/8")]
    [InlineData("[::ffff:127.0.0.1]", "127.0.0.0/8")]
    [InlineData("loopback.example", "loopback.example")]
    [InlineData("LOOPBACK.example", "*.example")]
    public async Task What_is_listed_is_asked_by_http_and_at_any_port(string host, string allowed)
    {
        using var listener = StubServer.Start();
        using var client = Create([allowed]);
        var answer = await client.GetAsync(new Uri($"http://{host}:{listener.Port}/x"), CancellationToken.None);
        Assert.Equal((200, "hello"), (answer.Status, answer.Body));
        Assert.Equal(1, listener.Connections);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var target = StubServer.Start();
        using var listener = StubServer.Start($"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{target.Port}/\r\n");
        using var client = Create(["127.0.0.1"]);
        var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{listener.Port}/"), CancellationToken.None);
        Assert.Equal((302, 0), (answer.Status, target.Connections));
    }

    [Fact]
    public async Task A_body_is_read_up_to_its_limit()
    {
        var length = OutboundClient.MaxBytes * 3;
        using var listener = StubServer.Start(body: new string('a', length));
        using var client = Create(["127.0.0.1"]);
        var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{listener.Port}/"), CancellationToken.None);
        Assert.Equal(OutboundClient.MaxBytes, answer.Body.Length);
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_the_address_that_was_checked_is_used()
    {
        using var listener = StubServer.Start();
        var asked = 0;
        var policy = new OutboundPolicy(new() { AllowedHosts = ["127.0.0.1", "rebind.example"] });
        using var client = new OutboundClient(
            policy,
            (_, _) => Task.FromResult(new[] { IPAddress.Parse(++asked == 1 ? "127.0.0.1" : "192.0.2.1") })
        );
        var answer = await client.GetAsync(new Uri($"http://rebind.example:{listener.Port}/"), CancellationToken.None);
        Assert.Equal((200, 1), (answer.Status, asked));
    }

    [Fact]
    public async Task A_refused_connection_is_told_without_what_the_other_side_sent()
    {
        var port = FreePort.Find();
        using var client = Create(["127.0.0.1"]);
        var problem = await Assert.ThrowsAsync<OutboundException>(() =>
            client.GetAsync(new Uri($"http://127.0.0.1:{port}/"), CancellationToken.None)
        );
        Assert.Equal($"Could not connect to 127.0.0.1:{port}: connection refused.", problem.Message);
        using var listener = StubServer.Start("walrus is no http\r\n");
        problem = await Assert.ThrowsAsync<OutboundException>(() =>
            client.GetAsync(new Uri($"http://127.0.0.1:{listener.Port}/"), CancellationToken.None)
        );
        Assert.DoesNotContain("walrus", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://public.example/")]
    [InlineData("https://public.example:22/")]
    [InlineData("https://public.example:9000/")]
    [InlineData("ftp://public.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user@public.example/")]
    public void Public_hosts_are_asked_by_https_at_two_ports_only(string url) =>
        Assert.NotNull(new OutboundPolicy(new()).Check(new Uri(url)));

    [Theory]
    [InlineData("https://public.example/")]
    [InlineData("https://public.example:8443/")]
    public void The_rest_of_a_public_url_is_free(string url) =>
        Assert.Null(new OutboundPolicy(new()).Check(new Uri(url)));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("2002:a9fe:a9fe::", false)]
    [InlineData("2001:0:1::", false)]
    public void An_address_is_public_or_special(string address, bool isPublic) =>
        Assert.Equal(isPublic, OutboundAddresses.IsPublic(IPAddress.Parse(address)));

    private static OutboundClient Create(string[] allowed) =>
        new(
            new OutboundPolicy(new() { AllowedHosts = allowed }),
            (name, _) =>
                Task.FromResult(
                    name.StartsWith("mixed", StringComparison.Ordinal)
                        ? [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]
                        : new[] { IPAddress.Loopback }
                )
        );
}
