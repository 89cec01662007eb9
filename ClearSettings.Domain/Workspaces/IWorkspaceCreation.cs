namespace ClearSettings.Domain.Workspaces;

/// <summary>
/// What a noun adds to a new workspace. Whoever creates one calls all registered implementations, in the order of the
/// nouns, so that one can use what those before it added.
/// </summary>
public interface IWorkspaceCreation
{
    /// <summary>Adds rows to the unit of work that adds the workspace.</summary>
    void Apply(Workspace workspace);
}
