using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Users.Invitations;

/// <summary>
/// Makes a fresh link to copy, for one invitation; only its hash was kept, so the one before cannot be shown.
/// </summary>
[Needs(Permission.ManageUsers)]
public sealed class Link(PersonList people, RenewInvitations renew, MailServer mail, PublicUrls addresses) : AppPage
{
    public PersonRow Row { get; private set; } = null!;

    public InviteLinks? NewLinks { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    /// <param name="key">As for sending again.</param>
    public async Task<IActionResult> OnPostAsync(Guid id, string? key)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var made = await renew.RunAsync(
            [.. Resend.Keys([key ?? ""]).Where(k => k.Id == Row.Id).DefaultIfEmpty(new(Row.Id, -1))],
            mail: false
        );
        if (!made.Ok)
            return Refused(made);
        NewLinks = InviteLinks.Create(
            made.Value,
            addresses.For(Request),
            Current,
            await mail.IsSetUpAsync(),
            skipped: []
        );
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        if ((await people.ReadAsync([id])).FirstOrDefault(r => !r.IsMember) is not { } row)
            return false;
        Row = row;
        return true;
    }
}
