using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>
/// The merged settings that the clients of a person or service account receive. Posting lays it over a pasted file;
/// nothing is kept.
/// </summary>
[Needs(Permission.ManageVaults)]
public sealed class Effective(EffectiveViews views) : AppPage
{
    public EffectiveView View { get; private set; } = null!;

    public string Vaults => Links.Vaults(Current.WorkspaceId);

    /// <summary>The pasted file is merged, and nothing is saved.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) => true;

    public Task<IActionResult> OnGetAsync([FromQuery] EffectiveFilter filter) => ShowAsync(filter, null);

    public Task<IActionResult> OnPostAsync([FromQuery] EffectiveFilter filter, string? local) =>
        ShowAsync(filter, local);

    private async Task<IActionResult> ShowAsync(EffectiveFilter filter, string? local)
    {
        if (await views.ForUserAsync(Links.EffectiveVaults(Current.WorkspaceId), Vaults, filter, local) is not { } view)
            return NotFound();
        View = view;
        return view.Result.Problem is { } problem ? Refused(Result.Refuse("Local", problem)) : Page();
    }
}
