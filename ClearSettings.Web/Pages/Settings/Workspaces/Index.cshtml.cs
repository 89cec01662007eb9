using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

[SettingsSection("Workspaces", Area.Personal, Order = 40, Icon = "layers"), Needs(Permission.ReadWorkspace)]
public sealed class Index(ClearSettingsDb db, CredentialList credentials) : AppPage
{
    private const int ShownMembers = 12;

    public sealed record Panel(Guid Id, string Name, MemberRole Role, bool Active, int MemberCount, IReadOnlyList<string> MemberNames, CredentialTable Credentials)
    {
        public string RoleWords => Role switch { MemberRole.Owner => "You are the owner", MemberRole.Admin => "You are an administrator", _ => "You are a member" };
    }

    public List<Panel> Panels { get; } = [];

    public async Task OnGetAsync()
    {
        // A person's own list crosses workspaces; each panel reads only where they are a member.
        var mine = await db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.UserId == Current.UserId)
            .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new { w.Id, w.Name, m.Role }).ToListAsync();
        foreach (var workspace in mine.OrderByDescending(w => w.Id == Current.WorkspaceId).ThenBy(w => w.Name, StringComparer.Ordinal))
        {
            var members = db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.WorkspaceId == workspace.Id);
            var names = await members.OrderBy(m => m.JoinedAt).Take(ShownMembers).Join(db.Users, m => m.UserId, u => u.Id, (m, u) => u.Name).ToListAsync();
            Panels.Add(new(workspace.Id, workspace.Name, workspace.Role, workspace.Id == Current.WorkspaceId, await members.CountAsync(), names, await credentials.ReadAsync(workspace.Id)));
        }
    }
}
