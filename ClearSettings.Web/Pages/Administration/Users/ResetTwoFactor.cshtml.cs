using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>Asks before the second factors of a member are removed.</summary>
[Needs(Permission.ManageUsers)]
public sealed class ResetTwoFactor(PersonList people, Domain.Members.ResetTwoFactor reset) : AppPage
{
    public PersonRow Row { get; private set; } = null!;

    /// <summary>Why it cannot be done, or null.</summary>
    public string? Obstacle => Domain.Members.ResetTwoFactor.Obstacle(Row.Id, Row.Role, Current.UserId);

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var done = await reset.RunAsync(Row.Id);
        var users = BackTo(Links.Users(Current.WorkspaceId));
        if (done.Ok)
            return DoneAt(users, $"Two-factor authentication of {Row.Name} was reset, and their sessions have ended.");
        return done.Refusal == Refusal.NotFound ? UnchangedAt(users, done.Problems[0].Message) : Refused(done);
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        if ((await people.ReadAsync([id])).FirstOrDefault(r => r.IsMember) is not { } row)
            return false;
        Row = row;
        return true;
    }
}
