using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts.Credentials;

/// <summary>Makes another credential for a service account and shows its secret in this one answer.</summary>
[Needs(Permission.ManageServiceAccounts, RequireRecentAuthentication = true)]
public sealed class New(AccountList accounts, CreateCredential create, PublicUrls addresses, TimeProvider time)
    : AppPage
{
    public AccountRow Account { get; private set; } = null!;

    public NewCredentialForm Form { get; private set; } = null!;

    public CreatedCredentials? Created { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id) => await LoadAsync(id, new(), new()) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, CredentialInput input, Expiry choice)
    {
        if (!await LoadAsync(id, input, choice))
            return NotFound();
        var made = await create.RunAsync(
            input with
            {
                ExpirationSec = choice.Seconds(time.GetUtcNow().UtcDateTime),
            },
            Account.Id
        );
        if (!made.Ok)
            return Refused(made);
        Created = CreatedCredentials.Create(
            made.Value,
            addresses.For(Request),
            Current.Principal.WorkspaceName,
            time,
            Form.Context
        );
        Trigger("credentialsChanged", "");
        return Page();
    }

    private async Task<bool> LoadAsync(string id, CredentialInput input, Expiry choice)
    {
        if (await accounts.FindAsync(id) is not { } account)
            return false;
        Account = account;
        Form = new(
            new(Current.WorkspaceId, account.Id),
            $"Clients use these credentials to log in to {Current.Principal.WorkspaceName} as {account.Name}.",
            new(input.Label, choice, input.FormId ?? Guid.NewGuid(), time.GetUtcNow().ToString("yyyy-MM-dd"))
        );
        return true;
    }
}
