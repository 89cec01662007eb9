using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts.Credentials;

[Needs(Permission.ManageServiceAccounts)]
public sealed class Revoke(AccountList accounts, CredentialList list, RecentUse recent, RevokeCredential revoke)
    : AppPage
{
    public AccountRow Account { get; private set; } = null!;

    public RevokeForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, string key)
    {
        if (await AccountCredential.FindAsync(accounts, list, id, key) is not { } found)
            return NotFound();
        (Account, Form) = (
            found.Account,
            new(
                found.Context,
                found.Row,
                await recent.DescribeAsync(found.Row.Id, "They will fail on their next request.")
            )
        );
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string key)
    {
        if (await accounts.FindAsync(id) is not { } account)
            return NotFound();
        var back = new CredentialContext(Current.WorkspaceId, account.Id).Back;
        if (await AccountCredential.FindAsync(accounts, list, id, key) is not { } found)
            return UnchangedAt(back, "These credentials were already revoked.");
        var done = await revoke.RunAsync(found.Row.AccessKey, account.Id);
        if (done.IsRefusedAs(RevokeCredential.AlreadyRevoked))
            return UnchangedAt(back, done.Problems[0].Message);
        return done.Ok
            ? DoneAt(
                back,
                $"Credentials “{found.Row.DisplayName}” revoked. Clients that use them can no longer log in."
            )
            : RefusedAt(back, done);
    }
}
