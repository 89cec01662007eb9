using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Email;

[Needs(Permission.ManageServer)]
public sealed class RemoveSettings(RemoveMailSettings remove, MailConfiguration configuration, OutboxList outbox)
    : AppPage
{
    public int Waiting { get; private set; }

    /// <summary>Some of the settings come from the configuration, and stay.</summary>
    public bool SomeStay => MailConfiguration.FieldNames.Any(configuration.IsSet);

    public async Task OnGetAsync() => Waiting = await outbox.CountWaitingAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var done = await remove.RunAsync();
        var back = Links.Email(Current.WorkspaceId);
        return done.Ok ? DoneAt(back, "The email settings on this page are removed.") : RefusedAt(back, done);
    }
}
