using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Users;

/// <summary>
/// Takes addresses whose owners forgot their password, and carries <see cref="SendPasswordResetEmail"/> out after the answer: whether an
/// address has an account can then be seen neither in the answer nor in its time. A crash in between loses the
/// question, and the person asks again.
/// </summary>
public sealed class PasswordResetQueue(IServiceScopeFactory scopes, TimeProvider time, ILogger<PasswordResetQueue> log)
    : BackgroundWorker
{
    private const int MaxPending = 1000;

    private readonly FailureLog _failures = new(log, time);

    private readonly Channel<(string Email, ClientSource Source)> _waiting = Channel.CreateBounded<(
        string,
        ClientSource
    )>(new BoundedChannelOptions(MaxPending) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <param name="typed">As typed.</param>
    /// <param name="source">Where the request comes from.</param>
    public Result Enqueue(string? typed, ClientSource source)
    {
        if (EmailAddress.Normalize(typed) is not { } email)
            return Result.Refuse("Email", "This is not an email address. Write it like olga@company.com.");
        _waiting.Writer.TryWrite((email, source));
        return Result.Done;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (email, source) in _waiting.Reader.ReadAllAsync(stoppingToken))
                await SendAsync(email, source);
        }
        catch (OperationCanceledException) { }
        while (_waiting.Reader.TryRead(out var request))
            await SendAsync(request.Email, request.Source);
    }

    private async Task SendAsync(string email, ClientSource source)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<SendPasswordResetEmail>().RunAsync(email, source);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            _failures.Write(
                problem,
                "A link for a new password could not be written; the person has to ask again",
                LogLevel.Error
            );
        }
    }
}
