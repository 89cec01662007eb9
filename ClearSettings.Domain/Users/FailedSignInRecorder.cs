using ClearSettings.Domain.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Users;

/// <summary>A wrong password for an account that exists.</summary>
public sealed record FailedSignIn(Guid WorkspaceId, Guid UserId, string UserName, string? Address, string RequestId);

/// <summary>
/// Writes failed sign-ins to the audit log in the background: the write happens for accounts only, so it must not delay
/// the answer.
/// </summary>
public sealed class FailedSignInRecorder(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<FailedSignInRecorder> log
) : BackgroundQueue<FailedSignIn>(time, log)
{
    protected override string FailureMessage => "A failed sign-in could not be recorded in the audit log";

    public void Record(FailedSignIn failure) => Add(failure);

    protected override async Task RunAsync(FailedSignIn item)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<Current>().SetSource(RequestSource.Page, item.Address, item.RequestId);
        await services
            .GetRequiredService<Change>()
            .RunAsServerAsync(() =>
            {
                services
                    .GetRequiredService<AuditLog>()
                    .Record(item.WorkspaceId, item.UserId, item.UserName, AuditKind.SignInFailed, item.UserName);
                return Task.FromResult(true);
            });
    }
}
