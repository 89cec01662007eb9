using System.Threading.RateLimiting;

namespace ClearSettings.Web.Authorization;

/// <summary>Counts tokens of mailed links that were nobody's. Whoever sent too many of them within a minute is asked to wait, whatever comes next.</summary>
public sealed class LinkGuesses(IConfiguration configuration) : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = Create((configuration.GetSection("SignIn").Get<SignInSettings>() ?? new()).LinkGuessesPerMinute);

    /// <param name="context">Its address is who asks.</param>
    public bool MayTry(HttpContext context) => limiter.GetStatistics(Key(context))?.CurrentAvailablePermits != 0;

    public void Missed(HttpContext context) => limiter.AttemptAcquire(Key(context)).Dispose();

    public void Dispose() => limiter.Dispose();

    private static string Key(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static PartitionedRateLimiter<string> Create(int perMinute) => PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));
}
