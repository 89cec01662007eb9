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

    public OutboxPage Outbox { get; private set; } = null!;

    /// <summary>What belongs to the whole form, such as that somebody else changed it.</summary>
    public string? Problem =>
        ModelState.TryGetValue("", out var entry) ? entry.Errors.FirstOrDefault()?.ErrorMessage : null;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public Task OnGetAsync() => LoadAsync(null);

    public async Task<IActionResult> OnPostAsync(MailServerInput input, [FromServices] ChangeMailServer change)
    {
        var done = await change.RunAsync(input);
        if (done.Ok)
            return DoneAt(Address(1), "The email settings are saved. Send a test email to see whether they work.");
        await LoadAsync(input);
        return Refused(done);
    }

    public string Address(int page) =>
        $"/workspaces/{Current.WorkspaceId.ToHex()}/email" + (page > 1 ? $"?p={page}" : "");

    private async Task LoadAsync(MailServerInput? typed)
    {
        var state = await server.ReadAsync();
        Form = new(
            typed ?? EmailForm.CreateInput(state, addresses.For(Request).Web.TrimEnd('/')),
            state,
            configuration,
            origins
        );
        Outbox = await outbox.ReadAsync(Number);
        Number = Outbox.Number;
    }
}
