using ClearSettings.Domain.Audit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Saves the mail server's settings and retries the waiting emails. Fields that the configuration sets are left alone.
/// </summary>
public sealed class ChangeMailServer(
    ClearSettingsDb db,
    Change change,
    MailConfiguration configuration,
    MailServerChangeNotice notice,
    IDataProtectionProvider protection
)
{
    public async Task<Result> RunAsync(MailServerInput input)
    {
        var problems = MailServerFields.Check(input, out var typed);
        problems.RemoveAll(p => configuration.IsSet(p.Field));
        AddMissing(problems, typed);
        if (problems.Count > 0)
            return Result.Refuse(problems);
        MailServerChange? changed = null;
        var done = await change.RunAsync(
            Permission.ManageServer,
            async () =>
            {
                var route = await notice.BeforeAsync();
                var saved = await SaveAsync(input, typed);
                if (!saved.Ok)
                    return saved;
                await change.Outbox.RetryAllAsync(change.Now);
                changed = await notice.PrepareAsync(route);
                return Result.Done;
            }
        );
        if (done.Ok)
            await notice.SendAsync(changed);
        return done;
    }

    private async Task<Result> SaveAsync(MailServerInput input, MailServerFields typed)
    {
        var row = await db.SmtpServerSettings.SingleOrDefaultAsync();
        if ((row?.RowVersion ?? 0) != input.RowVersion)
            return Result.Conflict(
                $"{await LastChangedByAsync()} changed these settings since you opened them. Reload the page and make "
                    + "your change again."
            );
        var (before, fields) = (row?.Fields, Typed(typed, row?.Fields));
        if (KeepsForeignPassword(row, input, fields))
            return Result.Refuse(
                "Password",
                "The stored password is for another server, so it is not sent to this one. Enter the password for this "
                    + "server, or select Remove."
            );
        if (row is null)
            db.SmtpServerSettings.Add(row = SmtpServerSettings.Create());
        row.Change(fields, NewPassword(input, row), change.Time);
        Record(before, fields, input);
        return Result.Done;
    }

    // What the configuration sets is not typed here; the row keeps what it had, for when the configuration says nothing
    // any more.
    private MailServerFields Typed(MailServerFields typed, MailServerFields? stored) =>
        new(
            configuration.IsSet("Host") ? stored?.Host : typed.Host,
            configuration.IsSet("Port") ? stored?.Port : typed.Port,
            configuration.IsSet("Security") ? stored?.Security : typed.Security,
            configuration.IsSet("UserName") ? stored?.UserName : typed.UserName,
            configuration.IsSet("FromAddress") ? stored?.FromAddress : typed.FromAddress,
            configuration.IsSet("FromName") ? stored?.FromName : typed.FromName,
            configuration.IsLinkBaseSet ? stored?.LinkBase : typed.LinkBase
        );

    private void AddMissing(List<Problem> problems, MailServerFields fields)
    {
        var set = configuration.Fields;
        bool Lacks(string field, string? value) => value is null && problems.TrueForAll(p => p.Field != field);
        if (!configuration.IsSet("Host") && Lacks("Host", fields.Host))
            problems.Add(new("Host", "Enter the mail server. To stop sending email, select Turn off email."));
        if (Lacks("FromAddress", set.FromAddress ?? fields.FromAddress))
            problems.Add(new("FromAddress", "Enter the address that emails are sent from."));
        if (!configuration.IsLinkBaseSet && Lacks("LinkBase", fields.LinkBase))
            problems.Add(new("LinkBase", "Enter the public URL of this server."));
    }

    // Else whoever may change the server's name could read the password by naming a server of their own.
    private bool KeepsForeignPassword(SmtpServerSettings? row, MailServerInput input, MailServerFields fields) =>
        row?.Password is not null
        && !configuration.IsSet("Password")
        && Secret.IsNullOrEmpty(input.Password)
        && !input.RemovePassword
        && fields.Host is not null
        && !fields.Host.Equals(row.Host, StringComparison.OrdinalIgnoreCase);

    private string? NewPassword(MailServerInput input, SmtpServerSettings row) =>
        !Secret.IsNullOrEmpty(input.Password) && !configuration.IsSet("Password")
            ? protection.CreateProtector(MailServer.PasswordPurpose).Protect(input.Password.Reveal())
        : input.RemovePassword ? null
        : row.Password;

    private void Record(MailServerFields? before, MailServerFields after, MailServerInput input)
    {
        List<string> changed =
        [
            .. typeof(MailServerFields)
                .GetProperties()
                .Where(p => !Equals(p.GetValue(after), before is null ? null : p.GetValue(before)))
                .Select(p => $"{p.Name} {p.GetValue(after) ?? "empty"}"),
        ];
        if (!Secret.IsNullOrEmpty(input.Password) && !configuration.IsSet("Password"))
            changed.Add("new password");
        else if (input.RemovePassword)
            changed.Add("password removed");
        var detail = string.Join(", ", changed);
        change.Audit.Record(AuditKind.MailServerChanged, "Mail server", AuditEvent.TruncateDetail(detail));
    }

    private async Task<string> LastChangedByAsync()
    {
        var last = await db
            .AuditEvents.Where(e => e.Kind == AuditKind.MailServerChanged)
            .OrderByDescending(e => e.At)
            .Select(e => new { e.ActorId, e.ActorName })
            .FirstOrDefaultAsync();
        return last is null ? "Somebody else"
            : last.ActorId == change.Current.UserId ? "You yourself"
            : last.ActorName;
    }
}
