using ClearSettings.Domain.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Says of each address what inviting it would do now; the preview and the deed ask the same.</summary>
public sealed class InviteJudge(ClearSettingsDb db, Seats seats, MailServer mail, MailQuota quota, Current current, TimeProvider time)
{
    internal async Task<InvitePreview> JudgeAsync(IReadOnlyList<TypedAddress> entries)
    {
        var emails = entries.Select(e => e.Email).OfType<string>().Distinct().ToList();
        var room = new Room(await seats.CountAsync(current.WorkspaceId), await mail.IsSetUpAsync() ? await quota.InvitationsLeftAsync(current.WorkspaceId) : int.MaxValue);
        var facts = new Facts(await MembersAsync(emails), await InvitedAsync(emails), await quota.InvitedOftenAsync(emails));
        HashSet<string> seen = [];
        return new([.. entries.Select(entry => Judge(entry, seen, facts, room))], room.Seats);
    }

    private InviteLine Judge(TypedAddress entry, HashSet<string> seen, Facts facts, Room room)
    {
        if (entry.Email is not { } email) return new(entry, InviteVerdict.NotAnAddress);
        if (!seen.Add(email)) return new(entry, InviteVerdict.Repeated);
        if (email == current.Principal.Email) return new(entry, InviteVerdict.Yourself);
        if (facts.Members.Contains(email)) return new(entry, InviteVerdict.AlreadyMember);
        if (facts.Invited.TryGetValue(email, out var at)) return new(entry, InviteVerdict.AlreadyInvited, at);
        return new(entry, facts.Often.Contains(email) ? InviteVerdict.InvitedOften : room.Take());
    }

    private async Task<HashSet<string>> MembersAsync(List<string> emails)
    {
        var normalized = emails.ConvertAll(email => email.ToUpperInvariant());
        return [.. await db.Members.Join(db.Users.Where(u => normalized.Contains(u.NormalizedEmail!)), m => m.UserId, u => u.Id, (m, u) => u.Email!).ToListAsync()];
    }

    private Task<Dictionary<string, DateTime>> InvitedAsync(List<string> emails)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return db.Invitations.Where(i => emails.Contains(i.Email) && i.State == InvitationState.Pending && i.ExpiresAt > now).ToDictionaryAsync(i => i.Email, i => i.InvitedAt);
    }

    private sealed record Facts(HashSet<string> Members, Dictionary<string, DateTime> Invited, IReadOnlySet<string> Often);

    private sealed class Room(SeatCount seats, int mails)
    {
        private int free = seats.Free ?? int.MaxValue;
        private int left = mails;

        public SeatCount Seats => seats;

        public InviteVerdict Take()
        {
            if (free == 0) return InviteVerdict.NoSeat;
            if (left == 0) return InviteVerdict.OverQuota;
            free--;
            left--;
            return InviteVerdict.Invited;
        }
    }
}
