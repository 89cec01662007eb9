using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>What a group may be called: unique in its workspace, capitals aside.</summary>
public sealed class GroupNames(ClearSettingsDb db)
{
    /// <summary>
    /// Code of the refusal when the name is taken; the API answers 400/801 (docs/protocol.md#error-codes).
    /// </summary>
    public const string NameTaken = "group_name_taken";

    internal const string NameTakenMessage = "Another group has this name. Choose a different one.";

    /// <summary>
    /// Call it inside a <see cref="Change"/> that locks the workspace, so that the answer holds until the commit.
    /// </summary>
    /// <param name="except">The group that is being changed.</param>
    internal async Task<(string Name, string? Description, IReadOnlyList<Problem> Problems)> CheckAsync(
        string? name,
        string? description,
        Guid? except = null
    )
    {
        List<Problem> problems = [];
        var bad = NameRules.Check(name, out var cleanName);
        if (bad is not null)
            problems.Add(new(nameof(GroupInput.Name), bad));
        else if (await IsTakenAsync(cleanName, except))
            problems.Add(new(NameTaken, nameof(GroupInput.Name), NameTakenMessage));
        if (
            NameRules.CheckOptional(
                description,
                out var cleanDescription,
                "The description",
                GroupInput.MaxDescriptionLength
            ) is
            { } badDescription
        )
            problems.Add(new(nameof(GroupInput.Description), badDescription));
        return (cleanName, cleanDescription, problems);
    }

    private Task<bool> IsTakenAsync(string name, Guid? except)
    {
        var key = Group.ToKey(name);
        return db.Groups.AnyAsync(g => g.NameKey == key && g.Id != except);
    }
}
