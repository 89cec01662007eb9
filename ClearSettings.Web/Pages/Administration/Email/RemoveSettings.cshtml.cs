using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Email;

[Needs(Permission.ManageServer)]
public sealed class RemoveSettings(RemoveMailSettings turnOff, MailConfiguration configuration, OutboxList outbox)
    : AppPage
{
    public int Waiting { get; private set; }

    /// <summary>Some of the settings come from the configuration, and stay.</summary>
    public bool SomeStay => MailConfiguration.FieldNames.Any(configuration.IsSet);

    public async Task OnGetAsync() => Waiting = await outbox.CountWaitingAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var done = await turnOff.RunAsync();
        var back = $"/workspaces/{Current.WorkspaceId.ToHex()}/email";
        return done.Ok ? DoneAt(back, "The email settings of this page are removed.") : RefusedAt(back, done);
    }
}
