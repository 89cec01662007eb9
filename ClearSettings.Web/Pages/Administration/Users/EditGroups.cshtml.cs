using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>Chooses the groups of one member.</summary>
[Needs(Permission.ManageGroups)]
public sealed class EditGroups(PersonList people, GroupPickers boxes, SetMemberGroups set) : AppPage
{
    public PersonRow Row { get; private set; } = null!;

    public Picker Box { get; private set; } = null!;

    /// <summary>The groups they were in when the form was made.</summary>
    public IReadOnlyList<Guid> Shown { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id, null, null) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, string[] group, string[] shown)
    {
        if (!await LoadAsync(id, GroupPickers.Ids(group), GroupPickers.Ids(shown)))
            return NotFound();
        var done = await set.RunAsync(Row.Id, GroupPickers.Ids(group), Shown);
        if (!done.Ok)
            return Refused(done);
        return DoneAt(
            BackTo(Links.Users(Current.WorkspaceId)),
            done.Value == 0 ? $"The groups of {Row.Name} were not changed." : $"Groups of {Row.Name} saved."
        );
    }

    private async Task<bool> LoadAsync(Guid id, IReadOnlyList<Guid>? chosen, IReadOnlyList<Guid>? shown)
    {
        if ((await people.ReadAsync([id])).FirstOrDefault(r => r.IsMember) is not { } row)
            return false;
        (Row, Shown) = (row, shown ?? await boxes.GetAsync(id));
        Box = await boxes.ListAsync("group", chosen ?? Shown);
        return true;
    }
}
