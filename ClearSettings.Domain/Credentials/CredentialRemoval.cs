using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Credentials;

/// <summary>Deletes the key pairs of an account that leaves: its next API call is refused.</summary>
public sealed class CredentialRemoval(ClearSettingsDb db, CredentialUsageRecorder uses, TimeProvider time)
    : IMemberRemoval
{
    private static readonly TimeSpan RecentUsePeriod = TimeSpan.FromHours(24);

    /// <summary>Changes nothing but last uses that wait to be written.</summary>
    public async Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds)
    {
        await uses.FlushAsync(all: false);
        return await CountAsync(workspaceId, userIds);
    }

    public async Task<RemovalImpact> ApplyAsync(Guid workspaceId, Guid userId)
    {
        var impact = await CountAsync(workspaceId, [userId]);
        var keys = CredentialsOf(workspaceId, [userId]);
        await db.CredentialUses.Where(u => keys.Any(c => c.Id == u.CredentialId)).ExecuteDeleteAsync();
        await keys.ExecuteDeleteAsync();
        return impact;
    }

    private async Task<RemovalImpact> CountAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = now - RecentUsePeriod;
        var alive = CredentialsOf(workspaceId, userIds).Where(c => c.ExpiresAt == null || c.ExpiresAt > now);
        return new(
            Credentials: await alive.CountAsync(),
            RecentlyUsed: await alive.CountAsync(c => c.LastUsedAt > since)
        );
    }

    private IQueryable<Credential> CredentialsOf(Guid workspaceId, IReadOnlyCollection<Guid> userIds) =>
        db
            .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c => c.WorkspaceId == workspaceId && userIds.Contains(c.UserId));
}
