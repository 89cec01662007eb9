using ClearSettings.Domain.Email;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Members;

/// <summary>
/// How many more people a workspace can invite now: by the seats of its plan, the emails it may send, and the
/// invitations that wait for an answer.
/// </summary>
public sealed class InvitationCapacity(
    ClearSettingsDb db,
    Seats seats,
    MailServer mail,
    EmailQuota quota,
    IOptions<MemberSettings> settings
)
{
    /// <param name="workspaceId">The current one.</param>
    internal async Task<RemainingCapacity> ReadAsync(Guid workspaceId)
    {
        var mails = await mail.IsSetUpAsync() ? await quota.InvitationsLeftAsync(workspaceId) : int.MaxValue;
        var pending = await db.Invitations.CountAsync(i => i.State == InvitationState.Pending);
        return new(
            await seats.CountAsync(workspaceId),
            mails,
            Math.Max(0, settings.Value.MaxPendingInvitations - pending)
        );
    }
}

/// <summary>Is used up by one invitation after the other.</summary>
internal sealed class RemainingCapacity(SeatCount seats, int mails, int pending)
{
    private int _free = seats.Free ?? int.MaxValue;
    private int _left = mails;
    private int _places = pending;

    public SeatCount Seats => seats;

    public InvitationStatus TryUse(bool isNew)
    {
        if (_free == 0)
            return InvitationStatus.NoSeat;
        if (_left == 0)
            return InvitationStatus.OverQuota;
        if (isNew && _places-- <= 0)
            return InvitationStatus.TooManyPending;
        _free--;
        _left--;
        return InvitationStatus.Invited;
    }
}
