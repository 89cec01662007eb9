using ClearSettings.Domain;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

namespace ClearSettings.Web.Pages.Workspace.ServiceAccounts.Credentials;

/// <summary>A service account of the current workspace and one of its key pairs, as an address names them.</summary>
public sealed record AccountKey(AccountRow Account, CredentialRow Row, CredentialPlace Place)
{
    /// <returns>Null when there is no such account, or the pair is not its own.</returns>
    public static async Task<AccountKey?> FindAsync(AccountList accounts, CredentialList list, string id, string key)
    {
        if (!Id.TryParse(key, out var pair) || await accounts.FindAsync(id) is not { } account) return null;
        var table = await list.OfAccountAsync(account.Id);
        return table.Rows.FirstOrDefault(row => row.Id == pair) is { } found ? new(account, found, table.Place) : null;
    }
}
