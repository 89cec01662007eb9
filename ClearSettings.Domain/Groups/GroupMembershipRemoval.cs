using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>Takes an account that leaves out of its groups.</summary>
public sealed class GroupMembershipRemoval(ClearSettingsDb db) : IMemberRemoval
{
    public Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds) =>
        Task.FromResult(new RemovalImpact());

    public async Task<RemovalImpact> ApplyAsync(Guid workspaceId, Guid userId)
    {
        await db
            .GroupMembers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.WorkspaceId == workspaceId && m.UserId == userId)
            .ExecuteDeleteAsync();
        return new();
    }
}
