using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

[Needs(Permission.ManageOwnCredentials)]
public sealed class Revoke(CredentialList list, RecentUse recent, RevokeCredential revoke) : AppPage
{
    private const string Back = "/settings/workspaces";

    public RevokeForm Form { get; private set; } = null!;

    /// <summary>It only takes access away, and a leaked secret key must go quickly.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) => true;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!Domain.EntityId.TryParse(id, out var key) || await list.FindAsync(key) is not { } row)
            return NotFound();
        Form = new(
            new(Current.WorkspaceId),
            row,
            await recent.DescribeAsync(row.Id, "They will fail on their next request.")
        );
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!Domain.EntityId.TryParse(id, out var key))
            return NotFound();
        if (await list.FindAsync(key) is not { } row)
            return UnchangedAt(Back, "These credentials were already revoked.");
        var done = await revoke.RunAsync(row.AccessKey);
        if (done.IsRefusedAs(RevokeCredential.AlreadyRevoked))
            return UnchangedAt(Back, done.Problems[0].Message);
        return done.Ok
            ? DoneAt(Back, $"Credentials “{row.DisplayName}” revoked. Clients that use them can no longer log in.")
            : RefusedAt(Back, done);
    }
}
