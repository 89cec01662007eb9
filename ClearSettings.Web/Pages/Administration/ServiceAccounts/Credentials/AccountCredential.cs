using ClearSettings.Domain;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts.Credentials;

/// <summary>A service account of the current workspace and one of its credentials, as an address names them.</summary>
public sealed record AccountCredential(AccountRow Account, CredentialRow Row, CredentialContext Context)
{
    /// <returns>Null when there is no such account, or the credentials are not its own.</returns>
    public static async Task<AccountCredential?> FindAsync(
        AccountList accounts,
        CredentialList list,
        string id,
        string key
    )
    {
        if (!EntityId.TryParse(key, out var pair) || await accounts.FindAsync(id) is not { } account)
            return null;
        var table = await list.ReadForAccountAsync(account.Id);
        return table.Rows.FirstOrDefault(row => row.Id == pair) is { } found
            ? new(account, found, table.Context)
            : null;
    }
}
