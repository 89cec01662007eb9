using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>Whose clients receive a vault.</summary>
/// <param name="GroupIds">Without duplicates; empty unless the scope is <see cref="VaultScope.Group"/>.</param>
public sealed record VaultAssignment(VaultScope Scope, IReadOnlyList<Guid> GroupIds)
{
    /// <summary>Groups of one vault. A vault for more of them can be for the whole workspace.</summary>
    public const int MaxGroups = 100;

    /// <summary>Of a person's or service account's own vault.</summary>
    public static VaultAssignment Personal { get; } = new(VaultScope.User, []);

    /// <summary>False when all its groups were deleted.</summary>
    public bool HasRecipients => Scope != VaultScope.Group || GroupIds.Count > 0;
}

/// <summary>Reads to whom a vault shall be assigned, and what that changes.</summary>
public sealed class VaultAssignments(ClearSettingsDb db)
{
    private const string ChooseOne = "Select at least one group, or choose the whole workspace.";

    /// <summary>The refusal of a longer list, or null. Ask it before a transaction starts.</summary>
    internal static Result? CheckCount(VaultInput input) =>
        input.GroupIds is { Count: > VaultAssignment.MaxGroups }
            ? Result.Refuse(
                nameof(VaultInput.GroupIds),
                $"A vault can be assigned to at most {VaultAssignment.MaxGroups} groups. "
                    + "Select fewer groups, or choose the whole workspace."
            )
            : null;

    /// <summary>
    /// Call it inside a <see cref="Change"/> that locks the workspace, so that the groups exist until the commit.
    /// </summary>
    /// <param name="vault">With what the input leaves out; null for a new one.</param>
    internal async Task<Result<VaultAssignment>> ReadAsync(VaultInput input, Vault? vault)
    {
        var present = vault?.GetAssignment();
        var scope = input.Scope ?? (input.GroupIds is { Count: > 0 } ? VaultScope.Group : present?.Scope);
        if (scope == VaultScope.Organization)
            return new VaultAssignment(VaultScope.Organization, []);
        if (scope != VaultScope.Group)
            return Result<VaultAssignment>.Refuse(nameof(VaultInput.Scope), ChooseOne);
        List<Guid> ids = [.. (input.GroupIds ?? present?.GroupIds ?? []).Distinct()];
        // A draft may stay without a group after its last one was deleted.
        if (ids.Count == 0 && present is not { HasRecipients: false })
            return Result<VaultAssignment>.Refuse(nameof(VaultInput.GroupIds), ChooseOne);
        if (await db.Groups.CountAsync(g => ids.Contains(g.Id)) != ids.Count)
            return Result<VaultAssignment>.Refuse([
                new(
                    SaveVault.UnknownGroup,
                    nameof(VaultInput.GroupIds),
                    "A selected group no longer exists. Select groups again."
                ),
            ]);
        return new VaultAssignment(VaultScope.Group, ids);
    }

    /// <summary>What another assignment changes, for the activity log.</summary>
    internal async Task<IReadOnlyList<string>> DescribeAsync(VaultAssignment before, VaultAssignment after)
    {
        if (after.Scope == VaultScope.Organization)
            return before.Scope == VaultScope.Organization ? [] : ["assigned to the whole workspace"];
        List<Guid> changed = [.. before.GroupIds.Except(after.GroupIds), .. after.GroupIds.Except(before.GroupIds)];
        if (changed.Count == 0)
            return [];
        var groups = await db
            .Groups.Where(g => changed.Contains(g.Id))
            .OrderBy(g => g.NameKey)
            .Select(g => new { g.Id, g.Name })
            .ToListAsync();
        var added = groups.ToLookup(g => after.GroupIds.Contains(g.Id), g => g.Name);
        return
        [
            .. new[]
            {
                GroupText.DescribeSome("groups added", [.. added[true]]),
                GroupText.DescribeSome("groups removed", [.. added[false]]),
            }.OfType<string>(),
        ];
    }
}
