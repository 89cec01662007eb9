namespace ClearSettings.Domain;

/// <summary>
/// Keeps a failure that repeats from filling the log, and with it the disk: it is logged the first time and then at
/// most every 10 minutes. Failures of different kinds are counted apart.
/// </summary>
public sealed class LogThrottle(TimeProvider time)
{
    // Messages can differ each time, such as by an id. What has no place here is not logged until an earlier entry
    // expires.
    private const int MaxKinds = 100;

    /// <summary>The shortest time between two log entries about the same failure.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Subject, Type Type, string Message), DateTime> _logged = [];

    /// <param name="subject">What failed, where one throttle serves several things.</param>
    public bool ShouldLog(Exception problem, string subject = "")
    {
        var cause = problem.GetBaseException();
        var kind = (subject, cause.GetType(), cause.Message);
        var now = time.GetUtcNow().UtcDateTime;
        lock (_lock)
        {
            if (_logged.TryGetValue(kind, out var last) && now - last < Interval)
                return false;
            if (_logged.Count >= MaxKinds)
                RemoveExpired(now);
            if (_logged.Count >= MaxKinds && !_logged.ContainsKey(kind))
                return false;
            _logged[kind] = now;
            return true;
        }
    }

    private void RemoveExpired(DateTime now)
    {
        foreach (var kind in _logged.Where(l => now - l.Value >= Interval).Select(l => l.Key).ToList())
            _logged.Remove(kind);
    }
}
