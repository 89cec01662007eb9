using ClearSettings.Domain.Email;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Says of each address what inviting it would do now; the preview and the deed ask the same.</summary>
public sealed class InvitationChecker(
    ClearSettingsDb db,
    InvitationCapacity capacity,
    EmailQuota quota,
    Current current,
    TimeProvider time
)
{
    internal async Task<InvitePreview> CheckAsync(IReadOnlyList<TypedAddress> entries)
    {
        var emails = entries.Select(e => e.Email).OfType<string>().Distinct().ToList();
        var facts = new Facts(
            await MembersAsync(emails),
            await PendingAsync(emails),
            await quota.FindRecentlyInvitedAsync(emails)
        );
        var room = await capacity.ReadAsync(current.WorkspaceId);
        HashSet<string> seen = [];
        return new([.. entries.Select(entry => Check(entry, seen, facts, room))], room.Seats);
    }

    private InviteLine Check(TypedAddress entry, HashSet<string> seen, Facts facts, RemainingCapacity room)
    {
        if (entry.Email is not { } email)
            return new(entry, InvitationStatus.NotAnAddress);
        if (!seen.Add(email))
            return new(entry, InvitationStatus.Repeated);
        if (email == current.Principal.Email)
            return new(entry, InvitationStatus.Yourself);
        if (facts.Members.Contains(email))
            return new(entry, InvitationStatus.AlreadyMember);
        var isPending = facts.Pending.TryGetValue(email, out var before);
        if (isPending && before.IsOpen(time.GetUtcNow().UtcDateTime))
            return new(entry, InvitationStatus.AlreadyInvited, before.InvitedAt);
        // One that expired is sent again, and is among the pending ones already.
        return new(entry, facts.Often.Contains(email) ? InvitationStatus.InvitedOften : room.TryUse(isNew: !isPending));
    }

    private async Task<HashSet<string>> MembersAsync(List<string> emails)
    {
        var normalized = emails.ConvertAll(email => email.ToUpperInvariant());
        return
        [
            .. await db
                .Members.Join(
                    db.Users.Where(u => normalized.Contains(u.NormalizedEmail!)),
                    m => m.UserId,
                    u => u.Id,
                    (m, u) => u.Email!
                )
                .ToListAsync(),
        ];
    }

    private Task<Dictionary<string, EarlierInvitation>> PendingAsync(List<string> emails) =>
        db
            .Invitations.Where(i => emails.Contains(i.Email) && i.State == InvitationState.Pending)
            .ToDictionaryAsync(i => i.Email, i => new EarlierInvitation(i.InvitedAt, i.ExpiresAt));

    /// <summary>An invitation without an answer.</summary>
    private readonly record struct EarlierInvitation(DateTime InvitedAt, DateTime ExpiresAt)
    {
        public bool IsOpen(DateTime now) => ExpiresAt > now;
    }

    private sealed record Facts(
        HashSet<string> Members,
        Dictionary<string, EarlierInvitation> Pending,
        IReadOnlySet<string> Often
    );
}
