using ClearSettings.Domain;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>Asks before a service account goes, and says what goes with it.</summary>
[Needs(Permission.ManageServiceAccounts)]
public sealed class Delete(AccountList accounts, DeleteServiceAccount delete) : AppPage
{
    public AccountRow Row { get; private set; } = null!;

    public string Consequence { get; private set; } = "";

    private string Home => BackTo(Links.ServiceAccounts(Current.WorkspaceId));

    /// <summary>Where it was opened: the list, or the page of the account.</summary>
    public string Back =>
        Home.Contains('?', StringComparison.Ordinal) ? Home : Links.ServiceAccount(Current.WorkspaceId, Row.Id);

    public async Task<IActionResult> OnGetAsync(string id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var done = await delete.RunAsync(Row.Id);
        return done.Ok
            ? DoneAt(Home, $"{Row.Name} is deleted. Clients that use its credentials are refused from now on.")
            : Refused(done);
    }

    private async Task<bool> LoadAsync(string id)
    {
        if (await accounts.FindAsync(id) is not { } row)
            return false;
        Row = row;
        Consequence = Describe(await delete.PreviewAsync(row.Id));
        return true;
    }

    private static string Describe(ServiceAccountRemovalImpact impact)
    {
        var keys = impact.Credentials switch
        {
            0 => "It has no valid credentials.",
            1 => "Its key pair is revoked at once.",
            var count => $"Its {count} key pairs are revoked at once.",
        };
        var used = (impact.Credentials, impact.RecentlyUsed) switch
        {
            (0, _) => "",
            (_, 0) => " No client used them in the last 24 hours.",
            (1, _) => " A client used it in the last 24 hours, and fails at its next request.",
            (_, var count) => $" Clients used {count} of them in the last 24 hours, and fail at their next request.",
        };
        return keys
            + used
            + impact.People switch
            {
                0 => "",
                1 => " It has acted for 1 person.",
                var people => $" It has acted for {people} people.",
            };
    }
}
