using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor.Targets;

/// <summary>What is stored, for a form to start from or to keep what was not typed again.</summary>
/// <param name="Text">In clear; "" where nothing is stored, or nothing of this target.</param>
public sealed record StoredContents(Secret Text, ConfigFormat Format);

/// <summary>
/// How the vaults of a target look, and the part of the editor's form that shows and takes their contents.
/// </summary>
public interface IVaultTargetForm
{
    VaultTarget Target { get; }

    /// <param name="type">As <see cref="Vault.Type"/>.</param>
    TargetStyle GetStyle(string type);

    /// <summary>The editor with the part of the form filled: with what was typed, else with what is stored.</summary>
    VaultEditor Show(VaultEditor editor, StoredContents stored);

    /// <summary>The contents that the form means.</summary>
    /// <param name="input">With everything but the contents.</param>
    /// <returns>Null where the form shows another part.</returns>
    Result<VaultInput>? Read(VaultInput input, VaultForm form, Vault? vault, StoredContents stored);
}

/// <summary>One for each <see cref="VaultTarget"/>.</summary>
public static class VaultTargetForms
{
    private static readonly Dictionary<VaultTarget, IVaultTargetForm> All = new IVaultTargetForm[]
    {
        new TextForm(VaultTarget.Client),
        new TextForm(VaultTarget.Monitoring),
        new StorageForm(),
        new SshForm(),
        new TextForm(VaultTarget.Other),
    }.ToDictionary(f => f.Target);

    public static IVaultTargetForm For(VaultTarget target) => All[target];

    /// <summary>What of a vault a form of a target can start from: its contents, if they mean the same there.</summary>
    public static StoredContents Stored(VaultTarget target, Vault? vault, string? text) =>
        vault is not null && (vault.Target == target || (vault.Target.Rules().IsText && target.Rules().IsText))
            ? new(text ?? "", vault.Format)
            : new("", vault is not null && target.Rules().IsText ? vault.Format : ConfigFormat.Hocon);
}
