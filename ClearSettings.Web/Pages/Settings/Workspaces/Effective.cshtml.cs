using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>
/// What one's own clients receive in a workspace. Posting lays it over a pasted file; nothing is kept.
/// </summary>
[Needs(Permission.ReadWorkspace)]
public sealed class Effective(EffectiveViews views) : AppPage
{
    public EffectiveView View { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync([FromQuery] EffectiveFilter filter) => ShowAsync(filter, null);

    public Task<IActionResult> OnPostAsync([FromQuery] EffectiveFilter filter, string? local) =>
        ShowAsync(filter, local);

    private async Task<IActionResult> ShowAsync(EffectiveFilter filter, string? local)
    {
        View = await views.ForCurrentUserAsync(Links.EffectiveConfiguration(Current.WorkspaceId), filter, local);
        return View.Result.Problem is { } problem ? Refused(Result.Refuse("Local", problem)) : Page();
    }
}
