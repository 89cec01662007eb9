namespace ClearSettings.Domain.Audit;

/// <summary>Kinds of audit events: noun, dot, past participle. They are stored, so none is ever renamed.</summary>
public static class AuditKind
{
    public const string ServerSetUp = "server.set_up";
    public const string SignedIn = "session.started";
    public const string SignInFailed = "session.refused";
    public const string SignedOut = "session.ended";
    public const string Proved = "session.proved";
    public const string UserRenamed = "user.renamed";
    public const string PasswordReset = "user.password_reset";
    public const string PasswordChanged = "user.password_changed";
    public const string InvitationAccepted = "invitation.accepted";
    public const string InvitationDeclined = "invitation.declined";
    public const string MemberLeft = "member.left";
    public const string OwnershipAccepted = "ownership.accepted";
    public const string OwnershipDeclined = "ownership.declined";
    public const string WorkspaceCreated = "workspace.created";
    public const string WorkspaceRenamed = "workspace.renamed";
    public const string MemberInvited = "invitation.created";
    public const string InvitationRenewed = "invitation.renewed";
    public const string InvitationRevoked = "invitation.revoked";
    public const string RoleChanged = "member.role_changed";
    public const string MemberRemoved = "member.removed";
    public const string MemberCreated = "member.created";
    public const string OwnershipOffered = "ownership.offered";
    public const string OfferWithdrawn = "ownership.withdrawn";
    public const string GroupCreated = "group.created";
    public const string GroupChanged = "group.changed";
    public const string GroupDeleted = "group.deleted";
    public const string GroupMembersChanged = "group.members_changed";
    public const string CredentialCreated = "credential.created";
    public const string CredentialRelabelled = "credential.relabelled";
    public const string CredentialRotated = "credential.rotated";
    public const string CredentialRevoked = "credential.revoked";
    public const string TokenRevoked = "token.revoked";
    public const string ServiceAccountCreated = "service_account.created";
    public const string ServiceAccountChanged = "service_account.changed";
    public const string ServiceAccountDeleted = "service_account.deleted";
    public const string ImpersonationStarted = "impersonation.started";
    public const string ImpersonationChosen = "member.impersonation_changed";
    public const string MailServerChanged = "mail.server_changed";
    public const string MailTested = "mail.tested";
    public const string MailDiscarded = "mail.discarded";
    public const string VaultCreated = "vault.created";
    public const string VaultEdited = "vault.edited";
    public const string VaultActivated = "vault.activated";
    public const string VaultDeactivated = "vault.deactivated";
    public const string VaultDeleted = "vault.deleted";
    public const string VaultRestored = "vault.restored";
    public const string VaultRevealed = "vault.revealed";

    /// <summary>Each kind with the words that finish "Olga …" on the audit page.</summary>
    public static readonly IReadOnlyDictionary<string, string> Words = new Dictionary<string, string>
    {
        [ServerSetUp] = "Set up the server",
        [SignedIn] = "Signed in",
        [SignInFailed] = "Failed to sign in",
        [SignedOut] = "Signed out",
        [Proved] = "Confirmed the password",
        [UserRenamed] = "Renamed a person",
        [PasswordReset] = "Reset a password",
        [PasswordChanged] = "Changed the password",
        [InvitationAccepted] = "Accepted an invitation",
        [InvitationDeclined] = "Declined an invitation",
        [MemberLeft] = "Left the workspace",
        [OwnershipAccepted] = "Took the ownership over",
        [OwnershipDeclined] = "Declined the ownership",
        [WorkspaceCreated] = "Created a workspace",
        [WorkspaceRenamed] = "Renamed the workspace",
        [MemberInvited] = "Invited a person",
        [InvitationRenewed] = "Made a new invitation link",
        [InvitationRevoked] = "Revoked an invitation",
        [RoleChanged] = "Changed a role",
        [MemberRemoved] = "Removed a member",
        [MemberCreated] = "Created an account",
        [OwnershipOffered] = "Offered the ownership",
        [OfferWithdrawn] = "Took back the offer of the ownership",
        [GroupCreated] = "Created a group",
        [GroupChanged] = "Changed a group",
        [GroupDeleted] = "Deleted a group",
        [GroupMembersChanged] = "Changed who is in a group",
        [CredentialCreated] = "Created credentials",
        [CredentialRelabelled] = "Changed a label",
        [CredentialRotated] = "Rotated credentials",
        [CredentialRevoked] = "Revoked credentials",
        [TokenRevoked] = "Ended a token",
        [ServiceAccountCreated] = "Created a service account",
        [ServiceAccountChanged] = "Changed a service account",
        [ServiceAccountDeleted] = "Deleted a service account",
        [ImpersonationStarted] = "Started to act for somebody",
        [ImpersonationChosen] = "Changed whether others act for a person",
        [MailServerChanged] = "Changed the mail settings",
        [MailTested] = "Sent a test mail",
        [MailDiscarded] = "Discarded a mail",
        [VaultCreated] = "Created a vault",
        [VaultEdited] = "Changed a vault",
        [VaultActivated] = "Turned a vault on",
        [VaultDeactivated] = "Turned a vault off",
        [VaultDeleted] = "Deleted a vault",
        [VaultRestored] = "Restored a version of a vault",
        [VaultRevealed] = "Saw the secrets of a vault",
    };
}
