using ClearSettings.Domain.Members;

namespace ClearSettings.Domain.Workspaces;

/// <summary>Creates a workspace with what every noun adds to a new one.</summary>
public sealed class CreateWorkspace(
    ClearSettingsDb db,
    IEnumerable<IWorkspaceCreation> additions,
    Hosting hosting,
    TimeProvider time
)
{
    /// <summary>
    /// The first workspace of a server, which is not added yet. On a hosted server its owner cannot leave it.
    /// </summary>
    internal Workspace CreateFirst(string name, Guid ownerId) =>
        Workspace.Create(name, time, hosting.IsHosted ? ownerId : null);

    /// <summary>Adds it to the unit of work. Call it inside a <see cref="Change"/>.</summary>
    /// <param name="ownerId">Also added to the unit of work, or null for a workspace without members.</param>
    internal async Task AddAsync(Workspace workspace, Guid? ownerId)
    {
        db.Workspaces.Add(workspace);
        if (ownerId is { } owner)
            db.Members.Add(Member.Join(workspace.Id, owner, MemberRole.Owner, time));
        foreach (var addition in additions)
            await addition.ApplyAsync(workspace, ownerId);
    }
}
