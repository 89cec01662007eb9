namespace ClearSettings.Domain.Vaults;

/// <summary>A group that a vault is assigned to.</summary>
public sealed class VaultGroup : IWorkspaceOwned
{
    private VaultGroup() { }

    public Guid VaultId { get; private set; }

    public Guid GroupId { get; private set; }

    public Guid WorkspaceId { get; private set; }

    internal static VaultGroup Create(Vault vault, Guid groupId) =>
        new()
        {
            VaultId = vault.Id,
            GroupId = groupId,
            WorkspaceId = vault.WorkspaceId,
        };
}
