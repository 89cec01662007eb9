using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Section "Email:RequestLimits" of the configuration: emails that forms cause which anyone can send (sign-up,
/// forgotten password).
/// </summary>
public sealed class EmailRequestLimits
{
    /// <summary>Emails that one source can cause in an hour, to all addresses.</summary>
    public int PerSourcePerHour { get; set; } = 20;

    /// <summary>Emails that one source can cause in an hour to the same address.</summary>
    public int PerSourceAndAddressPerHour { get; set; } = 3;

    /// <summary>Emails that all sources together can cause in an hour to one address.</summary>
    public int PerAddressPerHour { get; set; } = 30;

    /// <summary>
    /// How many of those are sent immediately; the others wait, so that they arrive with <see cref="SpacingSeconds"/>
    /// between them.
    /// </summary>
    public int UnspacedPerAddressPerHour { get; set; } = 10;

    public int SpacingSeconds { get; set; } = 60;

    /// <summary>Emails that all sources together can cause in a minute, to all addresses.</summary>
    public int PerMinute { get; set; } = 60;

    internal TimeSpan Spacing => TimeSpan.FromSeconds(SpacingSeconds);
}

/// <summary>
/// Counts requests for emails by source in this process, so that only many sources together can use up the allowance of
/// an address. The /64 networks of an IPv6 /48 share twice the allowance of one. A request counts whether or not the
/// address has an account. At most an hour's worth of <see cref="EmailRequestLimits.PerMinute"/> is kept.
/// </summary>
public sealed class EmailRequestLimiter(IOptions<EmailRequestLimits> options, TimeProvider time)
{
    private const int SourcesPerSite = 2;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    // Oldest first.
    private readonly List<(DateTime At, ClientSource Source, string Address)> _counted = [];
    private readonly Lock _gate = new();

    internal EmailRequestLimits Limits => options.Value;

    /// <summary>
    /// Counts the request, or returns false when a limit is reached; refused requests are not counted.
    /// </summary>
    /// <param name="source">Where the request comes from.</param>
    /// <param name="address">In the form of <see cref="EmailAddress"/>.</param>
    public bool TryCount(ClientSource source, string address)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow().UtcDateTime;
            _counted.RemoveAll(c => c.At <= now - Window);
            if (_counted.Count(c => c.At > now - TimeSpan.FromMinutes(1)) >= Limits.PerMinute)
                return false;
            if (
                IsReached(c => c == source, address, 1)
                || (source.Site is { } site && IsReached(c => c.Site == site, address, SourcesPerSite))
            )
                return false;
            _counted.Add((now, source, address));
            return true;
        }
    }

    private bool IsReached(Predicate<ClientSource> matches, string address, int factor)
    {
        var matching = _counted.Where(c => matches(c.Source)).ToList();
        return matching.Count >= factor * Limits.PerSourcePerHour
            || matching.Count(c => c.Address == address) >= factor * Limits.PerSourceAndAddressPerHour;
    }
}
