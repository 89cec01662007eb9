using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>A vault as it will be once it is saved.</summary>
/// <param name="vault">As it is now; of a new one what does not come from the form.</param>
/// <param name="isNew">In the unit of work, and not in the database yet.</param>
internal sealed class VaultDraft(Vault vault, VaultInput input, VaultAssignment assignment, bool isNew)
{
    public Vault Vault { get; } = vault;

    public VaultInput Input { get; } = input;

    public VaultAssignment Assignment { get; } = assignment;

    public bool IsNew { get; } = isNew;

    /// <summary>The text of the version that counts; null for a new vault, and for one that cannot be read.</summary>
    public string? Before { get; private set; }

    public string Text { get; private set; } = "";

    public ConfigFormat Format { get; } = input.Format ?? vault.Format;

    public VaultTarget Target { get; } = input.Target ?? vault.Target;

    public string Type { get; } = TypeOf(input.Target, input.Type, vault);

    public bool Enabled { get; } = input.Enabled ?? vault.Enabled;

    public string? Note { get; } = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim();

    /// <summary>Whether it becomes a new version.</summary>
    public bool HasNewContents { get; private set; }

    /// <summary>Whether its text has to be checked. What was accepted once stays so, whatever today's rules
    /// are.</summary>
    public bool NeedsCheck { get; private set; }

    /// <summary>Empty where the target itself says what the vault is for.</summary>
    public static string TypeOf(VaultTarget? target, string? type, Vault? vault) =>
        (target ?? vault?.Target) != VaultTarget.Other ? ""
        : string.IsNullOrEmpty(type) ? vault?.Type ?? ""
        : type;

    /// <param name="before">Becomes <see cref="Before"/>.</param>
    /// <param name="text">Becomes <see cref="Text"/>.</param>
    public void SetText(string? before, string text)
    {
        (Before, Text) = (before, text);
        HasNewContents = IsNew || Text != Before || Format != Vault.Format || Target != Vault.Target;
        NeedsCheck = HasNewContents || !Vault.Enabled || !Enabled || !Assignment.HasRecipients;
    }
}
