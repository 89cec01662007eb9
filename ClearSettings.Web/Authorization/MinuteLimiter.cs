using System.Threading.RateLimiting;

namespace ClearSettings.Web.Authorization;

/// <summary>So many permits a minute, by the program's own clock (the framework's fixed window limiter reads the machine's).</summary>
internal sealed class MinuteLimiter(int permits, TimeProvider time) : RateLimiter
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTimeOffset windowStart = time.GetUtcNow();
    private int used;

    /// <summary>The partition of a source gives up its limiter once nothing in it counts any more.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (gate) return time.GetUtcNow() - windowStart is var age && age >= Window ? age : null;
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (gate)
        {
            Renew();
            return new() { CurrentAvailablePermits = Math.Max(0, permits - used) };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (gate)
        {
            Renew();
            if (used + permitCount > permits) return new Lease(false);
            used += permitCount;
            return new Lease(true);
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    private void Renew()
    {
        var now = time.GetUtcNow();
        if (now - windowStart < Window) return;
        (windowStart, used) = (now, 0);
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
