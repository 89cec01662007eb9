using ClearSettings.Domain.Members;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Users.Invitations;

/// <summary>What the invite form says about each address, and about all of them.</summary>
public static class InvitationText
{
    public static string Describe(InviteLine line, TimeFormat format) =>
        line.Status switch
        {
            InvitationStatus.Invited => "Will be invited.",
            InvitationStatus.Repeated => "Appears twice in the list; invited once.",
            InvitationStatus.Yourself => "This is you.",
            InvitationStatus.AlreadyMember => "Already a member.",
            InvitationStatus.AlreadyInvited =>
                $"Already invited on {format.Date(line.InvitedAt!.Value)}. That link still works.",
            _ => line.Obstacle!,
        };

    /// <summary>Icon and class of the line.</summary>
    public static (string Icon, string State) GetStyle(InviteLine line) =>
        line.IsInvited ? ("check", "is-good")
        : line.IsStopped ? ("x", "is-bad")
        : ("minus", "is-warn");

    /// <summary>For the foot of the dialog.</summary>
    public static string DescribeTotals(InvitePreview? preview, SeatCount seats)
    {
        if (preview is null || preview.Invited == 0)
            return seats.Free is { } free ? $"{TimeText.Count(free, "free seat")}" : "";
        var invited = preview.Invited == 1 ? "1 person" : $"{preview.Invited} people";
        return preview.Seats.Free is { } left
            ? $"Uses {preview.Invited} of your {TimeText.Count(left, "free seat")}"
            : $"Invites {invited}";
    }

    /// <summary>"ivan@company.com", or "3 people".</summary>
    public static string DescribeRecipients(IReadOnlyList<string> addresses) =>
        addresses.Count == 1 ? addresses[0] : $"{addresses.Count} people";
}
