using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>All that the editor's page shows.</summary>
public sealed record VaultEditor
{
    public required EditorContext Context { get; init; }

    /// <summary>As it is stored; null before the first save.</summary>
    public required Vault? Vault { get; init; }

    /// <summary>What stands in the fields.</summary>
    public required VaultForm Form { get; init; }

    public required EditorSection Part { get; init; }

    /// <summary>Null for a personal vault.</summary>
    public RecipientFields? Recipients { get; init; }

    /// <summary>The text with secrets hidden.</summary>
    public string Masked { get; init; } = "";

    public VaultFindings? Findings { get; init; }

    /// <summary>Stored credentials that rows of the form belong to.</summary>
    public IReadOnlyList<StorageCredential> StoredRows { get; init; } = [];

    public IReadOnlyList<SshKey> StoredKeys { get; init; } = [];

    /// <summary>Whether the fields show more than what is stored.</summary>
    public bool HasChanges { get; init; }

    /// <summary>It can no longer be decrypted.</summary>
    public bool Unreadable { get; init; }

    /// <summary>Someone else changed the vault: whoever saves is asked whether to overwrite that.</summary>
    public bool Conflict { get; init; }

    /// <summary>What came of the toggle, when it was sent with the whole form.</summary>
    public VaultToggle? ToggleMessage { get; init; }

    public VaultTarget Target => Form.Target ?? VaultTarget.Client;

    /// <summary>
    /// Those to choose from. Only programs make vaults of other types; one that is there can keep its type.
    /// </summary>
    public IEnumerable<VaultTarget> Targets =>
        Enum.GetValues<VaultTarget>().Where(t => t != VaultTarget.Other || Vault?.Target == t);

    public ConfigFormat Format => Form.Format ?? ConfigFormat.Hocon;

    public bool HasReference => Target.Rules().IsMerged;

    public string Title => Context.IsShared ? Vault?.Name ?? "Add vault" : "Configuration vault";

    /// <summary>Of the browser's window.</summary>
    public string PageTitle => Context.Account is { } account ? $"Vault of {account}" : Title;

    public string Lead =>
        Vault is null ? "A new vault is disabled. Enable it when it is ready." : VaultText.Lead(Vault.Enabled);

    public string FileName =>
        $"vault.{Format switch { ConfigFormat.Json => "json", ConfigFormat.Yaml => "yaml", _ => "conf" }}";

    public VaultToggle? Toggle =>
        Vault is null ? null : new(Context, Vault.Name, Vault.Enabled, Form.RowVersion ?? Vault.RowVersion);

    public StorageCredential? GetStored(StorageRow row) =>
        row.Kept >= 0 && row.Kept < StoredRows.Count ? StoredRows[row.Kept] : null;
}
