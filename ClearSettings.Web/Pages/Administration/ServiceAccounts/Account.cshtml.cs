using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>Everything about one service account.</summary>
[Needs(Permission.ManageServiceAccounts)]
public sealed class Account(
    ClearSettingsDb db,
    AccountList accounts,
    CredentialList credentials,
    VaultCache vaults,
    VaultStore store,
    ChangeServiceAccount change,
    IOptions<ServiceAccountSettings> settings
) : AppPage
{
    private const int ShownEvents = 10;

    /// <summary>Something that the account did.</summary>
    public sealed record Activity(
        string Kind,
        string Subject,
        string ActorName,
        bool IsImpersonated,
        string? Address,
        DateTime At
    )
    {
        public string Description => AuditKind.Labels.GetValueOrDefault(Kind, Kind);
    }

    /// <summary>A user that it impersonated.</summary>
    public sealed record ActedFor(string Name, int Times, DateTime LastAt);

    private IReadOnlyList<Group> _groups = [];

    public AccountRow Row { get; private set; } = null!;

    public CredentialTable Credentials { get; private set; } = null!;

    public AccountForm Form { get; private set; } = null!;

    public IReadOnlyList<Activity> Recent { get; private set; } = [];

    public IReadOnlyList<ActedFor> People { get; private set; } = [];

    /// <summary>Its own; null before the first save.</summary>
    public Domain.Vaults.Vault? Vault { get; private set; }

    /// <summary>Vaults of the workspace and of its groups that are on.</summary>
    public IReadOnlyList<ServedVault> Applied { get; private set; } = [];

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
        (Row, Credentials) = (
            row,
            await credentials.ReadAsync(new CredentialContext(Current.WorkspaceId, row.Id, row.Name))
        );
        Form = CreateForm(row);
        Recent = await ReadRecentAsync(row.Id);
        People = await ReadPeopleAsync(row.Id);
        Vault = await store.FindPersonalAsync(row.Id);
        Applied =
        [
            .. (await vaults.GetAsync(Current.WorkspaceId))
                .For(row.Id, row.IsAdmin ? MemberRole.Admin : MemberRole.Member)
                .Where(v => v.Scope != VaultScope.User),
        ];
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

    private Task<List<Activity>> ReadRecentAsync(Guid account) =>
        db
            .AuditEvents.Where(e => e.ActorId == account)
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(ShownEvents)
            .Select(e => new Activity(e.Kind, e.Subject, e.ActorName, e.ForUserId != null, e.Address, e.At))
            .ToListAsync();

    private Task<List<ActedFor>> ReadPeopleAsync(Guid account) =>
        db
            .ImpersonationUses.Where(u => u.ActorId == account)
            .OrderByDescending(u => u.LastAt)
            .Take(ShownEvents)
            .Join(db.Users, u => u.UserId, u => u.Id, (use, u) => new ActedFor(u.Name, use.Logins, use.LastAt))
            .ToListAsync();
}
