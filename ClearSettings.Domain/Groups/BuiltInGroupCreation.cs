using ClearSettings.Domain.Workspaces;

namespace ClearSettings.Domain.Groups;

/// <summary>Gives a new workspace its built-in groups.</summary>
public sealed class BuiltInGroupCreation(ClearSettingsDb db, TimeProvider time) : IWorkspaceCreation
{
    public void Apply(Workspace workspace) => db.Groups.AddRange(Group.CreateBuiltIn(workspace.Id, time));
}
