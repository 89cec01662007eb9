using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>Everything about one service account.</summary>
[Needs(Permission.ManageServiceAccounts)]
public sealed class Account(
    AccountList accounts,
    AccountDetails details,
    ChangeServiceAccount change,
    IOptions<ServiceAccountSettings> settings
) : AppPage
{
    private IReadOnlyList<Group> _groups = [];
    private AccountDetail _detail = null!;

    public AccountRow Row { get; private set; } = null!;

    public CredentialTable Credentials => _detail.Credentials;

    public AccountForm Form { get; private set; } = null!;

    public IReadOnlyList<AccountActivity> Recent => _detail.Recent;

    public IReadOnlyList<ActedFor> People => _detail.People;

    /// <summary>Its own; null before the first save.</summary>
    public Domain.Vaults.Vault? Vault => _detail.Vault;

    /// <summary>Vaults of the workspace and of its groups that are on.</summary>
    public IReadOnlyList<ServedVault> Applied => _detail.Applied;

    public string Home => BackTo(Links.ServiceAccounts(Current.WorkspaceId));

    public string Here => Links.ServiceAccount(Current.WorkspaceId, Row.Id);

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, ServiceAccountInput input)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var typed = AccountForm.Read(input);
        // Where the box is not shown no one unticked it.
        var done = await change.RunAsync(Row.Id, settings.Value.AllowAdmins ? typed : typed with { IsAdmin = null });
        if (done.Ok)
            return DoneAt(Here, "Service account saved.");
        Form = Form with { Input = typed };
        Refused(done);
        return IsHtmx ? Partial("_Form", this) : Page();
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        if (await accounts.FindAsync(id) is not { } row)
            return false;
        _groups = await accounts.ChoosableGroupsAsync();
        Row = row;
        Form = CreateForm(row);
        _detail = await details.ReadAsync(Current.WorkspaceId, row);
        return true;
    }

    private AccountForm CreateForm(AccountRow row) =>
        new(
            new()
            {
                Name = row.Name,
                AllowsImpersonation = row.AllowsImpersonation,
                IsAdmin = row.IsAdmin,
                Groups = [.. row.Groups.Select(g => g.Id)],
                GrantedPermissions = row.GrantedPermissions,
                RowVersion = row.RowVersion,
            },
            _groups,
            settings.Value.AllowAdmins
        );
}
