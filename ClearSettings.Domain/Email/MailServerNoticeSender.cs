using ClearSettings.Domain.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Email;

/// <summary>Sends notices about changed email settings through the mail server from before.</summary>
public sealed partial class MailServerNoticeSender(
    IServiceScopeFactory scopes,
    SmtpTimeout patience,
    JobWorker worker,
    TimeProvider time,
    ILogger<MailServerNoticeSender> log
)
{
    // The person who saves the settings waits meanwhile.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Call it after the commit. Runs in a scope of its own, without the request's token: otherwise a caller who hangs
    /// up would keep the notices from the mail server from before.
    /// </summary>
    internal async Task SendAsync(MailServerChange change)
    {
        await using var scope = scopes.CreateAsyncScope();
        var leases = scope.ServiceProvider.GetRequiredService<JobLeases>();
        await using var connection = new SmtpConnection(
            change.Before,
            new(patience.Max < MaxWait ? patience.Max : MaxWait)
        );
        SmtpFailure? failure = null;
        foreach (var (mail, email) in change.Emails)
        {
            // Where it failed once, the person who waits need not wait again.
            failure ??= MimeMessageFactory.Create(email, mail.Id, change.Before, time) is var (message, to)
                ? await connection.SendAsync(message, to)
                : null;
            if (failure is null)
                await leases.MarkDoneAsync(mail);
            else if (change.HasNewServer)
                await leases.ReleaseAsync(mail);
        }
        if (failure is null)
            return;
        Log(change, failure);
        worker.Wake();
    }

    private void Log(MailServerChange change, SmtpFailure failure)
    {
        if (change.HasNewServer)
            LogSentThroughNewServer(change.Before.Host, failure.Message);
        else
            LogNotSent(change.Before.Host, failure.Message);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The notice about the changed email settings was not accepted by {Host} and is sent through the new "
            + "mail server: {Sentence}"
    )]
    private partial void LogSentThroughNewServer(string host, string sentence);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The notice about the removed email settings was not accepted by {Host} and cannot be sent another "
            + "way: {Sentence}"
    )]
    private partial void LogNotSent(string host, string sentence);
}
