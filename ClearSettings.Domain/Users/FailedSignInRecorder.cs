using ClearSettings.Domain.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Users;

/// <summary>A wrong password for an account that exists.</summary>
public sealed record FailedSignIn(Guid WorkspaceId, Guid UserId, string UserName, string? Address, string RequestId);

/// <summary>
/// Logs refused sign-ins, and writes wrong passwords to the audit log in the background: the write happens for accounts
/// only, so it must not delay the answer.
/// </summary>
public sealed partial class FailedSignInRecorder(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<FailedSignInRecorder> log
) : BackgroundQueue<FailedSignIn>(time, log)
{
    protected override string FailureMessage => "A failed sign-in could not be recorded in the audit log";

    /// <param name="user">Null for an unknown address.</param>
    public void Record(PasswordCheckResult outcome, User? user, Current current)
    {
        LogRefused(outcome, current.Address);
        if (user?.DefaultWorkspaceId is { } workspace && outcome == PasswordCheckResult.Wrong)
            Add(new(workspace, user.Id, user.Name, current.Address, current.RequestId));
    }

    protected override async Task RunAsync(FailedSignIn item)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<Current>().SetSource(RequestSource.Page, item.Address, item.RequestId);
        var change = services.GetRequiredService<Change>();
        await change.RunAsServerAsync(() =>
        {
            var actor = new AuditActor(item.WorkspaceId, item.UserId, item.UserName);
            change.Audit.Record(actor, AuditKind.SignInFailed, item.UserName);
            return Task.FromResult(true);
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-in refused: {Verdict}, from {Address}")]
    private partial void LogRefused(PasswordCheckResult verdict, string? address);
}
