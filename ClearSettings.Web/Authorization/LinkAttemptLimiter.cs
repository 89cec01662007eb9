using System.Threading.RateLimiting;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// Counts unknown tokens of emailed links. A source that sent too many within a minute has to wait, whatever it sends
/// next.
/// </summary>
public sealed class LinkAttemptLimiter : IDisposable
{
    private readonly SourcePartitions _sources;
    private readonly PartitionedRateLimiter<string> _limiter;

    public LinkAttemptLimiter(IConfiguration configuration, TimeProvider time)
    {
        var settings = configuration.GetSection("SignIn").Get<SignInSettings>() ?? new();
        _sources = new(settings.MaxSources, SignInLimits.MaxPartitions, time);
        _limiter = PartitionedRateLimiter.Create<string, string>(source =>
            SignInLimits.PerMinute(source, settings.LinkGuessesPerMinute, time)
        );
    }

    /// <param name="context">Its address is the source that is counted.</param>
    public bool IsAllowed(HttpContext context) =>
        _limiter.GetStatistics(_sources.KeyFor(context))?.CurrentAvailablePermits != 0;

    public void RecordFailure(HttpContext context) => _limiter.AttemptAcquire(_sources.KeyFor(context)).Dispose();

    public void Dispose() => _limiter.Dispose();
}
