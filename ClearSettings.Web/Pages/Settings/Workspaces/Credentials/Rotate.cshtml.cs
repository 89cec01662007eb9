using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

[Needs(Permission.ManageOwnCredentials, RequireRecentAuthentication = true)]
[AlsoAt(
    "/workspaces/{workspace}/service-accounts/{account:id}/credentials/{id:id}/rotate",
    Permission.ManageServiceAccounts
)]
public sealed class Rotate(CredentialList list, RecentUse recent, RotateCredential rotate, PublicUrls addresses)
    : CredentialPage
{
    public RotateForm Form { get; private set; } = null!;

    public CreatedCredentials? Created { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id, 24, null) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, double? hours, Guid? formId)
    {
        if (!await LoadAsync(id, hours is >= 0 and <= 1000 ? hours.Value : -1, formId))
            return NotFound();
        var made = await rotate.RunAsync(Form.Row.Id, TimeSpan.FromHours(Form.Hours), Form.FormId, Context.Account);
        if (!made.Ok)
            return Refused(made);
        Created = CreatedCredentials.Create(
            made.Value,
            addresses.For(Request),
            Current.Principal.WorkspaceName,
            TimeFormat.FromRequest(Request),
            Context
        );
        Trigger("credentialsChanged", "");
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, double hours, Guid? formId)
    {
        if (await list.FindAsync(Context, id) is not { } row)
            return false;
        var consequence = await recent.DescribeAsync(row.Id, "Update them before the old credentials expire.");
        Form = new(Context, row, hours, formId ?? Guid.NewGuid(), consequence);
        return true;
    }
}
