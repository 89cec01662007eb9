using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>The groups that can be chosen for someone: those that list their members.</summary>
public sealed class GroupPickers(ClearSettingsDb db)
{
    /// <param name="field">Name of the form field.</param>
    public async Task<Picker> ListAsync(string field, IReadOnlyCollection<Guid> chosen)
    {
        var groups = await db
            .Groups.Where(g => g.BuiltIn == null || g.BuiltIn == BuiltInGroup.QueueAdmins)
            .OrderBy(g => g.NameKey)
            .Select(g => new
            {
                g.Id,
                g.Name,
                g.Description,
            })
            .ToListAsync();
        return new(
            field,
            "Groups",
            "Groups",
            [.. groups.Select(g => new PickerRow(g.Id, PickerKind.Group, g.Name, g.Description, chosen.Contains(g.Id)))]
        )
        {
            SearchLabel = "Search groups",
            Hint = "Everyone is also in Users. The role decides who is in Admins.",
        };
    }

    /// <summary>The groups that list this person.</summary>
    public Task<List<Guid>> GetAsync(Guid userId) =>
        db.GroupMembers.Where(m => m.UserId == userId).Select(m => m.GroupId).ToListAsync();

    /// <summary>Ids as a form sends them; what is none is no one's.</summary>
    public static IReadOnlyList<Guid> Ids(string[] texts) =>
        [.. texts.Select(t => EntityId.TryParse(t, out var id) ? id : Guid.Empty).Distinct()];
}
