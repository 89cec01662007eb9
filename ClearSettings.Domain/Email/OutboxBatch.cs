using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Email;

/// <summary>Sends what is due, over one connection where it can.</summary>
internal sealed partial class OutboxBatch(
    MailServer server,
    OutboxQueue queue,
    IDataProtectionProvider protection,
    SmtpTimeout patience,
    TimeProvider time,
    LogThrottle throttle,
    ILogger<OutboxBatch> log
)
{
    // Then the settings are read again, and the mail server sees a new connection, as many demand.
    private const int MaxEmails = 100;

    /// <param name="stop">Ends the round after the email in hand.</param>
    /// <returns>Whether there may be more that is due.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        if (await server.GetSmtpOptionsAsync() is not { } route)
        {
            await queue.GiveUpOldAsync();
            return false;
        }
        // An email that failed and falls due again meanwhile waits for the next round: this connection may be closed
        // permanently.
        var began = time.GetUtcNow().UtcDateTime;
        await using var connection = new SmtpConnection(route, patience);
        using var abandon = new CancellationTokenSource();
        await using var stopping = stop.Register(() => abandon.CancelAfter(ShutdownLimits.WorkInHand));
        for (var count = 0; count < MaxEmails && !stop.IsCancellationRequested; count++)
        {
            if (await queue.LeaseAsync(began) is not { } mail)
                return false;
            await SendAsync(connection, mail, route, abandon.Token);
        }
        return !stop.IsCancellationRequested;
    }

    private async Task SendAsync(
        SmtpConnection connection,
        OutgoingEmail mail,
        SmtpOptions route,
        CancellationToken abandon
    )
    {
        try
        {
            await EndAsync(mail, await TryAsync(connection, mail, route, abandon));
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            await queue.ReleaseAsync(mail);
        }
        catch (Exception problem) when (Batches.IsAboutItems(problem))
        {
            // Its row could not be changed. The others still go out, and it comes again when its lease is over.
            if (throttle.ShouldLog(problem, nameof(OutboxBatch)))
                LogRow(problem, mail.Kind, mail.Id);
        }
    }

    private Task EndAsync(OutgoingEmail mail, SmtpFailure? failure)
    {
        if (failure is null)
            return queue.MarkSentAsync(mail);
        LogFailure(mail.Kind, mail.Id, failure.Message);
        return queue.MarkFailedAsync(mail, failure);
    }

    private async Task<SmtpFailure?> TryAsync(
        SmtpConnection connection,
        OutgoingEmail mail,
        SmtpOptions route,
        CancellationToken abandon
    )
    {
        try
        {
            var email = EmailSerializer.Deserialize(mail.Kind, mail.Content ?? "", protection);
            return MimeMessageFactory.Create(email, mail.Id, route, time) is var (message, to)
                ? await connection.SendAsync(message, to, abandon)
                : new("This is not an email address.", Permanent: true);
        }
        catch (Exception problem) when (problem is CryptographicException or JsonException)
        {
            return new(
                "The stored email cannot be read. It was written with another master key or version.",
                Permanent: true
            );
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !abandon.IsCancellationRequested)
        {
            // A bug in one email must not hold up the others.
            LogBug(problem, mail.Kind, mail.Id);
            return new("The email could not be created. See the server log for the cause.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind} {Id} was not sent: {Sentence}")]
    private partial void LogFailure(string kind, Guid id, string sentence);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Kind} {Id} could not be written")]
    private partial void LogBug(Exception problem, string kind, Guid id);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox row of {Kind} {Id} could not be changed")]
    private partial void LogRow(Exception problem, string kind, Guid id);
}
