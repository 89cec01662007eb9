using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Workspaces;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Tells the owner and the server's administrators that the email settings were changed, through the mail server from
/// before, which whoever changed them cannot read. What that one does not accept goes out through the new one.
/// </summary>
public sealed partial class MailServerChangeNotice(
    ClearSettingsDb db,
    MailServer server,
    JobWorker worker,
    IDataProtectionProvider protection,
    SmtpTimeout patience,
    Hosting hosting,
    Current current,
    TimeProvider time,
    IServiceScopeFactory scopes,
    ILogger<MailServerChangeNotice> log
)
{
    // The person who saves the settings waits meanwhile.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private const string ResetLinkDropped =
        "The email settings were changed before this password reset link was sent. The user can request another link.";

    /// <summary>
    /// The route before the change. Call it inside <see cref="ClearSettingsDb.WriteAsync"/>, before anything is
    /// changed.
    /// </summary>
    internal async Task<SmtpOptions?> BeforeAsync()
    {
        server.Invalidate();
        return await server.GetSmtpOptionsAsync();
    }

    /// <summary>
    /// Call it in the same transaction, after the change. Drops waiting links for a new password, and writes the
    /// notices into the outbox, where they wait for <see cref="SendAsync"/>: if this process dies before, they go out
    /// through the new mail server.
    /// </summary>
    /// <returns>What to send after the commit.</returns>
    internal async Task<MailServerChange?> PrepareAsync(SmtpOptions? before)
    {
        await db.SaveChangesAsync();
        server.Invalidate();
        var after = await server.GetSmtpOptionsAsync();
        if (SmtpOptions.AreSame(before, after))
            return null;
        await DropResetLinksAsync();
        if (before is null)
            return null;
        List<(Job, EmailMessage)> emails = [];
        foreach (var email in await CreateEmailsAsync(before, after))
        {
            var mail = Job.Create(EmailJobs.Create(email, workspaceId: null, protection), time);
            mail.Lease(time.GetUtcNow().UtcDateTime + JobQueue.DefaultLease);
            if (after is not null)
                db.Jobs.Add(mail);
            emails.Add((mail, email));
        }
        return new(before, after is not null, emails);
    }

    /// <summary>
    /// Call it after the commit. Runs in a scope of its own, without the request's token: otherwise a caller who hangs
    /// up would keep the notices from the mail server from before.
    /// </summary>
    internal async Task SendAsync(MailServerChange? change)
    {
        if (change is null)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<JobQueue>();
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
                await queue.MarkDoneAsync(mail);
            else if (change.HasNewServer)
                await queue.ReleaseAsync(mail);
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

    // They would go to the new server, or lead to the new address; the people can ask for another one.
    private async Task DropResetLinksAsync()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var waiting = db.Emails.Where(m => m.State == JobState.Waiting && m.Kind == ResetPasswordEmail.Kind);
        var addresses = (await waiting.Select(m => m.To).ToListAsync()).ConvertAll(to => to.ToUpperInvariant());
        if (addresses.Count == 0)
            return;
        await db
            .PasswordResetTokens.Where(t =>
                db.Users.Any(u => u.Id == t.UserId && addresses.Contains(u.NormalizedEmail!))
            )
            .ExecuteDeleteAsync();
        await waiting.ExecuteUpdateAsync(m =>
            m.SetProperty(x => x.State, JobState.Failed)
                .SetProperty(x => x.Payload, (string?)null)
                .SetProperty(x => x.LeasedUntil, (DateTime?)null)
                .SetProperty(x => x.EndedAt, now)
                .SetProperty(x => x.Problem, ResetLinkDropped)
        );
    }

    private async Task<IEnumerable<EmailMessage>> CreateEmailsAsync(SmtpOptions before, SmtpOptions? after)
    {
        var owners = db.Members.Where(m => m.Role == MemberRole.Owner).Select(m => m.UserId);
        var people = await db
            .Users.Where(u => u.Email != null && (owners.Contains(u.Id) || (hosting.IsHosted && u.IsServerAdmin)))
            .Select(u => new
            {
                u.Name,
                u.Email,
                u.DefaultWorkspaceId,
            })
            .ToListAsync();
        var (by, at) = (current.Principal.SignedName, time.GetUtcNow().UtcDateTime);
        return people.Select(p =>
        {
            var page = $"/workspaces/{(p.DefaultWorkspaceId ?? current.WorkspaceId).ToHex()}/email";
            return Describe(new MailServerChangedEmail(p.Email!, p.Name, by, at, current.Address, page), before, after);
        });
    }

    private static MailServerChangedEmail Describe(MailServerChangedEmail email, SmtpOptions before, SmtpOptions? after)
    {
        static string? Changed(string? old, string? now) => old == now ? null : $"{old} → {now ?? "none"}";
        static string? Sender(SmtpOptions? options) =>
            options is null ? null : $"{options.FromName} <{options.FromAddress}>";
        static string? Server(SmtpOptions? options) => options is null ? null : $"{options.Host}:{options.Port}";
        return email with
        {
            Host = Changed(Server(before), Server(after)),
            Encryption = after is null ? null : Changed(before.Security.ToString(), after.Security.ToString()),
            SignIn =
                after is null || (before.UserName, before.Password) == (after.UserName, after.Password)
                    ? null
                    : "changed",
            From = Changed(Sender(before), Sender(after)),
            LinkBase = Changed(before.LinkBase, after?.LinkBase),
        };
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

/// <summary>Notices that wait for the commit.</summary>
/// <param name="Before">The mail server they go to first.</param>
/// <param name="HasNewServer">Whether email is still set up after the change, so that they are in the outbox.</param>
internal sealed record MailServerChange(
    SmtpOptions Before,
    bool HasNewServer,
    IReadOnlyList<(Job Mail, EmailMessage Letter)> Emails
);
