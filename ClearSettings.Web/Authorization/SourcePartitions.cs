using ClearSettings.Domain;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// Gives each source of requests the partition of a limiter that counts it, and bounds how many there are: while a
/// flood from many networks fills all partitions, further sources share one.
/// </summary>
/// <param name="max">Partitions at a time.</param>
/// <param name="kept">How long a source without requests keeps its partition; longer than the limiter's window.</param>
public sealed class SourcePartitions(int max, TimeSpan kept, TimeProvider time)
{
    private readonly Dictionary<string, DateTime> _lastSeen = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private DateTime _nextCleanup;

    /// <summary>The partition of sources that come while all others are taken.</summary>
    public const string Shared = "(all other sources)";

    public int Count
    {
        get
        {
            lock (_gate)
                return _lastSeen.Count;
        }
    }

    public string KeyFor(HttpContext context) => KeyFor(ClientSource.From(context.Connection.RemoteIpAddress));

    public string KeyFor(ClientSource source)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (_lastSeen.Count >= max && !_lastSeen.ContainsKey(source.Key))
            {
                Cleanup(now);
                if (_lastSeen.Count >= max)
                    return Shared;
            }
            _lastSeen[source.Key] = now;
            return source.Key;
        }
    }

    // At most once a second: a flood must not make every request look through all partitions.
    private void Cleanup(DateTime now)
    {
        if (now < _nextCleanup)
            return;
        _nextCleanup = now.AddSeconds(1);
        foreach (var source in _lastSeen.Where(s => s.Value < now - kept).Select(s => s.Key).ToList())
            _lastSeen.Remove(source);
    }
}
