using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Users;

[Needs(Permission.ManageUsers)]
public sealed class Role(PersonList people, RemoveFromWorkspace departure, ChangeRole change) : AppPage
{
    public PersonRow Row { get; private set; } = null!;

    public MemberRole Chosen { get; private set; }

    /// <summary>Invitations they sent that wait; they end when they become a member.</summary>
    public int Invitations { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, MemberRole? role)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Chosen = role ?? Chosen;
        var done = await change.RunAsync(Row.Id, role);
        if (!done.Ok)
            return Refused(done);
        var users = BackTo(Links.Users(Current.WorkspaceId));
        var words = role!.Value.DisplayNameWithArticle();
        return done.Value
            ? DoneAt(users, $"{Row.Name} is now {words}.")
            : UnchangedAt(users, $"{Row.Name} is already {words}.");
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        if ((await people.ReadAsync([id])).FirstOrDefault(r => r.IsMember) is not { } row)
            return false;
        (Row, Chosen) = (row, row.Role);
        Invitations = (await departure.PreviewAsync(Current.WorkspaceId, [id])).Invitations;
        return true;
    }
}
