using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>A group with a box.</summary>
public sealed record GroupChoice(Guid Id, string Name, string? Description, bool Chosen);

/// <summary>Groups to choose from, those that list their members; _GroupBox.cshtml shows them.</summary>
/// <param name="Field">Name of the form field.</param>
public sealed record GroupPicker(string Field, IReadOnlyList<GroupChoice> Rows, bool Optional = false);

/// <summary>Fills the box.</summary>
public sealed class GroupPickers(ClearSettingsDb db)
{
    public async Task<IReadOnlyList<GroupChoice>> ListAsync(IReadOnlyCollection<Guid> chosen) =>
        [
            .. (
                await db
                    .Groups.Where(g => g.BuiltIn == null || g.BuiltIn == BuiltInGroup.QueueAdmins)
                    .OrderBy(g => g.NameKey)
                    .Select(g => new
                    {
                        g.Id,
                        g.Name,
                        g.Description,
                    })
                    .ToListAsync()
            ).Select(g => new GroupChoice(g.Id, g.Name, g.Description, chosen.Contains(g.Id))),
        ];

    /// <summary>The groups that list this person.</summary>
    public Task<List<Guid>> GetAsync(Guid userId) =>
        db.GroupMembers.Where(m => m.UserId == userId).Select(m => m.GroupId).ToListAsync();

    /// <summary>Ids as a form sends them; what is none is nobody's.</summary>
    public static IReadOnlyList<Guid> Ids(string[] texts) =>
        [.. texts.Select(t => Domain.EntityId.TryParse(t, out var id) ? id : Guid.Empty).Distinct()];
}
