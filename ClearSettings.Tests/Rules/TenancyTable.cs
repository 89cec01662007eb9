namespace ClearSettings.Tests.Rules;

/// <summary>
/// Who gets what of everything that the program serves. A page or action without an entry fails
/// <see cref="TenancyTests"/>.
/// </summary>
internal static partial class TenancyTable
{
    /// <summary>
    /// Page: GET then POST by no one, Mia, Adam, Olga and Eve, with Olga's workspace in the address, and a vault,
    /// group, person, service account or credential of it.
    /// </summary>
    public static readonly Dictionary<string, (string Get, string Post)> Pages = new()
    {
        ["/Error"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/Join/Index"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/SetUp/Index"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/Settings/Configuration/DismissTip"] = ("302 302 302 302 302", "302 302 302 302 302"),
        ["/Settings/Configuration/Index"] = ("302 200 200 200 200", "302 405 405 405 405"),
        ["/Settings/Profile/Impersonation"] = ("302 302 302 302 302", "302 302 302 302 302"),
        ["/Settings/Profile/Index"] = ("302 200 200 200 200", "302 422 422 422 422"),
        ["/Settings/Notifications/Index"] = ("302 200 200 200 200", "302 422 422 422 422"),
        ["/Settings/Notifications/Invitation"] = ("302 302 302 302 302", "302 404 404 404 404"),
        ["/Settings/Notifications/Ownership"] = ("302 302 302 302 404", "302 404 404 404 404"),
        ["/Settings/Profile/Theme"] = ("302 302 302 302 302", "302 302 302 302 302"),
        ["/Settings/Security/Index"] = ("302 200 200 200 200", "302 405 405 405 405"),
        ["/Settings/Security/Password"] = ("302 200 200 200 200", "302 422 422 422 422"),
        ["/Settings/Security/SetUpTwoFactor"] = ("302 200 200 200 200", "302 409 409 409 409"),
        ["/Settings/Security/DisableTwoFactor"] = ("302 200 200 200 200", "302 302 302 302 302"),
        ["/Settings/Security/RecoveryCodes"] = ("302 200 200 200 200", "302 302 302 302 302"),
        ["/Settings/Workspaces/TwoFactor"] = ("302 403 403 200 404", "302 403 403 302 404"),
        ["/Settings/Workspaces/Credentials/Index"] = ("302 200 200 200 404", "302 405 405 405 404"),
        ["/Settings/Workspaces/Credentials/Label"] = ("302 404 404 200 404", "302 404 404 302 404"),
        ["/Settings/Workspaces/Credentials/New"] = ("302 200 200 200 404", "302 200 200 200 404"),
        ["/Settings/Workspaces/Credentials/Revoke"] = ("302 404 404 200 404", "302 302 302 302 404"),
        ["/Settings/Workspaces/Credentials/Rotate"] = ("302 404 404 200 404", "302 404 404 422 404"),
        ["/Settings/Workspaces/Effective"] = ("302 200 200 200 404", "302 200 200 200 404"),
        ["/Settings/Workspaces/Index"] = ("302 200 200 200 200", "302 405 405 405 405"),
        ["/Settings/Workspaces/Leave"] = ("302 404 404 404 404", "302 404 404 404 404"),
        ["/Settings/Workspaces/Switch"] = ("302 302 302 302 404", "302 404 404 404 404"),
        ["/Settings/Workspaces/Rename"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Vaults/Editor/Toggle of one's own"] = ("302 302 302 302 404", "302 404 404 404 404"),
        ["/Administration/Vaults/Editor/Edit of one's own"] = ("302 200 200 200 404", "302 422 422 422 404"),
        ["/Administration/Vaults/Editor/Keys of one's own"] = ("302 200 200 200 404", "302 405 405 405 404"),
        ["/Administration/Vaults/Editor/Reveal of one's own"] = ("302 302 302 302 404", "302 404 404 404 404"),
        ["/Administration/Vaults/Editor/Toggle of a service account"] = ("302 403 302 302 404", "302 403 404 404 404"),
        ["/Administration/Vaults/Editor/Edit of a service account"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Vaults/Editor/Reveal of a service account"] = ("302 403 302 302 404", "302 403 404 404 404"),
        ["/Administration/Vaults/Editor/Toggle"] = ("302 403 302 302 404", "302 403 404 404 404"),
        ["/Administration/Vaults/Editor/Edit"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Vaults/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Vaults/Editor/Keys"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Vaults/Editor/New"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Vaults/Editor/Reveal"] = ("302 403 302 302 404", "302 403 200 200 404"),
        ["/Administration/Vaults/Versions/History of one's own"] = ("302 200 200 200 404", "302 405 405 405 404"),
        ["/Administration/Vaults/Versions/Masked of one's own"] = ("302 404 404 404 404", "302 405 405 405 404"),
        ["/Administration/Vaults/Versions/Version of one's own"] = ("302 404 404 404 404", "302 404 404 404 404"),
        ["/Administration/Vaults/Versions/History of a service account"] = (
            "302 403 200 200 404",
            "302 403 405 405 404"
        ),
        ["/Administration/Vaults/Versions/Masked of a service account"] = (
            "302 403 404 404 404",
            "302 403 405 405 404"
        ),
        ["/Administration/Vaults/Versions/Version of a service account"] = (
            "302 403 404 404 404",
            "302 403 404 404 404"
        ),
        ["/SignIn/ForgotPassword"] = ("200 200 200 200 200", "422 422 422 422 422"),
        ["/SignIn/Index"] = ("200 302 302 302 302", "422 422 422 422 422"),
        ["/SignIn/NoWorkspace"] = ("302 302 302 302 302", "302 302 302 302 302"),
        ["/SignIn/Recover"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/SignIn/ResetPassword"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/SignIn/SecondStep"] = ("302 302 302 302 302", "302 302 302 302 302"),
        ["/SignUp/Confirm"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/SignUp/Index"] = ("404 404 404 404 404", "404 404 404 404 404"),
        ["/SignIn/Out"] = ("302 302 302 302 302", "302 302 302 302 302"),
        ["/SignIn/ConfirmPassword"] = ("302 200 200 200 200", "302 422 422 422 422"),
        ["/Administration/AccessRules/Check/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/AccessRules/Delete"] = ("302 403 200 200 404", "302 403 404 404 404"),
        ["/Administration/AccessRules/Editor/Edit"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/AccessRules/Editor/New"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/AccessRules/Export"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/AccessRules/History/Import"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/AccessRules/History/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/AccessRules/History/Restore"] = ("302 403 200 200 404", "302 403 302 302 404"),
        ["/Administration/AccessRules/History/Version"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/AccessRules/History/Yaml"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/AccessRules/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/AuditLog/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Groups/Delete"] = ("302 403 200 200 404", "302 403 302 302 404"),
        ["/Administration/Groups/Edit"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Groups/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Groups/New"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Email/Discard"] = ("302 403 403 404 404", "302 403 403 302 404"),
        ["/Administration/Email/Index"] = ("302 403 403 200 404", "302 403 403 422 404"),
        ["/Administration/Email/Retry"] = ("302 403 403 302 404", "302 403 403 302 404"),
        ["/Administration/Email/Test"] = ("302 403 403 200 404", "302 403 403 422 404"),
        ["/Administration/Email/RemoveSettings"] = ("302 403 403 200 404", "302 403 403 302 404"),
        ["/Administration/Users/AddToGroup"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Users/EditGroups"] = ("302 403 200 200 404", "302 403 302 302 404"),
        ["/Administration/Resources/Delete"] = ("302 403 200 200 404", "302 403 302 302 404"),
        ["/Administration/Resources/Import"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Resources/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/ServiceAccounts/Account"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Settings/Workspaces/Credentials/Index of a service account"] = (
            "302 403 200 200 404",
            "302 403 405 405 404"
        ),
        ["/Settings/Workspaces/Credentials/Label of a service account"] = (
            "302 403 200 200 404",
            "302 403 302 302 404"
        ),
        ["/Settings/Workspaces/Credentials/New of a service account"] = ("302 403 200 200 404", "302 403 200 200 404"),
        ["/Settings/Workspaces/Credentials/Revoke of a service account"] = (
            "302 403 200 200 404",
            "302 403 302 302 404"
        ),
        ["/Settings/Workspaces/Credentials/Rotate of a service account"] = (
            "302 403 200 200 404",
            "302 403 422 422 404"
        ),
        ["/Administration/ServiceAccounts/Delete"] = ("302 403 200 200 404", "302 403 302 302 404"),
        ["/Administration/ServiceAccounts/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/ServiceAccounts/New"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Users/Export"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Users/Impersonation"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Users/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Users/Invitations/Invite"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Users/Invitations/Link"] = ("302 403 404 404 404", "302 403 404 404 404"),
        ["/Administration/Users/Ownership/Transfer"] = ("302 403 403 200 404", "302 403 403 302 404"),
        ["/Administration/Users/Remove"] = ("302 403 200 200 404", "302 403 404 404 404"),
        ["/Administration/Users/Invitations/Resend"] = ("302 403 200 200 404", "302 403 404 404 404"),
        ["/Administration/Users/ResetTwoFactor"] = ("302 403 200 200 404", "302 403 302 302 404"),
        ["/Administration/Users/Role"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Users/Ownership/CancelTransfer"] = ("302 403 403 200 404", "302 403 403 404 404"),
        ["/Administration/Vaults/Activity/Index"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Vaults/Delete"] = ("302 403 200 200 404", "302 403 302 302 404"),
        ["/Administration/Vaults/Download"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Vaults/Duplicate"] = ("302 403 200 200 404", "302 403 422 422 404"),
        ["/Administration/Vaults/Effective"] = ("302 403 200 200 404", "302 403 200 200 404"),
        ["/Administration/Vaults/Versions/History"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Vaults/Versions/Masked"] = ("302 403 200 200 404", "302 403 405 405 404"),
        ["/Administration/Vaults/Secrets"] = ("302 403 302 302 404", "302 403 200 200 404"),
        ["/Administration/Vaults/Versions/Version"] = ("302 403 200 200 404", "302 403 302 302 404"),
    };
}
