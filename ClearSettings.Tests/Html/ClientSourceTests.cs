using System.Net;
using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using Microsoft.Extensions.Time.Testing;

namespace ClearSettings.Tests.Html;

public sealed class ClientSourceTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("64:ff9b::203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    [InlineData("::1", "::/64")]
    public void An_IPv6_network_is_one_source_and_an_IPv4_address_is_one_in_every_form(string address, string key)
    {
        Assert.Equal(key, ClientSource.From(IPAddress.Parse(address)).Key);
        Assert.Equal(key, ClientSource.From(address).Key);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("unknown")]
    public void Requests_without_an_address_are_one_source(string? address) =>
        Assert.Equal("", ClientSource.From(address).Key);

    [Fact]
    public void A_flood_from_many_networks_makes_no_more_partitions_than_allowed()
    {
        var time = new FakeTimeProvider();
        var partitions = new SourcePartitions(100, TimeSpan.FromMinutes(2), time);
        var keys = Enumerable
            .Range(0, 10_000)
            .Select(i => partitions.KeyFor(ClientSource.From($"2001:db8:{i:x}::1")))
            .ToHashSet();
        Assert.Equal((101, 100), (keys.Count, partitions.Count));
        Assert.Equal(SourcePartitions.Shared, partitions.KeyFor(ClientSource.From("203.0.113.7")));
        Assert.Equal("2001:db8:1::/64", partitions.KeyFor(ClientSource.From("2001:db8:1::2")));
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("203.0.113.7", partitions.KeyFor(ClientSource.From("203.0.113.7")));
        Assert.Equal(1, partitions.Count);
    }
}
