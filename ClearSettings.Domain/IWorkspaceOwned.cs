namespace ClearSettings.Domain;

/// <summary>
/// A row of one workspace. Its queries have the filter <see cref="ClearSettingsDb.InWorkspace"/>, which compares the
/// mapped property WorkspaceId.
/// </summary>
public interface IWorkspaceOwned
{
    Guid WorkspaceId { get; }
}
