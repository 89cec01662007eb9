using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;

namespace ClearSettings.Domain.Email;

/// <summary>How a test email went.</summary>
/// <param name="Message">What the mail server answered, or what failed on the way to it; never with the
/// password.</param>
public sealed record TestEmailOutcome(bool Sent, string Message);

/// <summary>
/// Sends an email to the caller's own address with the saved settings, now, and tells what the mail server really
/// answered.
/// </summary>
public sealed class SendTestEmail(Change change, MailServer server, SmtpTimeout patience)
{
    public async Task<Result<TestEmailOutcome>> RunAsync()
    {
        if (await server.GetSmtpOptionsAsync() is not { } route)
            return Result<TestEmailOutcome>.Refuse("", "No mail server is set up. Save its settings first.");
        var outcome = await SendAsync(route);
        var done = await change.RunAsync(
            Permission.ManageServer,
            () =>
            {
                change.Audit.Record(
                    AuditKind.TestEmailSent,
                    change.Current.Principal.Email,
                    outcome.Sent ? $"Accepted by {route.Host}" : $"Not sent by {route.Host}"
                );
                return Task.FromResult(Result.Done);
            }
        );
        return done.Ok ? outcome : Result<TestEmailOutcome>.From(done);
    }

    private async Task<TestEmailOutcome> SendAsync(SmtpOptions route)
    {
        var email = new TestEmail(change.Current.Principal.Email, change.Current.Principal.UserName, change.Now);
        if (MimeMessageFactory.Create(email, EntityId.New(change.Time), route, change.Time) is not var (message, to))
            return new(false, $"{change.Current.Principal.Email} is not an address that email can be sent to.");
        await using var connection = new SmtpConnection(route, patience);
        if (await connection.SendAsync(message, to) is { } failure)
            return new(false, failure.Message);
        return new(true, SmtpFailure.Clean(connection.ServerResponse, route.Password));
    }
}
