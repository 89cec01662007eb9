using ClearSettings.Domain.Email;

namespace ClearSettings.Domain.Members;

/// <summary>Whom to invite, and as what.</summary>
public sealed record InviteInput
{
    /// <summary>A list as <see cref="EmailAddressList"/> reads it, 1 to 500 entries.</summary>
    public string? Addresses { get; init; }

    /// <summary>Member or admin; an ownership is handed over, never given by invitation.</summary>
    public MemberRole? Role { get; init; }

    /// <summary>Groups that they join when they accept; of those that list their members.</summary>
    public IReadOnlyList<Guid>? Groups { get; init; }
}

/// <summary>What happens to one entry of the list.</summary>
public enum InvitationStatus
{
    Invited,
    NotAnAddress,

    /// <summary>The same address stands earlier in the list.</summary>
    Repeated,
    Yourself,
    AlreadyMember,

    /// <summary>An invitation waits, with a link that works; see <see cref="InviteLine.InvitedAt"/>.</summary>
    AlreadyInvited,

    /// <summary>The address got as many invitations as it may in a day, from whatever workspace.</summary>
    InvitedOften,

    /// <summary>The workspace sent as many invitations as it may in an hour.</summary>
    OverQuota,

    /// <summary>The workspace has as many invitations without an answer as it may have.</summary>
    TooManyPending,

    /// <summary>The plan has no seat left for it.</summary>
    NoSeat,
}

/// <summary>One entry of the list and its verdict.</summary>
public sealed record InviteLine(TypedAddress Entry, InvitationStatus Status, DateTime? InvitedAt = null)
{
    public bool IsInvited => Status == InvitationStatus.Invited;

    /// <summary>
    /// Whether it is the list or the workspace that stops it, rather than that the address needs no invitation.
    /// </summary>
    public bool IsStopped => Obstacle is not null;

    /// <summary>Why it is stopped, in a sentence; null when it is not.</summary>
    public string? Obstacle =>
        Status switch
        {
            InvitationStatus.NotAnAddress => Entry.Problem ?? "Not an email address.",
            InvitationStatus.InvitedOften =>
                $"Was sent {EmailQuota.InvitationsPerAddressAndDay} invitations in 24 hours. Try again tomorrow.",
            InvitationStatus.OverQuota =>
                $"Over the limit of {EmailQuota.InvitationsPerHour} invitations per hour. Try again later.",
            InvitationStatus.TooManyPending =>
                "The workspace has the maximum number of pending invitations. Revoke some that you no longer need.",
            InvitationStatus.NoSeat => "No free seat.",
            _ => null,
        };
}

/// <summary>The whole list checked, in its order.</summary>
/// <param name="Seats">Before any of it is carried out.</param>
public sealed record InvitePreview(IReadOnlyList<InviteLine> Lines, SeatCount Seats)
{
    public int Invited => Lines.Count(line => line.IsInvited);
}

/// <summary>An invitation and the token of its link to copy, which is available only here.</summary>
/// <param name="IsEmailed">Whether an email is sent; it has a link with a token of its own.</param>
public sealed record NewInvitation(Invitation Invitation, Secret Token, bool IsEmailed)
{
    /// <summary>What follows the server's address.</summary>
    public string GetPath() => GetPath(Token.Reveal());

    internal static string GetPath(string token) => "/join/" + token;
}

/// <summary>What an invitation led to.</summary>
public sealed record InviteOutcome(InvitePreview Preview, IReadOnlyList<NewInvitation> Invitations);
