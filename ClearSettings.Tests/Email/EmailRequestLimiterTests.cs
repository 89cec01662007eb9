using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ClearSettings.Tests.Email;

public sealed class EmailRequestLimiterTests
{
    private readonly EmailRequestLimiter _limiter = new(
        Options.Create(new EmailRequestLimits { PerMinute = 1000 }),
        new FakeTimeProvider()
    );

    [Fact]
    public void The_networks_of_an_IPv6_48_share_twice_the_allowance_of_a_source_for_one_address()
    {
        Assert.Equal(
            6,
            Enumerable
                .Range(0, 30)
                .Count(i => _limiter.TryCount(ClientSource.From($"2001:db8:1:{i % 10:x}::1"), "mia@example.com"))
        );
        Assert.True(_limiter.TryCount(ClientSource.From("2001:db8:2::1"), "mia@example.com"));
        Assert.True(_limiter.TryCount(ClientSource.From("2001:db8:1:a::1"), "adam@example.com"));
    }

    [Fact]
    public void The_networks_of_an_IPv6_48_share_twice_the_allowance_of_a_source_for_all_addresses()
    {
        Assert.Equal(
            40,
            Enumerable
                .Range(0, 100)
                .Count(i => _limiter.TryCount(ClientSource.From($"2001:db8:1:{i:x}::1"), $"nina{i}@example.com"))
        );
        Assert.True(_limiter.TryCount(ClientSource.From("2001:db8:2::1"), "mia@example.com"));
    }

    [Fact]
    public void IPv4_addresses_are_counted_one_by_one() =>
        Assert.Equal(
            30,
            Enumerable
                .Range(0, 40)
                .Count(i => _limiter.TryCount(ClientSource.From($"203.0.113.{i % 10}"), "mia@example.com"))
        );
}
