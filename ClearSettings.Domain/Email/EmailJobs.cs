using System.Security.Cryptography;
using System.Text.Json;
using ClearSettings.Domain.Jobs;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Domain.Email;

/// <summary>Sends the emails that wait as jobs, over one connection where it can.</summary>
public sealed class EmailJobs(
    MailServer server,
    IDataProtectionProvider protection,
    SmtpTimeout timeout,
    TimeProvider time
) : IJobHandler, IAsyncDisposable
{
    public const string Type = "email";

    private SmtpOptions? _options;
    private SmtpConnection? _connection;

    string IJobHandler.Type => Type;

    /// <summary>For a person to read: "Invitation", "Password changed".</summary>
    /// <param name="kind">Of the job, which is the name of the record, such as "InvitationLetter".</param>
    public static string GetKindLabel(string kind)
    {
        var name = kind.EndsWith("Letter", StringComparison.Ordinal) ? kind[..^"Letter".Length] : kind;
        return string.Concat(
            name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString())
        );
    }

    /// <summary>The job that sends the email. Its payload is encrypted, since a link in it is a secret.</summary>
    /// <param name="workspaceId">The workspace that causes it; null when it is about an account.</param>
    internal static NewJob Create(EmailMessage email, Guid? workspaceId, IDataProtectionProvider protection) =>
        new(Type)
        {
            WorkspaceId = workspaceId,
            Kind = EmailSerializer.GetKind(email),
            To = email.To,
            Payload = EmailSerializer.Serialize(email, protection),
        };

    public async Task<JobFailure?> CheckAsync() =>
        (_options ??= await server.GetSmtpOptionsAsync()) is null ? new("No mail server was set up for a day.") : null;

    public async Task<JobFailure?> RunAsync(Job job, CancellationToken abandon)
    {
        _connection ??= new SmtpConnection(_options!, timeout);
        try
        {
            var email = EmailSerializer.Deserialize(job.Kind, job.Payload ?? "", protection);
            if (MimeMessageFactory.Create(email, job.Id, _options!, time) is not var (message, to))
                return new("This is not an email address.", Permanent: true);
            return await _connection.SendAsync(message, to, abandon) is { } failure
                ? new(failure.Message, failure.Permanent)
                : null;
        }
        catch (Exception problem) when (problem is CryptographicException or JsonException)
        {
            return new(
                "The stored email cannot be read. It was written with another master key or version.",
                Permanent: true
            );
        }
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
