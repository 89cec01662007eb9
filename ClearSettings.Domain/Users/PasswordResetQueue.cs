using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Users;

/// <summary>An address whose owner forgot their password.</summary>
public sealed record PasswordResetRequest(string Email, ClientSource Source);

/// <summary>
/// Carries out <see cref="SendPasswordResetEmail"/> after the answer: whether an address has an account can then be
/// seen neither in the answer nor in its time. A crash in between loses the request, and the person asks again.
/// </summary>
public sealed class PasswordResetQueue(IServiceScopeFactory scopes, TimeProvider time, ILogger<PasswordResetQueue> log)
    : BackgroundQueue<PasswordResetRequest>(time, log)
{
    protected override string FailureMessage =>
        "A password reset link could not be created; the user has to request it again";

    /// <param name="typed">As typed.</param>
    /// <param name="source">Where the request comes from.</param>
    public Result Enqueue(string? typed, ClientSource source)
    {
        if (EmailAddress.Normalize(typed) is not { } email)
            return Result.Refuse("Email", "This is not an email address. Use an address like olga@company.com.");
        Add(new(email, source));
        return Result.Done;
    }

    protected override async Task RunAsync(PasswordResetRequest item)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SendPasswordResetEmail>().RunAsync(item.Email, item.Source);
    }
}
