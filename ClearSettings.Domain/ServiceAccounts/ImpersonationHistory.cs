using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>One account that acted for a person.</summary>
/// <param name="Present">Whether it is still a service account of the workspace; false for a deleted one, and for an administrator.</param>
public sealed record ActedForYou(Guid ActorId, string Name, bool Present, int Times, DateTime FirstAt, DateTime LastAt);

/// <summary>
/// Who acted for a person in a workspace, for their profile: from memory, at most 2 seconds old, and never older than the
/// last use that this process recorded.
/// </summary>
public sealed class ImpersonationHistory(IServiceScopeFactory scopes, WorkspaceVersions versions, TimeProvider time)
{
    private const int Most = 50;

    private readonly ShortMemory<(Guid User, Guid Workspace), IReadOnlyList<ActedForYou>> memory = new(versions, time, TimeSpan.FromSeconds(2));

    /// <returns>The latest first, at most 50.</returns>
    public ValueTask<IReadOnlyList<ActedForYou>> OfAsync(Principal person) => memory.GetAsync((person.UserId, person.WorkspaceId), ReadAsync);

    private async Task<IReadOnlyList<ActedForYou>> ReadAsync((Guid User, Guid Workspace) of)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var accounts = db.ServiceAccounts.Where(s => s.WorkspaceId == of.Workspace);
        return await db.ImpersonationUses.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(u => u.WorkspaceId == of.Workspace && u.UserId == of.User && u.ActorId != u.UserId).OrderByDescending(u => u.LastAt).Take(Most)
            .Join(db.Users, u => u.ActorId, u => u.Id, (use, actor) => new ActedForYou(use.ActorId, actor.Name, accounts.Any(s => s.UserId == actor.Id), use.Logins, use.FirstAt, use.LastAt))
            .ToListAsync();
    }
}
