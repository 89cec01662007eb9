using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>Puts all who are ticked in the list into groups.</summary>
[Needs(Permission.ManageGroups)]
public sealed class AddToGroup(PersonList people, GroupPickers boxes, AddToGroups add) : AppPage
{
    public IReadOnlyList<PersonRow> Rows { get; private set; } = [];

    /// <summary>Ticked, but only invited.</summary>
    public int Invited { get; private set; }

    public Picker Box { get; private set; } = null!;

    public string Users => BackTo(Links.Users(Current.WorkspaceId));

    public async Task<IActionResult> OnGetAsync(string[] id)
    {
        if (IdList.Check(id.Length) is { } tooMany)
            return Refused(tooMany);
        await LoadAsync(id, []);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string[] id, string[] group)
    {
        if (IdList.Check(id.Length) is { } tooMany)
            return Refused(tooMany);
        await LoadAsync(id, GroupPickers.Ids(group));
        var done = await add.RunAsync([.. Rows.Select(r => r.Id)], GroupPickers.Ids(group));
        return done.Ok ? DoneAt(Users, Describe(done.Value)) : Refused(done);
    }

    private string Describe(int added)
    {
        var who = Rows.Count == 1 ? Rows[0].Name : $"{Rows.Count} people";
        var groups = string.Join(", ", Box.Rows.Where(g => g.Chosen).Select(g => g.Name));
        return added == 0
            ? $"{who} {(Rows.Count == 1 ? "is" : "are")} already in {groups}."
            : $"{who} {(Rows.Count == 1 ? "is" : "are")} now in {groups}.";
    }

    private async Task LoadAsync(string[] ids, IReadOnlyList<Guid> chosen)
    {
        var rows = await people.ReadAsync([
            .. ids.Select(t => Domain.EntityId.TryParse(t, out var id) ? id : Guid.Empty),
        ]);
        (Rows, Invited) = ([.. rows.Where(r => r.IsMember)], rows.Count(r => !r.IsMember));
        Box = await boxes.ListAsync("group", chosen);
    }
}
