using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts.Credentials;

[Needs(Permission.ManageServiceAccounts, RequireRecentAuthentication = true)]
public sealed class Rotate(
    AccountList accounts,
    CredentialList list,
    RecentUse recent,
    RotateCredential rotate,
    PublicUrls addresses,
    TimeProvider time
) : AppPage
{
    public AccountCredential Found { get; private set; } = null!;

    public RotateForm Form { get; private set; } = null!;

    public CreatedCredentials? Created { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, string key) =>
        await LoadAsync(id, key, 24, null) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, string key, double? hours, Guid? formId)
    {
        if (!await LoadAsync(id, key, hours is >= 0 and <= 1000 ? hours.Value : -1, formId))
            return NotFound();
        var made = await rotate.RunAsync(Found.Row.Id, TimeSpan.FromHours(Form.Hours), Form.FormId, Found.Account.Id);
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

    private async Task<bool> LoadAsync(string id, string key, double hours, Guid? formId)
    {
        if (await AccountCredential.FindAsync(accounts, list, id, key) is not { } found)
            return false;
        Found = found;
        Form = new(
            found.Context,
            found.Row,
            hours,
            formId ?? Guid.NewGuid(),
            await recent.DescribeAsync(found.Row.Id, "Update them before the old credentials expire.")
        );
        return true;
    }
}
