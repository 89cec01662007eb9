using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// Counts the passwords and set-up tokens that one source, and all sources together, send within a minute, on whichever
/// page they send them. The source's own limit comes first, so that what one source sends beyond it does not use up the
/// limit of all.
/// </summary>
public sealed class PasswordAttemptLimiter : IDisposable
{
    /// <summary>Seconds, for the header.</summary>
    public const string RetryAfter = "60";

    private static readonly object Typed = new();

    public PasswordAttemptLimiter(IConfiguration configuration, TimeProvider time)
    {
        var settings = configuration.GetSection("SignIn").Get<SignInSettings>() ?? new();
        var sources = new SourcePartitions(settings.MaxSources, SignInLimits.MaxPartitions, time);
        Limiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(c =>
                Counts(c)
                    ? SignInLimits.PerMinute(sources.KeyFor(c), settings.AttemptsPerMinute, time)
                    : RateLimitPartition.GetNoLimiter("")
            ),
            PartitionedRateLimiter.Create<HttpContext, bool>(c =>
                Counts(c)
                    ? SignInLimits.PerMinute(true, settings.TotalAttemptsPerMinute, time)
                    : RateLimitPartition.GetNoLimiter(false)
            )
        );
    }

    /// <summary>
    /// For ASP.NET Core's middleware: counts posts to the pages with the policy of <see cref="SignInLimits"/>.
    /// </summary>
    internal PartitionedRateLimiter<HttpContext> Limiter { get; }

    /// <summary>Counts a password that was sent to any other page.</summary>
    /// <returns>False when the source has to wait.</returns>
    public bool TryCount(HttpContext context)
    {
        context.Items[Typed] = true;
        using var lease = Limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public void Dispose() => Limiter.Dispose();

    private static bool Counts(HttpContext context) =>
        context.Items.ContainsKey(Typed)
        || (
            HttpMethods.IsPost(context.Request.Method)
            && context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName
                == SignInLimits.Policy
        );
}
