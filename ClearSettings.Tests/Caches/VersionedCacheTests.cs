using ClearSettings.Domain;
using Microsoft.Extensions.Time.Testing;

namespace ClearSettings.Tests.Caches;

public sealed class VersionedCacheTests
{
    private int _reads;

    [Fact]
    public async Task A_value_is_read_once_for_each_version()
    {
        var cache = new VersionedCache<string, string>(10);
        foreach (var version in (long[])[1, 1, 2, 2])
            await cache.GetAsync("a", version, ReadAsync);
        Assert.Equal(2, _reads);
        Assert.False(cache.TryGet("a", 1, out _));
        Assert.True(cache.TryGet("a", 2, out var value));
        Assert.Equal("a2", value);
    }

    [Fact]
    public async Task A_value_with_a_maximum_age_is_read_again_when_it_is_over()
    {
        var time = new FakeTimeProvider();
        var cache = new VersionedCache<string, string>(10, time, TimeSpan.FromSeconds(1));
        await cache.GetAsync("a", 0, ReadAsync);
        time.Advance(TimeSpan.FromMilliseconds(999));
        await cache.GetAsync("a", 0, ReadAsync);
        Assert.Equal(1, _reads);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await cache.GetAsync("a", 0, ReadAsync);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public void A_large_value_takes_the_room_of_those_that_no_one_asked_for_longest()
    {
        var cache = new VersionedCache<string, string>(100, (_, value) => int.Parse(value));
        for (var i = 0; i < 50; i++)
            cache.Set($"small {i}", 1, "2");
        cache.Set("large", 1, "60");
        Assert.True(cache.TryGet("large", 1, out _));
        Assert.Equal(21, cache.Count);
        // It grows, and one that is larger than the cache is not kept and takes no one's room.
        cache.Set("large", 1, "90");
        Assert.True(cache.TryGet("large", 1, out _));
        cache.Set("too large", 1, "101");
        Assert.False(cache.TryGet("too large", 1, out _));
        Assert.True(cache.TryGet("large", 1, out _));
    }

    [Fact]
    public async Task Many_who_miss_the_same_value_share_one_read()
    {
        var cache = new VersionedCache<string, string>(10);
        var gate = new TaskCompletionSource();
        var all = Enumerable.Range(0, 20).Select(_ => cache.GetAsync("a", 1, WhenOpenAsync).AsTask()).ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(all), value => Assert.Equal("a1", value));
        Assert.Equal(1, _reads);

        async Task<string?> WhenOpenAsync(string key)
        {
            var value = await ReadAsync(key);
            await gate.Task;
            return value;
        }
    }

    [Fact]
    public async Task A_failure_reaches_all_who_wait_and_is_not_kept()
    {
        var cache = new VersionedCache<string, string>(10);
        var gate = new TaskCompletionSource();
        var all = Enumerable.Range(0, 3).Select(_ => cache.GetAsync("a", 1, FailAsync).AsTask()).ToList();
        gate.SetResult();
        foreach (var one in all)
            await Assert.ThrowsAsync<InvalidOperationException>(() => one);
        Assert.Equal("a1", await cache.GetAsync("a", 1, ReadAsync));

        async Task<string?> FailAsync(string key)
        {
            await gate.Task;
            throw new InvalidOperationException(key);
        }
    }

    [Fact]
    public async Task A_read_that_began_before_an_invalidation_is_neither_kept_nor_shared_after_it()
    {
        var cache = new VersionedCache<string, string>(10);
        var gate = new TaskCompletionSource();
        var before = cache.GetAsync("a", 0, OldAsync).AsTask();
        cache.Invalidate("a");
        Assert.Equal("a1", await cache.GetAsync("a", 0, ReadAsync));
        gate.SetResult();
        Assert.Equal("old", await before);
        Assert.True(cache.TryGet("a", 0, out var kept));
        Assert.Equal("a1", kept);

        async Task<string?> OldAsync(string key)
        {
            await gate.Task;
            return "old";
        }
    }

    [Fact]
    public async Task A_read_of_an_earlier_version_is_not_given_to_anyone_who_asks_for_a_later_one()
    {
        var cache = new VersionedCache<string, string>(10);
        var gate = new TaskCompletionSource();
        var before = cache.GetAsync("a", 1, OldAsync).AsTask();
        Assert.Equal("a1", await cache.GetAsync("a", 2, ReadAsync));
        gate.SetResult();
        Assert.Equal("old", await before);
        Assert.True(cache.TryGet("a", 2, out _));

        async Task<string?> OldAsync(string key)
        {
            await gate.Task;
            return "old";
        }
    }

    [Fact]
    public async Task Nothing_is_no_value_to_keep()
    {
        var cache = new VersionedCache<string, string>(10);
        for (var i = 0; i < 2; i++)
            Assert.Null(await cache.GetAsync("a", 1, _ => Task.FromResult<string?>(null)));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public async Task A_full_cache_drops_what_was_used_longest_ago_and_keeps_the_rest()
    {
        var cache = new VersionedCache<int, string>(100);
        for (var i = 0; i < 100; i++)
            cache.Set(i, 0, "value");
        // Later than all others by the clock of the machine, which counts in steps.
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(cache.TryGet(0, 0, out _));
        cache.Set(100, 0, "one more");
        await WaitAsync(() => cache.Count < 100);
        Assert.InRange(cache.Count, 90, 99);
        Assert.True(cache.TryGet(0, 0, out _));
    }

    [Fact]
    public void A_value_larger_than_the_cache_is_left_out_and_drops_no_other_for_good()
    {
        var cache = new VersionedCache<string, string>(10, (_, value) => value.Length);
        cache.Set("small", 0, "x");
        cache.Set("large", 0, new string('x', 11));
        Assert.False(cache.TryGet("large", 0, out _));
        cache.Set("small", 0, "x");
        Assert.True(cache.TryGet("small", 0, out _));
    }

    private Task<string?> ReadAsync(string key) => Task.FromResult<string?>($"{key}{++_reads}");

    private static async Task WaitAsync(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "It never came true.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
