using ClearSettings.Domain.Mail;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Workspace.Users;

/// <summary>What the invite form says about each address, and about all of them.</summary>
public static class InviteWords
{
    public static string Of(InviteLine line) => line.Verdict switch
    {
        InviteVerdict.Invited => "Will be invited.",
        InviteVerdict.NotAnAddress => line.Entry.Problem ?? "Is not an email address.",
        InviteVerdict.Repeated => "Appears twice in the list; invited once.",
        InviteVerdict.Yourself => "This is you.",
        InviteVerdict.AlreadyMember => "Is a member already.",
        InviteVerdict.AlreadyInvited => $"Was invited on {TimeWords.Date(line.InvitedAt!.Value)}; that link still works.",
        InviteVerdict.InvitedOften => $"Got {MailQuota.InvitationsPerAddressAndDay} invitations within a day. Try again tomorrow.",
        InviteVerdict.OverQuota => $"Over the {MailQuota.InvitationsPerHour} invitations that a workspace sends in an hour. Invite later.",
        InviteVerdict.TooManyPending =>
            "The workspace has as many pending invitations as it may have. Revoke some that are no longer needed, then invite again.",
        _ => "There is no free seat.",
    };

    /// <summary>Icon and class of the line.</summary>
    public static (string Icon, string State) Look(InviteLine line) =>
        line.IsInvited ? ("check", "is-good") : line.IsStopped ? ("x", "is-bad") : ("minus", "is-warn");

    /// <summary>For the foot of the dialog.</summary>
    public static string Remark(InvitePreview? preview, SeatCount seats)
    {
        if (preview is null || preview.Invited == 0) return seats.Free is { } free ? $"{TimeWords.Count(free, "free seat")}" : "";
        var invited = preview.Invited == 1 ? "1 person" : $"{preview.Invited} people";
        return preview.Seats.Free is { } left ? $"Uses {preview.Invited} of your {TimeWords.Count(left, "free seat")}" : $"Invites {invited}";
    }

    /// <summary>"ivan@company.com", or "3 people".</summary>
    public static string Who(IReadOnlyList<string> addresses) => addresses.Count == 1 ? addresses[0] : $"{addresses.Count} people";
}
