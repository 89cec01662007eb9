using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Users.Invitations;

/// <summary>Links that are shown once, and what to do with them.</summary>
/// <param name="Lead">Whether emails go out, or the links must be handed over.</param>
/// <param name="Skipped">Entries of the list that were not invited.</param>
public sealed record InviteLinks(
    string Title,
    string Lead,
    IReadOnlyList<(string Email, string Url)> Links,
    bool CanSendEmail,
    bool MayNeedEmail,
    IReadOnlyList<InviteLine> Skipped,
    DateTime ExpiresAt
)
{
    public static InviteLinks Create(
        IReadOnlyList<NewInvitation> made,
        ServerUrls urls,
        Current current,
        bool hasMail,
        IReadOnlyList<InviteLine> skipped
    )
    {
        var who = InvitationText.DescribeRecipients([.. made.Select(m => m.Invitation.Email)]);
        var mailed = made.Count(m => m.IsEmailed);
        var lead =
            mailed == made.Count ? $"An email with the link was sent to {who}."
            : made.Count == 1 ? $"Give this link to {who}."
            : "Give each person their own link.";
        return new(
            made.Count == 1 ? "Invitation link" : "Invitation links",
            lead,
            [.. made.Select(m => (m.Invitation.Email, urls.Web.TrimEnd('/') + m.GetPath()))],
            hasMail,
            current.Can(Permission.ManageServer),
            skipped,
            made[0].Invitation.ExpiresAt
        );
    }

    public string DescribeLifetime(TimeFormat format) =>
        $"{(Links.Count == 1 ? "The link" : "Each link")} works once, until {format.Exact(ExpiresAt)}, and only "
        + "for the address it was created for.";
}
