using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

[Needs(Permission.ManageOwnCredentials, RequireRecentAuthentication = true)]
public sealed class Rotate(
    CredentialList list,
    RecentUse recent,
    RotateCredential rotate,
    PublicUrls addresses,
    TimeProvider time
) : AppPage
{
    public CredentialRow Row { get; private set; } = null!;

    public double Hours { get; private set; } = 24;

    public Guid FormId { get; private set; }

    public string Consequence { get; private set; } = "";

    public CreatedCredentials? Created { get; private set; }

    public CredentialContext Context => new(Current.WorkspaceId);

    public RotateForm Form => new(Context, Row, Hours, FormId, Consequence);

    public async Task<IActionResult> OnGetAsync(string id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, double? hours, Guid? formId)
    {
        if (!await LoadAsync(id))
            return NotFound();
        FormId = formId ?? FormId;
        Hours = hours is >= 0 and <= 1000 ? hours.Value : -1;
        var made = await rotate.RunAsync(Row.Id, TimeSpan.FromHours(Hours), FormId);
        if (!made.Ok)
            return Refused(made);
        Created = CreatedCredentials.Create(
            made.Value,
            addresses.For(Request),
            Current.Principal.WorkspaceName,
            time,
            Context
        );
        Trigger("credentialsChanged", "");
        return Page();
    }

    private async Task<bool> LoadAsync(string id)
    {
        if (!Domain.EntityId.TryParse(id, out var key) || await list.FindAsync(key) is not { } row)
            return false;
        (Row, FormId) = (row, Guid.NewGuid());
        Consequence = await recent.DescribeAsync(row.Id, "Update them before the old credentials expire.");
        return true;
    }
}
