using ClearSettings.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace ClearSettings.Web.Html;

/// <summary>
/// The URLs of the pages. Everything that links or redirects takes them from here or from asp-page; a test holds each
/// of them against the routes.
/// </summary>
public static partial class Links
{
    public const string Home = "/settings";
    public const string Profile = "/settings/profile";
    public const string Security = "/settings/security";
    public const string EditName = "/settings/profile?edit=name";
    public const string SetUpTwoFactor = "/settings/security/two-factor";
    public const string DisableTwoFactor = "/settings/security/two-factor/disable";
    public const string RecoveryCodes = "/settings/security/recovery-codes";
    public const string Password = "/settings/security/password";
    public const string ImpersonationOptOut = "/settings/profile/impersonation";
    public const string Configuration = "/settings/configuration";
    public const string BrowserStorage = "/settings/configuration/storage";
    public const string NewStorageRow = "/settings/configuration/storage/new";
    public const string DismissTip = "/settings/configuration/tip";
    public const string Notifications = "/settings/notifications";
    public const string Workspaces = "/settings/workspaces";
    public const string Theme = "/theme";
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string SignUp = "/sign-up";
    public const string SignUpSent = "/sign-up?sent=true";
    public const string ConfirmSignUp = "/sign-up/confirm";
    public const string ForgotPassword = "/forgot-password";
    public const string PasswordResetSent = "/forgot-password?sent=true";
    public const string ResetPassword = "/reset-password";
    public const string Recover = "/recover";
    public const string Join = "/join";
    public const string JoinSent = "/join?sent=true";
    public const string SignInToJoin = "/sign-in?returnUrl=%2Fjoin";
    public const string SetUp = "/set-up";
    public const string NoWorkspace = "/no-workspace";

    public static string EditStorageRow(Guid id) => $"{BrowserStorage}/{id.ToHex()}/edit";

    public static string RevealStorageRow(Guid id) => $"{BrowserStorage}/{id.ToHex()}/reveal";

    public static string RemoveStorageRow(Guid id) => $"{BrowserStorage}/{id.ToHex()}/remove";

    /// <param name="inDialog">Whether the question is asked in the dialog of a page.</param>
    public static string ConfirmPassword(string returnUrl, bool inDialog) =>
        QueryHelpers.AddQueryString(
            "/sign-in/confirm-password",
            inDialog
                ? new Dictionary<string, string?> { ["returnUrl"] = returnUrl, [InDialogTagHelper.Field] = "dialog" }
                : new Dictionary<string, string?> { ["returnUrl"] = returnUrl }
        );

    /// <summary>Of a sign-in by a person with two-factor authentication.</summary>
    /// <param name="returnUrl">Where the person wanted to go.</param>
    /// <param name="recovery">Whether the page asks for a recovery code.</param>
    public static string SecondStep(string? returnUrl, bool recovery = false) =>
        QueryHelpers.AddQueryString(
            "/sign-in/second-step",
            new Dictionary<string, string?>
            {
                ["returnUrl"] = returnUrl,
                ["recovery"] = recovery ? "true" : null,
            }.Where(p => p.Value is not null)
        );

    public static string SignInTo(string? returnUrl) =>
        returnUrl is null ? SignIn : QueryHelpers.AddQueryString(SignIn, "returnUrl", returnUrl);

    public static string SwitchWorkspace(Guid workspace) => $"{Workspaces}/{workspace.ToHex()}/switch";

    public static string RequireTwoFactor(Guid workspace) => $"{Workspaces}/{workspace.ToHex()}/two-factor";

    public static string RenameWorkspace(Guid workspace) => $"{Workspaces}/{workspace.ToHex()}/name";

    /// <summary>The name as it was, after a cancelled edit.</summary>
    public static string WorkspaceName(Guid workspace) => RenameWorkspace(workspace) + "?done=true";

    public static string EffectiveConfiguration(Guid workspace) => $"{Workspaces}/{workspace.ToHex()}/effective";

    public static string Users(Guid workspace) => $"{In(workspace)}/users";

    /// <param name="group">Id of the group whose members the list shows.</param>
    public static string UsersInGroup(Guid workspace, Guid group) => $"{Users(workspace)}?group={group.ToHex()}";

    public static string ExportUsers(Guid workspace) => $"{Users(workspace)}/export";

    public static string InviteUsers(Guid workspace) => $"{Users(workspace)}/invite";

    public static string AddUsersToGroup(Guid workspace) => $"{Users(workspace)}/add-to-group";

    public static string ResendInvitations(Guid workspace) => $"{Users(workspace)}/resend";

    public static string ResendInvitation(Guid workspace, Guid id) => $"{ResendInvitations(workspace)}?id={id.ToHex()}";

    public static string RemoveUsers(Guid workspace) => $"{Users(workspace)}/remove";

    public static string RemoveUser(Guid workspace, Guid id) => $"{RemoveUsers(workspace)}?id={id.ToHex()}";

    public static string CancelOwnershipTransfer(Guid workspace) => $"{Users(workspace)}/cancel-transfer";

    public static string EditUserGroups(Guid workspace, Guid id) => $"{Users(workspace)}/{id.ToHex()}/groups";

    public static string UserImpersonation(Guid workspace, Guid id) => $"{Users(workspace)}/{id.ToHex()}/impersonation";

    public static string ChangeRole(Guid workspace, Guid id) => $"{Users(workspace)}/{id.ToHex()}/role";

    public static string ResetTwoFactor(Guid workspace, Guid id) => $"{Users(workspace)}/{id.ToHex()}/reset-two-factor";

    public static string TransferOwnership(Guid workspace, Guid id) =>
        $"{Users(workspace)}/{id.ToHex()}/transfer-ownership";

    public static string InvitationLink(Guid workspace, Guid id) => $"{Users(workspace)}/{id.ToHex()}/link";

    public static string Groups(Guid workspace) => $"{In(workspace)}/groups";

    public static string NewGroup(Guid workspace) => $"{Groups(workspace)}/new";

    public static string EditGroup(Guid workspace, Guid id) => $"{Groups(workspace)}/{id.ToHex()}/edit";

    public static string DeleteGroup(Guid workspace, Guid id) => $"{Groups(workspace)}/{id.ToHex()}/delete";

    public static string ServiceAccounts(Guid workspace) => $"{In(workspace)}/service-accounts";

    public static string NewServiceAccount(Guid workspace) => $"{ServiceAccounts(workspace)}/new";

    public static string ServiceAccount(Guid workspace, Guid id) => $"{ServiceAccounts(workspace)}/{id.ToHex()}";

    public static string DeleteServiceAccount(Guid workspace, Guid id) => $"{ServiceAccount(workspace, id)}/delete";

    public static string Email(Guid workspace) => $"{In(workspace)}/email";

    public static string TestEmail(Guid workspace) => $"{Email(workspace)}/test";

    public static string RemoveEmailSettings(Guid workspace) => $"{Email(workspace)}/off";

    public static string RetryEmail(Guid workspace, Guid id) => $"{Email(workspace)}/{id.ToHex()}/retry";

    public static string DiscardEmail(Guid workspace, Guid id) => $"{Email(workspace)}/{id.ToHex()}/discard";

    public static string StorageCleanup(Guid workspace) => $"{In(workspace)}/storage-cleanup";

    public static string NewStorageCleanup(Guid workspace) => $"{StorageCleanup(workspace)}/new";

    public static string EditStorageCleanup(Guid workspace, Guid id) =>
        $"{StorageCleanup(workspace)}/{id.ToHex()}/edit";

    public static string RemoveStorageCleanup(Guid workspace, Guid id) =>
        $"{StorageCleanup(workspace)}/{id.ToHex()}/remove";

    public static string AuditLog(Guid workspace) => $"{In(workspace)}/audit-log";

    /// <param name="person">Id of the person or service account whose events the log shows.</param>
    public static string AuditLogOf(Guid workspace, Guid person) => $"{AuditLog(workspace)}?person={person.ToHex()}";

    /// <summary>Before the ID of a workspace.</summary>
    internal const string WorkspacesPath = "/workspaces/";

    internal static string PersonalSection(string folder) => $"{Home}/{folder}";

    /// <summary>What the URLs of a workspace begin with.</summary>
    internal static string Workspace(Guid workspace) => In(workspace);

    private static string In(Guid workspace) => WorkspacesPath + workspace.ToHex();
}
