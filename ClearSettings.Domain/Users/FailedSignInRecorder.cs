using System.Threading.Channels;
using ClearSettings.Domain.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Users;

/// <summary>A wrong password for an account that exists.</summary>
public sealed record FailedSignIn(Guid WorkspaceId, Guid UserId, string UserName, string? Address, string RequestId);

/// <summary>
/// Writes failed sign-ins to the audit log in the background: the write happens for accounts only, so it must not delay the answer.
/// What does not fit into the queue is left out.
/// </summary>
public sealed class FailedSignInRecorder(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<FailedSignInRecorder> log
) : BackgroundWorker
{
    private const int MaxPending = 1000;

    private readonly FailureLog _failures = new(log, time);

    private readonly Channel<FailedSignIn> _waiting = Channel.CreateBounded<FailedSignIn>(
        new BoundedChannelOptions(MaxPending) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    public void Add(FailedSignIn failure) => _waiting.Writer.TryWrite(failure);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var failure in _waiting.Reader.ReadAllAsync(stoppingToken))
                await TryRecordAsync(failure);
        }
        catch (OperationCanceledException) { }
        while (_waiting.Reader.TryRead(out var failure))
            await TryRecordAsync(failure);
    }

    private async Task TryRecordAsync(FailedSignIn failure)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            services.GetRequiredService<Current>().SetSource(RequestSource.Page, failure.Address, failure.RequestId);
            await services
                .GetRequiredService<ClearSettingsDb>()
                .WriteAsync(() =>
                {
                    services
                        .GetRequiredService<AuditLog>()
                        .Record(
                            failure.WorkspaceId,
                            failure.UserId,
                            failure.UserName,
                            AuditKind.SignInFailed,
                            failure.UserName
                        );
                    return Task.FromResult(true);
                });
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            _failures.Write(problem, "A failed sign-in could not be written to the audit log", LogLevel.Error);
        }
    }
}
