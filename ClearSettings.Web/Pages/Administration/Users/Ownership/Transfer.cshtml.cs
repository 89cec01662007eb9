using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users.Ownership;

[Needs(Permission.TransferOwnership, RequireRecentAuthentication = true)]
public sealed class Transfer(ClearSettingsDb db, PersonList people, RequestOwnershipTransfer request, TimeProvider time)
    : AppPage
{
    public PersonRow Row { get; private set; } = null!;

    /// <summary>To whom the ownership is offered now, if it is someone else.</summary>
    public string? Instead { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var done = await request.RunAsync(Row.Id);
        return done.Ok
            ? DoneAt(
                BackTo(Links.Users(Current.WorkspaceId)),
                $"Ownership transfer to {Row.Name} requested. You stay the owner until they accept."
            )
            : Refused(done);
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        if ((await people.ReadAsync([id])).FirstOrDefault(r => r.IsMember) is not { } row)
            return false;
        Row = row;
        var now = time.GetUtcNow().UtcDateTime;
        Instead = await db
            .OwnershipTransfers.Where(o => o.ToUserId != id && o.ExpiresAt > now)
            .Join(db.Users, o => o.ToUserId, u => u.Id, (_, u) => u.Name)
            .SingleOrDefaultAsync();
        return true;
    }
}
