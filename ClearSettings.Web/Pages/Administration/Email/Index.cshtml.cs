using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Configuration;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Email;

[SettingsSection("Email", Area.Workspace, Order = 80, Icon = "mail"), Needs(Permission.ManageServer)]
public sealed class Index(
    MailServer server,
    MailConfiguration configuration,
    SettingOrigins origins,
    OutboxList outbox,
    PublicUrls addresses
) : AppPage
{
    public EmailForm Form { get; private set; } = null!;

    public IReadOnlyList<OutboxRow> Rows { get; private set; } = [];

    public Listing List { get; private set; } = null!;

    public Task OnGetAsync(OutboxQuery query) => LoadAsync(null, query);

    public async Task<IActionResult> OnPostAsync(
        MailServerInput input,
        OutboxQuery query,
        [FromServices] ChangeMailServer change
    )
    {
        var done = await change.RunAsync(input);
        if (done.Ok)
            return DoneAt(
                Links.Email(Current.WorkspaceId),
                "Email settings saved. Send a test email to see whether they work."
            );
        await LoadAsync(input, query);
        return Refused(done);
    }

    private async Task LoadAsync(MailServerInput? typed, OutboxQuery query)
    {
        var state = await server.ReadAsync();
        Form = new(
            typed ?? EmailForm.CreateInput(state, addresses.For(Request).Web.TrimEnd('/')),
            state,
            configuration,
            origins
        );
        List = new(Links.Email(Current.WorkspaceId), query, await outbox.CountAsync(), "email", "emails");
        Rows = await outbox.ReadAsync(List);
    }
}
