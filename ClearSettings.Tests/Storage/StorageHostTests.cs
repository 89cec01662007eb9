using ClearSettings.Domain.Storage;

namespace ClearSettings.Tests.Storage;

public sealed class StorageHostTests
{
    [Theory]
    [InlineData("minio.example.com", "https://minio.example.com")]
    [InlineData(" MinIO.example.com:9000/ ", "https://minio.example.com:9000")]
    [InlineData("http://10.0.0.5:9000", "http://10.0.0.5:9000")]
    [InlineData("https://nyc3.digitaloceanspaces.com:443", "https://nyc3.digitaloceanspaces.com")]
    [InlineData("http://minio:80", "http://minio")]
    [InlineData("http://[::1]:9000", "http://[::1]:9000")]
    [InlineData("bücher.example", "https://xn--bcher-kva.example")]
    [InlineData("my_minio.local", "https://my_minio.local")]
    public void A_host_has_a_scheme_a_name_and_a_port(string text, string origin) =>
        Assert.Equal(origin, StorageHost.Parse(text)?.Origin);

    [Theory]
    [InlineData("")]
    [InlineData("evil.com@169.254.169.254")]
    [InlineData("user:pass@minio.example.com")]
    [InlineData("x; script-src *")]
    [InlineData("x;script-src")]
    [InlineData("x, y")]
    [InlineData("*.example.com")]
    [InlineData("*")]
    [InlineData("'self'")]
    [InlineData("minio.example.com/path")]
    [InlineData("minio.example.com?x=1")]
    [InlineData("minio.example.com#x")]
    [InlineData("minio.example.com\\@evil.com")]
    [InlineData("minio.example.com\r\nSet-Cookie: a=b")]
    [InlineData("ftp://minio.example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:")]
    [InlineData("minio.example.com:0")]
    [InlineData("minio.example.com:65536")]
    [InlineData("minio.example.com:99999999999")]
    [InlineData("minio.example.com:9000:9000")]
    [InlineData("minio.example.com:")]
    [InlineData("minio.example.com.")]
    [InlineData("0x7f.1")]
    [InlineData("2130706433")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::ffff:7f00:1]/")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("<b>x</b>")]
    public void Anything_else_is_no_host(string text) => Assert.Null(StorageHost.Parse(text));

    [Fact]
    public void A_host_that_is_too_long_is_none() => Assert.Null(StorageHost.Parse(new string('a', 256)));
}
