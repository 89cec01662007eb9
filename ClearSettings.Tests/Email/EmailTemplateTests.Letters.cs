using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;

namespace ClearSettings.Tests.Email;

public sealed partial class EmailTemplateTests
{
    public static TheoryData<EmailMessage> Letters =>
        [
            new AlreadyRegisteredEmail("mia@example.com", "Mia Meyer"),
            new ConfirmAddressEmail("mia@example.com", "Mia Meyer", At, "/sign-up/confirm/TOKEN"),
            new CredentialExpiringEmail(
                "mia@example.com",
                "Mia Meyer",
                "Research",
                "“Training agents”",
                At,
                7,
                "gpu-node-03",
                "/settings/workspaces/x/credentials"
            ),
            new CredentialExpiringEmail(
                "mia@example.com",
                "Mia Meyer",
                "Research",
                "K7Q2VX…",
                At,
                1,
                null,
                "/settings/workspaces/x/credentials"
            ),
            new CredentialExpiredEmail(
                "mia@example.com",
                "Mia Meyer",
                "Research",
                "“Training agents”",
                At,
                "gpu-node-03",
                "/settings/workspaces/x/credentials"
            ),
            new InvitationEmail("mia@example.com", "Research", "Olga Orlova", "member", At, "/join/TOKEN"),
            new InvitationAcceptedEmail(
                "mia@example.com",
                "Research",
                "Ivan Iwanow",
                "ivan@example.com",
                "/workspaces/x/users"
            ),
            new MailServerChangedEmail(
                "mia@example.com",
                "Mia Meyer",
                "Olga Orlova",
                At,
                "192.0.2.7",
                "/workspaces/x/mail"
            )
            {
                Host = "smtp.a.example:587 → smtp.b.example:465",
                Encryption = "StartTls → Tls",
                SignIn = "changed",
                From = "A <a@a.example> → B <b@b.example>",
                LinkBase = "https://a.example → https://b.example",
            },
            new MailServerChangedEmail("mia@example.com", "Mia Meyer", "Olga Orlova", At, null, "/workspaces/x/mail")
            {
                Host = "smtp.a.example:587 → none",
            },
            new MemberRemovedEmail("mia@example.com", "Mia Meyer", "Research", "Olga Orlova", 2),
            new MemberRemovedEmail("mia@example.com", "Mia Meyer", "Research", "Olga Orlova", 0),
            new OwnershipTransferRequestedEmail(
                "mia@example.com",
                "Mia Meyer",
                "Research",
                "Olga Orlova",
                At,
                "/settings/notifications"
            ),
            new PasswordChangedEmail("mia@example.com", "Mia Meyer", At, "192.0.2.7"),
            new PasswordChangedEmail("mia@example.com", "Mia Meyer", At, null),
            new RecoveryCodeUsedEmail("mia@example.com", "Mia Meyer", At, "192.0.2.7", 4),
            new RecoveryLinkEmail("mia@example.com", "Mia Meyer", At, At),
            new TwoFactorEnabledEmail("mia@example.com", "Mia Meyer", "an authenticator app", At, "192.0.2.7"),
            new TwoFactorDisabledEmail("mia@example.com", "Mia Meyer", "Olga Orlova", At, "192.0.2.7"),
            new TwoFactorDisabledEmail("mia@example.com", "Mia Meyer", null, At, null),
            new ResetPasswordEmail("mia@example.com", "Mia Meyer", At, "/reset-password/TOKEN"),
            new TestEmail("mia@example.com", "Olga Orlova", At),
            new VaultsUnreadableEmail(
                "mia@example.com",
                "Mia Meyer",
                "Research",
                1,
                "Docker agents",
                "/workspaces/x/vaults"
            ),
            new VaultsUnreadableEmail(
                "mia@example.com",
                "Mia Meyer",
                "Research",
                2,
                "Docker agents, Proxy",
                "/workspaces/x/vaults"
            ),
        ];
}
