using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Authorization;

/// <summary>Section "SignIn" of the configuration.</summary>
public sealed class SignInSettings
{
    /// <summary>Passwords and set-up tokens that one address may send in a minute.</summary>
    public int AttemptsPerMinute { get; set; } = 20;

    /// <summary>Unknown tokens of mailed links that one address may send in a minute.</summary>
    public int LinkGuessesPerMinute { get; set; } = 10;
}

/// <summary>Slows down whoever sends many passwords from one address. Only POST counts.</summary>
public static class SignInLimits
{
    public const string Policy = "sign-in";

    public static void AddSignInLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("SignIn").Get<SignInSettings>() ?? new();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "60";
                return ValueTask.CompletedTask;
            };
            options.AddPolicy(Policy, context => HttpMethods.IsPost(context.Request.Method)
                ? RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.AttemptsPerMinute, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter(""));
        });
    }
}
