using ClearSettings.Domain;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>Asks before a workspace requires two-factor authentication of its members, or no longer does.</summary>
[Needs(Permission.RequireTwoFactor)]
public sealed class TwoFactor(RequireTwoFactor require) : AppPage
{
    public bool IsRequired { get; private set; }

    /// <summary>Members who do not have it.</summary>
    public int Missing { get; private set; }

    public string Workspace => Current.Principal.WorkspaceName;

    public Task OnGetAsync() => LoadAsync();

    /// <param name="required">"true" or "false"; the opposite of what was shown.</param>
    public async Task<IActionResult> OnPostAsync(bool required)
    {
        var done = await require.RunAsync(required);
        if (done.Ok)
            return DoneAt(
                Links.Workspaces,
                required
                    ? $"{Workspace} now requires two-factor authentication."
                    : $"{Workspace} no longer requires two-factor authentication."
            );
        await LoadAsync();
        return Refused(done);
    }

    private async Task LoadAsync() =>
        (IsRequired, Missing) = (await require.IsRequiredAsync(), await require.CountMissingAsync());
}
