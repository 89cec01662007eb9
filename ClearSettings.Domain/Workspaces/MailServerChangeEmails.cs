using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Workspaces;

/// <summary>
/// Tells the owners, and the administrators of a hosted server, that the email settings were changed.
/// </summary>
internal sealed class MailServerChangeEmails(ClearSettingsDb db, Hosting hosting, Current current, TimeProvider time)
    : IMailServerReplacement
{
    public async Task<IReadOnlyList<EmailMessage>> ApplyAsync(SmtpOptions? before, SmtpOptions? after)
    {
        if (before is null)
            return [];
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
        return people.ConvertAll<EmailMessage>(p =>
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
}
