using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Groups;

/// <summary>Asks before a group goes, and says what goes with it.</summary>
[Needs(Permission.ManageGroups)]
public sealed class Delete(GroupDetails details, GroupForms forms, DeleteGroups delete) : AppPage
{
    public Group Group { get; private set; } = null!;

    public GroupRemovalImpact Impact { get; private set; } = null!;

    public string Groups => BackTo(forms.Groups);

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var done = await delete.RunAsync([Group.Id]);
        return done.Ok
            ? DoneAt(Groups, $"Group {Group.Name} deleted.{VaultsOff(done.Value.Vaults.Count)}")
            : Refused(done);
    }

    public IEnumerable<string> Consequences()
    {
        if (Impact.Members > 0)
            yield return Impact.Members == 1
                ? "Its member stays in the workspace."
                : $"Its {Impact.Members:N0} members stay in the workspace.";
        if (Impact.Invitations > 0)
            yield return $"{TimeText.Count(Impact.Invitations, "invitation")} no longer "
                + $"{(Impact.Invitations == 1 ? "leads" : "lead")} into it.";
        if (Impact.SharedVaults > 0)
            yield return Impact.SharedVaults == 1
                ? "1 vault loses this group and keeps its other groups."
                : $"{Impact.SharedVaults:N0} vaults lose this group and keep their other groups.";
        if (Impact.Vaults.Count > 0)
            yield return Impact.Vaults.Count == 1
                ? "1 vault of this group is disabled. No client receives it until you assign another group:"
                : $"{Impact.Vaults.Count:N0} vaults of this group are disabled. No client receives them until "
                    + "you assign another group:";
        else if (Impact.SharedVaults == 0)
            yield return "No vault is assigned to this group.";
    }

    private static string VaultsOff(int count) =>
        count switch
        {
            0 => "",
            1 => " 1 vault was disabled.",
            _ => $" {count:N0} vaults were disabled.",
        };

    private async Task<bool> LoadAsync(Guid id)
    {
        if (await details.FindAsync(id) is not { } found)
            return false;
        (Group, Impact) = (found.Group, await delete.PreviewAsync([id]));
        return true;
    }
}
