using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>
/// Makes a service account and shows the secret of its first credential in this one answer, which nothing stores.
/// </summary>
[Needs(Permission.ManageServiceAccounts, RequireRecentAuthentication = true)]
public sealed class New(
    AccountList accounts,
    CreateServiceAccount create,
    IOptions<ServiceAccountSettings> settings,
    PublicUrls addresses,
    TimeProvider time
) : AppPage
{
    private IReadOnlyList<Group> _groups = [];

    public ServiceAccountInput Input { get; private set; } = new();

    public Expiry Choice { get; private set; } = new();

    public Guid FormId { get; private set; } = Guid.NewGuid();

    public CreatedCredentials? Created { get; private set; }

    public AccountForm Form => new(Input, _groups, settings.Value.AllowAdmins);

    public CredentialInputs Inputs =>
        new(null, Choice, FormId, time.GetUtcNow().ToString("yyyy-MM-dd"), "First credentials expire");

    public string Home => BackTo(Links.ServiceAccounts(Current.WorkspaceId));

    public async Task OnGetAsync() => _groups = await accounts.ChoosableGroupsAsync();

    public async Task<IActionResult> OnPostAsync(ServiceAccountInput input, Expiry choice)
    {
        _groups = await accounts.ChoosableGroupsAsync();
        (Input, Choice, FormId) = (AccountForm.Read(input), choice, input.FormId ?? FormId);
        var made = await create.RunAsync(Input with { ExpirationSec = choice.Seconds(time.GetUtcNow().UtcDateTime) });
        if (!made.Ok)
            return Refused(made);
        Created = CreatedCredentials.Create(
            made.Value.Credential,
            addresses.For(Request),
            Current.Principal.WorkspaceName,
            TimeFormat.FromRequest(Request),
            new(Current.WorkspaceId, made.Value.Account.UserId)
        ) with
        {
            Leaves = true,
        };
        return Page();
    }
}
