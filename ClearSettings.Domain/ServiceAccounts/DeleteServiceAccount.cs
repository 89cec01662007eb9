using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>What ends with a service account.</summary>
/// <param name="Credentials">Its credentials that have not expired.</param>
/// <param name="RecentlyUsed">Those of them that a client used in the last 24 hours.</param>
/// <param name="People">For how many people it has acted.</param>
public sealed record ServiceAccountRemovalImpact(int Credentials, int RecentlyUsed, int People)
{
    /// <summary>Access rules that name it.</summary>
    public int AccessRules { get; init; }

    /// <summary>Some of them in words.</summary>
    public IReadOnlyList<string> AccessRuleNames { get; init; } = [];
}

/// <summary>
/// Deletes a service account with its credentials, its places in groups and its vault. Its tokens, and those it has of
/// others, are dead at their next use. What it logged stays, and its name with it.
/// </summary>
public sealed class DeleteServiceAccount(
    ClearSettingsDb db,
    Change change,
    RemoveFromWorkspace departure,
    MemberRemovals removals
)
{
    /// <summary>What <see cref="RunAsync"/> would end.</summary>
    public async Task<ServiceAccountRemovalImpact> PreviewAsync(Guid id)
    {
        var impact = await removals.PreviewAsync(change.Current.WorkspaceId, [id]);
        return new(impact.Credentials, impact.RecentlyUsed, await db.ImpersonationUses.CountAsync(u => u.ActorId == id))
        {
            AccessRules = impact.AccessRules,
            AccessRuleNames = impact.AccessRuleNames,
        };
    }

    public Task<Result> RunAsync(Guid id) =>
        change.RunAsync(
            Permission.ManageServiceAccounts,
            async () =>
            {
                if (id == change.Current.ActorId)
                    return Result.Refuse("", "A service account cannot delete itself.");
                var name = await db
                    .ServiceAccounts.Where(s => s.UserId == id)
                    .Join(db.Users, s => s.UserId, u => u.Id, (_, u) => u.Name)
                    .SingleOrDefaultAsync();
                if (name is null)
                    return Result.NotFound("This service account was already deleted.");
                // First, so that it waits for what the account is changing of its own.
                await departure.ClearDefaultWorkspaceAsync(change.Current.WorkspaceId, id);
                var impact = await removals.ApplyAsync(change.Current.WorkspaceId, id);
                await db.ServiceAccounts.Where(s => s.UserId == id).ExecuteDeleteAsync();
                change.Audit.Record(
                    AuditKind.ServiceAccountDeleted,
                    name,
                    $"credentials revoked: {impact.Credentials}"
                );
                return Result.Done;
            }
        );
}
