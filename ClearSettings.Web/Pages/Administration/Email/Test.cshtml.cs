using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Email;

/// <summary>
/// Sends an email to the owner's own address and shows, in this one answer, what the mail server said.
/// </summary>
[Needs(Permission.ManageServer)]
public sealed class Test(MailServer server, SendTestEmail send) : AppPage
{
    public SmtpOptions? Route { get; private set; }

    public TestEmailOutcome? Outcome { get; private set; }

    public async Task OnGetAsync() => Route = await server.GetSmtpOptionsAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        Route = await server.GetSmtpOptionsAsync();
        var sent = await send.RunAsync();
        if (!sent.Ok)
            return Refused(sent);
        Outcome = sent.Value;
        Announce(Outcome.Sent ? "The test email is sent." : "The test email was not sent.");
        return Page();
    }
}
