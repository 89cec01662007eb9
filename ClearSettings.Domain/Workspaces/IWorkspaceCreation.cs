namespace ClearSettings.Domain.Workspaces;

/// <summary>
/// What a noun adds to a new workspace, such as its built-in groups. Every noun that has defaults registers an
/// implementation; <see cref="CreateWorkspace"/> calls all of these, those of lower nouns first.
/// </summary>
public interface IWorkspaceCreation
{
    /// <summary>
    /// Adds rows to the unit of work and saves nothing: neither the workspace nor its owner is in the database yet.
    /// What lower nouns added is in <c>Local</c> of their set.
    /// </summary>
    /// <param name="ownerId">Null when the workspace has no members yet.</param>
    Task ApplyAsync(Workspace workspace, Guid? ownerId);
}
