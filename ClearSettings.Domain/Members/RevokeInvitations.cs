using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Ends invitations that wait; their links stop working immediately.</summary>
public sealed class RevokeInvitations(ClearSettingsDb db, Change change)
{
    /// <summary>By the ids of invitations.</summary>
    /// <returns>The addresses whose invitation ended now.</returns>
    public Task<Result<IReadOnlyList<string>>> RunAsync(IReadOnlyCollection<Guid> ids) =>
        RunAsync(ids.Count, db.Invitations.Where(i => ids.Contains(i.Id)));

    /// <summary>By addresses in the form of <see cref="EmailAddress"/>.</summary>
    /// <returns>The addresses whose invitation ended now.</returns>
    public Task<Result<IReadOnlyList<string>>> RunAsync(IReadOnlyCollection<string> emails) =>
        RunAsync(emails.Count, db.Invitations.Where(i => emails.Contains(i.Email)));

    private Task<Result<IReadOnlyList<string>>> RunAsync(int count, IQueryable<Invitation> which) =>
        IdList.Check(count) is { } tooMany
            ? Task.FromResult(Result<IReadOnlyList<string>>.From(tooMany))
            : change.RunAsync(
                Permission.ManageUsers,
                async () =>
                {
                    var waiting = await which
                        .Where(i => i.State == InvitationState.Pending)
                        .OrderBy(i => i.Email)
                        .ToListAsync();
                    foreach (var invitation in waiting)
                    {
                        invitation.End(InvitationState.Revoked, change.Now);
                        change.Audit.Record(AuditKind.InvitationRevoked, invitation.Email);
                    }
                    return Result<IReadOnlyList<string>>.Success([.. waiting.Select(i => i.Email)]);
                }
            );
}
