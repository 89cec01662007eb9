namespace ClearSettings.Domain.Members;

/// <summary>Section "Members" of the configuration.</summary>
public sealed class MemberSettings
{
    /// <summary>
    /// Invitations of a workspace without an answer, those that expired too: they are in its list until they are
    /// revoked.
    /// </summary>
    public int MaxPendingInvitations { get; set; } = 1_000;
}
