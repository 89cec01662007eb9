using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>Deletes the personal vaults of an account that leaves.</summary>
public sealed class PersonalVaultRemoval(ClearSettingsDb db) : IMemberRemoval
{
    public Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds) =>
        Task.FromResult(new RemovalImpact());

    public async Task<RemovalImpact> ApplyAsync(Guid workspaceId, Guid userId)
    {
        await db
            .Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(v => v.WorkspaceId == workspaceId && v.UserId == userId)
            .ExecuteDeleteAsync();
        return new();
    }
}
