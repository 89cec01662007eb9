using System.Threading.RateLimiting;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// So many permits a minute, by the program's own clock (the framework's fixed window limiter reads the machine's).
/// </summary>
internal sealed class MinuteLimiter(int permits, TimeProvider time) : RateLimiter
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _windowStart = time.GetUtcNow();
    private int _used;

    /// <summary>The partition of a source gives up its limiter once nothing in it counts any more.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
                return time.GetUtcNow() - _windowStart is var age && age >= Window ? age : null;
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            Renew();
            return new() { CurrentAvailablePermits = Math.Max(0, permits - _used) };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            Renew();
            if (_used + permitCount > permits)
                return new Lease(false);
            _used += permitCount;
            return new Lease(true);
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        int permitCount,
        CancellationToken cancellationToken
    ) => new(AttemptAcquireCore(permitCount));

    private void Renew()
    {
        var now = time.GetUtcNow();
        if (now - _windowStart < Window)
            return;
        (_windowStart, _used) = (now, 0);
    }

    private sealed class Lease(bool acquired) : RateLimitLease
    {
        public override bool IsAcquired => acquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
