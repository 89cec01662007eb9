using System.Threading.RateLimiting;

namespace ClearSettings.Web.Authorization;

/// <summary>Counts unknown tokens of mailed links. A source that sent too many within a minute has to wait, whatever it sends next.</summary>
public sealed class LinkGuesses : IDisposable
{
    private readonly SourcePartitions sources;
    private readonly PartitionedRateLimiter<string> limiter;

    public LinkGuesses(IConfiguration configuration, TimeProvider time)
    {
        var settings = configuration.GetSection("SignIn").Get<SignInSettings>() ?? new();
        sources = new(settings.MaxSources, SignInLimits.PartitionsKept, time);
        limiter = PartitionedRateLimiter.Create<string, string>(source => SignInLimits.PerMinute(source, settings.LinkGuessesPerMinute, time));
    }

    /// <param name="context">Its address is the source that is counted.</param>
    public bool MayTry(HttpContext context) => limiter.GetStatistics(sources.KeyFor(context))?.CurrentAvailablePermits != 0;

    public void Missed(HttpContext context) => limiter.AttemptAcquire(sources.KeyFor(context)).Dispose();

    public void Dispose() => limiter.Dispose();
}
