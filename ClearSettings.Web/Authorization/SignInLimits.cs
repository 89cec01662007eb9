using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Authorization;

/// <summary>Section "SignIn" of the configuration.</summary>
public sealed class SignInSettings
{
    /// <summary>
    /// Passwords and set-up tokens that one source (an IPv4 address or an IPv6 /64 network) may send in a minute.
    /// </summary>
    public int AttemptsPerMinute { get; set; } = 20;

    /// <summary>The same of all sources together.</summary>
    public int TotalAttemptsPerMinute { get; set; } = 600;

    /// <summary>Unknown tokens of emailed links that one source may send in a minute.</summary>
    public int LinkGuessesPerMinute { get; set; } = 10;

    /// <summary>Sources that are counted separately at a time; further ones share a limit.</summary>
    public int MaxSources { get; set; } = 10_000;
}

/// <summary>Limits how many passwords one source, and all sources together, may send. Only POST counts.</summary>
public static class SignInLimits
{
    public const string Policy = "sign-in";

    /// <summary>Twice the minute over which the limiters count.</summary>
    internal static readonly TimeSpan MaxPartitions = TimeSpan.FromMinutes(2);

    public static void AddSignInLimits(this IServiceCollection services)
    {
        services.AddSingleton<PasswordAttemptLimiter>();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = PasswordAttemptLimiter.RetryAfter;
                return ValueTask.CompletedTask;
            };
            options.AddPolicy(Policy, _ => RateLimitPartition.GetNoLimiter(""));
        });
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<PasswordAttemptLimiter>((options, attempts) => options.GlobalLimiter = attempts.Limiter);
    }

    internal static RateLimitPartition<TKey> PerMinute<TKey>(TKey key, int permits, TimeProvider time) =>
        RateLimitPartition.Get(key, _ => new MinuteLimiter(permits, time));
}
