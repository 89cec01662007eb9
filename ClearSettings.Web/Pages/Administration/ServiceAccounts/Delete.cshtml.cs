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

    public ServiceAccountRemovalImpact Impact { get; private set; } = null!;

    private string Home => BackTo(Links.ServiceAccounts(Current.WorkspaceId));

    /// <summary>Where it was opened: the list, or the page of the account.</summary>
    public string Back =>
        Home.Contains('?', StringComparison.Ordinal) ? Home : Links.ServiceAccount(Current.WorkspaceId, Row.Id);

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var done = await delete.RunAsync(Row.Id);
        return done.Ok
            ? DoneAt(Home, $"{Row.Name} deleted. Clients that use its credentials can no longer log in.")
            : Refused(done);
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        if (await accounts.FindAsync(id) is not { } row)
            return false;
        Row = row;
        Impact = await delete.PreviewAsync(row.Id);
        Consequence = Describe(Impact);
        return true;
    }

    private static string Describe(ServiceAccountRemovalImpact impact)
    {
        var keys = impact.Credentials switch
        {
            0 => "It has no active credentials.",
            1 => "Its API credentials are revoked immediately.",
            var count => $"Its {count} API credentials are revoked immediately.",
        };
        var used = (impact.Credentials, impact.RecentlyUsed) switch
        {
            (0, _) => "",
            (_, 0) => " No client used them in the last 24 hours.",
            (1, _) => " A client used them in the last 24 hours and will fail on its next request.",
            (_, var count) =>
                $" Clients used {count} of them in the last 24 hours and will fail on their next request.",
        };
        return keys
            + used
            + impact.People switch
            {
                0 => "",
                1 => " It has impersonated 1 person.",
                var people => $" It has impersonated {people} people.",
            };
    }
}
