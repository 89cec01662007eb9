using ClearSettings.Domain.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Members;

/// <summary>Says of each address what inviting it would do now; the preview and the deed ask the same.</summary>
public sealed class InviteJudge(
    ClearSettingsDb db, Seats seats, MailServer mail, MailQuota quota, Current current, IOptions<MemberSettings> settings, TimeProvider time)
{
    internal async Task<InvitePreview> JudgeAsync(IReadOnlyList<TypedAddress> entries)
    {
        var emails = entries.Select(e => e.Email).OfType<string>().Distinct().ToList();
        var facts = new Facts(await MembersAsync(emails), await PendingAsync(emails), await quota.InvitedOftenAsync(emails));
        var mails = await mail.IsSetUpAsync() ? await quota.InvitationsLeftAsync(current.WorkspaceId) : int.MaxValue;
        var pending = Math.Max(0, settings.Value.MaxPendingInvitations - await db.Invitations.CountAsync(i => i.State == InvitationState.Pending));
        var room = new Room(await seats.CountAsync(current.WorkspaceId), mails, pending);
        HashSet<string> seen = [];
        return new([.. entries.Select(entry => Judge(entry, seen, facts, room))], room.Seats);
    }

    private InviteLine Judge(TypedAddress entry, HashSet<string> seen, Facts facts, Room room)
    {
        if (entry.Email is not { } email) return new(entry, InviteVerdict.NotAnAddress);
        if (!seen.Add(email)) return new(entry, InviteVerdict.Repeated);
        if (email == current.Principal.Email) return new(entry, InviteVerdict.Yourself);
        if (facts.Members.Contains(email)) return new(entry, InviteVerdict.AlreadyMember);
        var isPending = facts.Pending.TryGetValue(email, out var before);
        if (isPending && before.IsOpen(time.GetUtcNow().UtcDateTime)) return new(entry, InviteVerdict.AlreadyInvited, before.InvitedAt);
        // One that expired is sent anew, and is among the pending ones already.
        return new(entry, facts.Often.Contains(email) ? InviteVerdict.InvitedOften : room.Take(isNew: !isPending));
    }

    private async Task<HashSet<string>> MembersAsync(List<string> emails)
    {
        var normalized = emails.ConvertAll(email => email.ToUpperInvariant());
        return [.. await db.Members.Join(db.Users.Where(u => normalized.Contains(u.NormalizedEmail!)), m => m.UserId, u => u.Id, (m, u) => u.Email!).ToListAsync()];
    }

    private Task<Dictionary<string, Before>> PendingAsync(List<string> emails) =>
        db.Invitations.Where(i => emails.Contains(i.Email) && i.State == InvitationState.Pending)
            .ToDictionaryAsync(i => i.Email, i => new Before(i.InvitedAt, i.ExpiresAt));

    /// <summary>An invitation without an answer.</summary>
    private readonly record struct Before(DateTime InvitedAt, DateTime ExpiresAt)
    {
        public bool IsOpen(DateTime now) => ExpiresAt > now;
    }

    private sealed record Facts(HashSet<string> Members, Dictionary<string, Before> Pending, IReadOnlySet<string> Often);

    private sealed class Room(SeatCount seats, int mails, int pending)
    {
        private int free = seats.Free ?? int.MaxValue;
        private int left = mails;
        private int places = pending;

        public SeatCount Seats => seats;

        public InviteVerdict Take(bool isNew)
        {
            if (free == 0) return InviteVerdict.NoSeat;
            if (left == 0) return InviteVerdict.OverQuota;
            if (isNew && places-- <= 0) return InviteVerdict.TooManyPending;
            free--;
            left--;
            return InviteVerdict.Invited;
        }
    }
}
