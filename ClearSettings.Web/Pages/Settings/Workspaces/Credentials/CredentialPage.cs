using ClearSettings.Domain;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>
/// A page about the visitor's credentials or, where its address names one, about those of a service account.
/// </summary>
public abstract class CredentialPage : OwnerPage
{
    public CredentialContext Context { get; private set; } = null!;

    protected string? Account => RouteData.Values["account"] as string;

    internal override async Task<bool> FindOwnerAsync()
    {
        Context = new(Current.WorkspaceId);
        if (Account is null)
            return true;
        if (!EntityId.TryParse(Account, out var id))
            return false;
        var db = HttpContext.RequestServices.GetRequiredService<ClearSettingsDb>();
        var name = await db
            .ServiceAccounts.Where(s => s.UserId == id)
            .Join(db.Users, s => s.UserId, u => u.Id, (_, u) => u.Name)
            .SingleOrDefaultAsync();
        Context = new(Current.WorkspaceId, id, name);
        return name is not null;
    }
}
