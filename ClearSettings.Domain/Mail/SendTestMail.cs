using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Mail.Letters;

namespace ClearSettings.Domain.Mail;

/// <summary>How a test mail went.</summary>
/// <param name="Sentence">What the mail server answered, or what failed on the way to it; never with the password.</param>
public sealed record TestMailOutcome(bool Sent, string Sentence);

/// <summary>Sends a mail to the caller's own address with the saved settings, now, and tells what the mail server really answered.</summary>
public sealed class SendTestMail(ClearSettingsDb db, MailServer server, AuditLog audit, Current current, SmtpPatience patience, TimeProvider time)
{
    public async Task<Result<TestMailOutcome>> RunAsync()
    {
        if (await server.RouteAsync() is not { } route) return Result<TestMailOutcome>.Refuse("", "No mail server is set up. Save its settings first.");
        var outcome = await SendAsync(route);
        await db.WriteAsync(() =>
        {
            audit.Record(AuditKind.MailTested, current.Principal.Email, outcome.Sent ? $"Taken by {route.Host}" : $"Not sent by {route.Host}");
            return Task.FromResult(true);
        });
        return outcome;
    }

    private async Task<TestMailOutcome> SendAsync(MailRoute route)
    {
        var letter = new TestLetter(current.Principal.Email, current.Principal.UserName, time.GetUtcNow().UtcDateTime);
        if (LetterMessage.Write(letter, Id.New(time), route, time) is not var (message, to)) return new(false, $"{current.Principal.Email} is not an address that mail can be sent to.");
        await using var connection = new SmtpConnection(route, patience);
        if (await connection.SendAsync(message, to) is { } failure) return new(false, failure.Sentence);
        return new(true, SmtpFailure.Clean(connection.Answer, route.Password));
    }
}
