using ClearSettings.Domain.Principals;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>Explains the access of credentials.</summary>
public static class AccessText
{
    public static string Describe(CredentialAccess access) =>
        access switch
        {
            CredentialAccess.ReadOnly => "Can read settings and vaults, and cannot change anything",
            CredentialAccess.Agent =>
                "Can do what a clearml-agent needs: log in, read its vaults, use queues and tasks",
            _ => "Can do everything that the role of the account allows",
        };
}
