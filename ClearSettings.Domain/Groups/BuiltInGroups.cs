using ClearSettings.Domain.Workspaces;

namespace ClearSettings.Domain.Groups;

/// <summary>Gives a new workspace its built-in groups.</summary>
public sealed class BuiltInGroups(ClearSettingsDb db, TimeProvider time) : IWorkspaceCreation
{
    public Task ApplyAsync(Workspace workspace, Guid? ownerId)
    {
        db.Groups.AddRange(Group.CreateBuiltIn(workspace.Id, time));
        return Task.CompletedTask;
    }
}
