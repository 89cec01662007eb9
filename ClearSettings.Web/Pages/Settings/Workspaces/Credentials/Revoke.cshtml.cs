using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

[Needs(Permission.ManageOwnCredentials)]
[AlsoAt(
    "/workspaces/{workspace}/service-accounts/{account:id}/credentials/{id:id}/revoke",
    Permission.ManageServiceAccounts
)]
public sealed class Revoke(CredentialList list, RecentUse recent, RevokeCredential revoke) : CredentialPage
{
    public RevokeForm Form { get; private set; } = null!;

    /// <summary>For one's own: it only takes access away, and a leaked secret key must go quickly.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) => Account is null;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await list.FindAsync(Context, id) is not { } row)
            return NotFound();
        Form = new(Context, row, await recent.DescribeAsync(row.Id, "They will fail on their next request."));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await list.FindAsync(Context, id) is not { } row)
            return UnchangedAt(Context.Back, "These credentials were already revoked.");
        var done = await revoke.RunAsync(row.AccessKey, Context.Account);
        if (done.IsRefusedAs(RevokeCredential.AlreadyRevoked))
            return UnchangedAt(Context.Back, done.Problems[0].Message);
        return done.Ok
            ? DoneAt(
                Context.Back,
                $"Credentials “{row.DisplayName}” revoked. Clients that use them can no longer log in."
            )
            : RefusedAt(Context.Back, done);
    }
}
