using ClearSettings.Domain;

namespace ClearSettings.Web.Html;

/// <content>API credentials: the visitor's, or those of a service account where one is given.</content>
public static partial class Links
{
    public static string Credentials(Guid workspace, Guid? account) =>
        account is { } id
            ? $"{ServiceAccount(workspace, id)}/credentials"
            : $"{Workspaces}/{workspace.ToHex()}/credentials";

    public static string NewCredentials(Guid workspace, Guid? account) => $"{Credentials(workspace, account)}/new";

    public static string EditCredentialLabel(Guid workspace, Guid? account, Guid id) =>
        $"{Credentials(workspace, account)}/{id.ToHex()}/label";

    public static string RotateCredentials(Guid workspace, Guid? account, Guid id) =>
        $"{Credentials(workspace, account)}/{id.ToHex()}/rotate";

    public static string RevokeCredentials(Guid workspace, Guid? account, Guid id) =>
        $"{Credentials(workspace, account)}/{id.ToHex()}/revoke";
}
