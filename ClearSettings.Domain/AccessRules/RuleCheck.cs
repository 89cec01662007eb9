using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Resources;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.AccessRules;

/// <summary>What a rule may say: objects of the catalog, and accounts and groups of the workspace.</summary>
public sealed class RuleCheck(ClearSettingsDb db)
{
    /// <summary>Users, service accounts and groups of one rule, and of all rules in one call.</summary>
    public const int MaxAssignees = 10_000;

    /// <summary>Rules of one workspace.</summary>
    public const int MaxRules = 100_000;

    private const int Chunk = 500;

    /// <summary>The refusal of lists that are too long, or null. Ask it before the database is asked.</summary>
    public static Result? CheckCounts(IReadOnlyCollection<RuleInput> rules, RuleChangeOptions options)
    {
        if (IdList.Check(rules.Count) is { } tooMany)
            return tooMany;
        if (rules.Sum(r => (long)r.Users.Count + r.ServiceAccounts.Count + r.Groups.Count) > MaxAssignees)
            return Result.Refuse(
                nameof(RuleInput.Users),
                $"A rule can have at most {MaxAssignees:N0} users, service accounts and groups. Use a group instead."
            );
        return CheckNote(options.Note);
    }

    /// <summary>The refusal of a note, or null.</summary>
    public static Result? CheckNote(string? note) =>
        NameRules.CheckOptional(note, out _, "The note", RuleSetVersion.MaxNoteLength) is { } wrong
            ? Result.Refuse(nameof(RuleChangeOptions.Note), wrong)
            : null;

    /// <summary>The refusal of a rule by itself, or null.</summary>
    internal static Result? Check(RuleState state) =>
        !Enum.IsDefined(state.Type) ? Result.Refuse(nameof(RuleInput.Type), "Unknown resource type.")
        : state.Level is not (AccessLevel.Read or AccessLevel.Modify)
            ? Result.Refuse(nameof(RuleInput.Level), "Choose Read only or Read & modify.")
        : state.ResourceId is { } id && !ResourceKey.IsId(id)
            ? Result.Refuse(nameof(RuleInput.ResourceId), "This is no ID of an object.")
        : state.AssigneeCount == 0
            ? Result.Refuse(nameof(RuleInput.Users), "Select at least one user, service account or group.")
        : null;

    /// <summary>The refusal of objects, accounts or groups that do not exist here, or null.</summary>
    /// <param name="known">Objects that need not be in the catalog, since a rule names them already.</param>
    internal async Task<Result?> CheckReferencesAsync(
        IReadOnlyCollection<RuleState> states,
        IReadOnlySet<ResourceKey> known
    )
    {
        var keys = states
            .Where(s => s.ResourceId is not null)
            .Select(s => new ResourceKey(s.Type, s.ResourceId!))
            .Where(k => !known.Contains(k))
            .Distinct();
        return await CheckResourcesAsync(keys)
            ?? await CheckIdsAsync(db.Members.Select(m => m.UserId), states.SelectMany(s => s.Users), "user")
            ?? await CheckIdsAsync(
                db.ServiceAccounts.Select(s => s.UserId),
                states.SelectMany(s => s.ServiceAccounts),
                "service account"
            )
            ?? await CheckIdsAsync(db.Groups.Select(g => g.Id), states.SelectMany(s => s.Groups), "group")
            ?? await CheckAdminsAsync([.. states.SelectMany(s => s.Groups)]);
    }

    private async Task<Result?> CheckResourcesAsync(IEnumerable<ResourceKey> keys)
    {
        foreach (var ofType in keys.GroupBy(k => k.Type, k => k.Id))
        foreach (var ids in ofType.Chunk(Chunk))
        {
            var found = await db
                .Resources.Where(r => r.Type == ofType.Key && ids.Contains(r.ResourceId) && r.DeletedAt == null)
                .Select(r => r.ResourceId)
                .ToListAsync();
            if (ids.Except(found).FirstOrDefault() is { } missing)
                return Result.Refuse(
                    nameof(RuleInput.ResourceId),
                    $"The {ofType.Key.GetName()} {missing} is not in the catalog of this workspace."
                );
        }
        return null;
    }

    private static async Task<Result?> CheckIdsAsync(IQueryable<Guid> all, IEnumerable<Guid> ids, string what)
    {
        var missing = 0;
        foreach (var chunk in ids.Distinct().Chunk(Chunk))
            missing += chunk.Length - await all.CountAsync(id => chunk.Contains(id));
        if (missing == 0)
            return null;
        var field = what switch
        {
            "user" => nameof(RuleInput.Users),
            "group" => nameof(RuleInput.Groups),
            _ => nameof(RuleInput.ServiceAccounts),
        };
        return Result.Refuse(
            field,
            missing == 1
                ? $"1 of the selected {what}s is not in this workspace. Reload the page."
                : $"{missing:N0} of the selected {what}s are not in this workspace. Reload the page."
        );
    }

    private async Task<Result?> CheckAdminsAsync(IReadOnlyCollection<Guid> groups)
    {
        if (groups.Count == 0)
            return null;
        var admins = await db.Groups.Where(g => g.BuiltIn == BuiltInGroup.Admins).Select(g => g.Id).ToListAsync();
        return groups.Any(admins.Contains)
            ? Result.Refuse(nameof(RuleInput.Groups), "Admins can already read and modify everything.")
            : null;
    }
}
